"""A visit asked for: the request the server keeps, and what the Task says of it, of consent and of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.operations import AskVisit
from inbox.domain.visit import Asked, Consent, Draft, How, Spent, WrongPatient
from inbox.domain.work_item import WorkItem
from inbox.fhir.codes import (
    ACT_CODE,
    CONSENT_OUTPUT,
    HANDLING_TIME_OUTPUT,
    TASK_OUTPUT,
    TIMED_BY,
    TIMED_PERIOD,
    UCUM,
    VISIT_LINK_OUTPUT,
    VISIT_OUTPUT,
    WRONG_PATIENT_OUTPUT,
)
from inbox.fhir.incoming.visits import ConsentRecord, VisitRecord, WrongPatientRecord
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.made import create, link
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

KEPT_AS = {How.IN_PERSON: "Appointment", How.VIDEO: "Appointment", How.ONLINE: "Encounter"}
VISITS = frozenset(KEPT_AS.values())


def as_taken(before: WorkItem, after: WorkItem, taken: frozenset[str]) -> WorkItem:
    """`after`, in which a new visit that the server does not take from this person is a draft."""

    def kept(asked: Asked) -> Asked:
        real = asked in before.visits or asked.draft or KEPT_AS[asked.how] in taken
        return asked if real else msgspec.structs.replace(asked, draft=Draft.NOT_TAKEN)

    return msgspec.structs.replace(after, visits=tuple(kept(asked) for asked in after.visits))


def visit(entry: Entry, operation: AskVisit, taken: frozenset[str]) -> Write | None:
    """The create of what was asked for, made once by its identifier; None where it stays a draft."""
    kind = KEPT_AS[operation.how]
    if operation.draft(entry.stamp) or kind not in taken:
        return None
    body = _appointment(entry, operation) if kind == "Appointment" else _encounter(entry, operation)
    return create(kind, entry, body)


def add_visits(fields: Fields, before: WorkItem, after: WorkItem, linked: bool) -> None:
    """Add what is new of visits, consent, time and the mark; `linked`: the bundle makes what they name."""
    for asked in after.visits:
        if asked not in before.visits and asked.operation:
            fields.add_parameter("output", VISIT_OUTPUT, TASK_OUTPUT, _json(_visit_record(asked)))
            if asked.draft is None:
                made = link(KEPT_AS[asked.how], asked.operation, asked.how.said, linked)
                fields.add_parameter("output", VISIT_LINK_OUTPUT, TASK_OUTPUT, made)
    if after.consent and after.consent != before.consent:
        fields.add_parameter("output", CONSENT_OUTPUT, TASK_OUTPUT, _json(_consent_record(after.consent)))
    for spent in _new(before.times, after.times):
        fields.add_parameter("output", HANDLING_TIME_OUTPUT, TASK_OUTPUT, _duration(spent))
    if after.wrong_patient and after.wrong_patient != before.wrong_patient:
        record = _wrong_patient_record(after.wrong_patient)
        fields.add_parameter("output", WRONG_PATIENT_OUTPUT, TASK_OUTPUT, _json(record))


def _appointment(entry: Entry, operation: AskVisit) -> dict[str, object]:
    return {
        "status": "proposed",
        "appointmentType": {"text": operation.how.said},
        "reasonCode": [{"text": operation.reason}] if operation.reason else None,
        "description": operation.reason,
        "supportingInformation": [reference(entry.thread)],
        "created": written(entry.made_at),
        "comment": operation.when,
        "participant": [{"actor": reference(entry.patient), "status": "needs-action"}],
    }


def _encounter(entry: Entry, operation: AskVisit) -> dict[str, object]:
    """Nothing in it points to the thread: the thread points to it."""
    return {
        "status": "planned",
        "class": {"system": ACT_CODE, "code": "VR", "display": "virtual"},
        "type": [{"text": operation.how.said}],
        "subject": reference(entry.patient),
        "participant": [{"individual": reference(entry.actor, entry.actor_name)}],
        "reasonCode": [{"text": operation.reason}] if operation.reason else None,
    }


def _visit_record(asked: Asked) -> VisitRecord:
    return VisitRecord(
        how=asked.how,
        at=written(asked.at),
        by=asked.by.ref,
        name=asked.by.name,
        reason=asked.reason,
        when=asked.when,
        draft=asked.draft,
        operation=asked.operation or "",
    )


def _consent_record(consent: Consent) -> ConsentRecord:
    by = consent.by
    return ConsentRecord(consent.message, written(consent.given), by.ref, by.name, consent.operation or "")


def _wrong_patient_record(mark: WrongPatient) -> WrongPatientRecord:
    by = mark.by
    return WrongPatientRecord(written(mark.at), by.ref, by.name, mark.reason, mark.operation or "")


def _duration(spent: Spent) -> dict[str, object]:
    minutes = round(spent.span / timedelta(minutes=1), 1)
    return {
        "id": spent.operation,
        "extension": [
            {"url": TIMED_PERIOD, "valuePeriod": {"start": written(spent.start), "end": written(spent.end)}},
            {"url": TIMED_BY, "valueReference": reference(spent.by.ref, spent.by.name)},
        ],
        "valueDuration": {"value": minutes, "unit": "min", "system": UCUM, "code": "min"},
    }


def _new(before: Sequence[Spent], after: Sequence[Spent]) -> list[Spent]:
    return [spent for spent in after if spent not in before and spent.operation]


def _json(record: msgspec.Struct) -> dict[str, object]:
    return {"valueString": msgspec.json.encode(record).decode()}
