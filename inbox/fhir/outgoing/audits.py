"""The audit trail as AuditEvents, after IHE's Basic Audit Log Patterns (PatientRead, PatientUpdate, Query).

Where BALP has no pattern (sign-in, lock, wipe, export, use of the trail) the events of DICOM PS3.15 A.5 are
used, which BALP's own are made after, with the same agents and entities.
"""

from __future__ import annotations

from base64 import b64encode

import msgspec

from inbox.domain import audit
from inbox.domain.audit import AuditNote
from inbox.fhir.codes import (
    ACT_REASON,
    AUDIT_ENTITY,
    AUDIT_KIND,
    AUDIT_SOURCE,
    AUDIT_TYPE,
    DELEGATOR,
    DICOM,
    INTERACTION,
    OBJECT_ROLE,
    OPERATION,
    PARTICIPATION_TYPE,
    REQUEST_ID,
)
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_REST = (AUDIT_TYPE, "rest")
_UPDATED = (_REST, (INTERACTION, "update"), "U")
_APPLICATION = (DICOM, "110100")
_EXPORTED = (DICOM, "110106")
_TRAIL_USED = (DICOM, "110101")
_IDENTIFIED = (DICOM, "110114")
"""User Authentication."""
AUDIT_KINDS: dict[str, tuple[tuple[str, str], tuple[str, str] | None, str]] = {
    audit.READ: (_REST, (INTERACTION, "read"), "R"),
    audit.UPDATE: _UPDATED,
    audit.SEARCH: (_REST, (INTERACTION, "search-type"), "E"),
    audit.EXPORT: (_EXPORTED, None, "R"),
    audit.SIGN_IN: (_IDENTIFIED, (DICOM, "110122"), "E"),
    audit.SIGN_OUT: (_IDENTIFIED, (DICOM, "110123"), "E"),
    audit.SWITCH: (_IDENTIFIED, (DICOM, "110123"), "E"),
    audit.LOCK: (_IDENTIFIED, None, "E"),
    audit.UNLOCK: (_IDENTIFIED, None, "E"),
    audit.QUIT: (_APPLICATION, (DICOM, "110121"), "E"),
    audit.WIPE: (_APPLICATION, None, "D"),
    audit.ACCESS_ENDED: (_IDENTIFIED, None, "E"),
    audit.EXPIRED: (_APPLICATION, None, "D"),
    audit.PUBLISH: _UPDATED,
    audit.PROPOSE: _UPDATED,
    audit.SIGN: _UPDATED,
    audit.WITHDRAW: _UPDATED,
    audit.ARRANGE: _UPDATED,
    audit.COVER: _UPDATED,
    audit.AUDIT: (_TRAIL_USED, None, "R"),
}
"""What happened: type, subtype where there is a code for it, action. Each also has its kind as a subtype."""

_THING, _PERSON = "2", "1"
"""Entity types: a system object, a person."""
_PATIENT, _RECORD, _TRAIL, _QUERY = "1", "4", "13", "24"
"""Object roles: patient, domain resource, security resource, query."""
_SEARCHED = b64encode(b"Communication?_content=").decode("ascii")
"""What was looked through; for which words is nobody's business but the patient's and the searcher's."""


def audit_event(note: AuditNote, station: str, server: str) -> Write:
    """The create of one event. `station` names this computer, `server` is the FHIR base address."""
    kind, subtype, action = AUDIT_KINDS.get(note.what, (_APPLICATION, None, "E"))
    body: dict[str, object] = {
        "resourceType": "AuditEvent",
        "meta": {"tag": [{"system": OPERATION, "code": note.id}]},
        "type": _coding(kind),
        "subtype": [*([_coding(subtype)] if subtype else []), _coding((AUDIT_KIND, note.what))],
        "action": action,
        "recorded": written(note.at),
        "outcome": "4" if note.outcome else "0",
        "agent": [
            _computer("110152" if action != "R" else "110153", server, "5"),
            _computer("110153" if action != "R" else "110152", station, "1"),
            _person(note),
            *_delegator(note),
        ],
        "source": {"observer": {"display": station}, "type": [_coding((AUDIT_SOURCE, "1"))]},
    }
    if note.outcome:
        body["outcomeDesc"] = note.outcome
    if entities := _entities(note):
        body["entity"] = entities
    return Write(
        method="POST",
        url="AuditEvent",
        body=msgspec.json.encode(body),
        if_none_exist=f"_tag={OPERATION}|{note.id}",
        operations=(note.id,),
    )


def _coding(coding: tuple[str, str]) -> dict[str, str]:
    return {"system": coding[0], "code": coding[1]}


def _computer(role: str, name: str, network: str) -> dict[str, object]:
    """One end of the exchange: 110153 source, 110152 destination (DICOM). Reading, data flows to us."""
    return {
        "type": {"coding": [_coding((DICOM, role))]},
        "who": {"display": name},
        "requestor": False,
        "network": {"address": name, "type": network},
    }


def _person(note: AuditNote) -> dict[str, object]:
    """Who did it: an author of what was changed, else whom information went to (BALP, agent user)."""
    part = "AUT" if AUDIT_KINDS.get(note.what) == _UPDATED else "IRCP"
    return {
        "type": {"coding": [_coding((PARTICIPATION_TYPE, part))]},
        "role": [{"text": str(note.role)}],
        "who": reference(note.actor),
        "requestor": True,
        "purposeOfUse": [{"coding": [_coding((ACT_REASON, "TREAT"))]}],
    }


def _delegator(note: AuditNote) -> list[dict[str, object]]:
    """On whose behalf it was done: named beside whoever did it, never in their place."""
    if note.on_behalf is None:
        return []
    kind = {"coding": [_coding(DELEGATOR)]}
    return [{"type": kind, "who": reference(note.on_behalf), "requestor": False}]


def _entities(note: AuditNote) -> list[dict[str, object]]:
    """What it was done with, the patient, and the request in which it was asked for."""
    found = [_entity(reference(note.thread), _THING, _RECORD)] if note.thread else []
    if note.about:
        what = reference(note.about) if "/" in note.about else {"display": note.about}
        found.append(_entity(what, _THING, _RECORD))
    if note.what == audit.AUDIT:
        found.append(_entity({"display": "AuditEvent"}, _THING, _TRAIL))
    if note.what == audit.SEARCH:
        found.append({**_entity({"display": "Communication"}, _THING, _QUERY), "query": _SEARCHED})
    if note.patient:
        found.append(_entity(reference(note.patient), _PERSON, _PATIENT))
    if note.request:
        asked = {"identifier": {"value": note.request}}
        found.append({"what": asked, "type": _coding(REQUEST_ID)})
    return found


def _entity(what: object, kind: str, role: str) -> dict[str, object]:
    return {"what": what, "type": _coding((AUDIT_ENTITY, kind)), "role": _coding((OBJECT_ROLE, role))}
