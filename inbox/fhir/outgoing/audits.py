"""The audit trail as AuditEvents, after IHE's Basic Audit Log Patterns (PatientRead, PatientUpdate)."""

from __future__ import annotations

import msgspec

from inbox.domain.audit import EXPORT, AuditNote
from inbox.fhir.codes import (
    ACT_REASON,
    AUDIT_ENTITY,
    AUDIT_SOURCE,
    AUDIT_TYPE,
    DELEGATOR,
    DICOM,
    INTERACTION,
    OBJECT_ROLE,
    OPERATION,
    PARTICIPATION_TYPE,
)
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_REST = (AUDIT_TYPE, "rest")
_SIGN_IN = (DICOM, "110114")
"""User Authentication."""
_EXPORTED = (DICOM, "110106")
"""Export."""
_KINDS: dict[str, tuple[tuple[str, str], tuple[str, str] | None, str]] = {
    "read": (_REST, (INTERACTION, "read"), "R"),
    "update": (_REST, (INTERACTION, "update"), "U"),
    "create": (_REST, (INTERACTION, "create"), "C"),
    "search": (_REST, (INTERACTION, "search-type"), "E"),
    EXPORT: (_EXPORTED, None, "R"),
    "sign-in": (_SIGN_IN, (DICOM, "110122"), "E"),
    "sign-out": (_SIGN_IN, (DICOM, "110123"), "E"),
}
"""What happened: type, subtype, action. Anything else is a use of the application (DICOM 110100)."""
_APPLICATION = (DICOM, "110100")


def audit_event(note: AuditNote, station: str, server: str) -> Write:
    """The create of one event. `station` names this computer, `server` is the FHIR base address."""
    kind, subtype, action = _KINDS.get(note.what, (_APPLICATION, None, "E"))
    body: dict[str, object] = {
        "resourceType": "AuditEvent",
        "meta": {"tag": [{"system": OPERATION, "code": note.id}]},
        "type": _coding(kind),
        "subtype": [_coding(subtype)] if subtype else [{"system": OPERATION, "code": note.what}],
        "action": action,
        "recorded": written(note.at),
        "outcome": "4" if note.outcome else "0",
        "agent": [
            _computer("110152" if action != "R" else "110153", station, "1"),
            _computer("110153" if action != "R" else "110152", server, "5"),
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
    return {
        "type": {"coding": [_coding((PARTICIPATION_TYPE, "IRCP"))]},
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
    """The thread as a domain resource, the patient as a person."""
    parts = ((note.thread, "2", "4"), (note.patient, "1", "1"))
    return [
        {
            "what": what,
            "type": _coding((AUDIT_ENTITY, entity)),
            "role": _coding((OBJECT_ROLE, role)),
        }
        for ref, entity, role in parts
        if ref and (what := reference(ref))
    ]
