"""Visits asked for, consent to one, clinicians' time and the wrong-patient mark, from a Task's outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from inbox.domain import typed
from inbox.domain.ids import MessageId, OperationId
from inbox.domain.people import Party
from inbox.domain.visit import Asked, Consent, Draft, How, Spent, WrongPatient
from inbox.fhir.codes import (
    CONSENT_OUTPUT,
    HANDLING_TIME_OUTPUT,
    TIMED_BY,
    TIMED_PERIOD,
    VISIT_OUTPUT,
    WRONG_PATIENT_OUTPUT,
)
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Parameter, Reference

Outputs = Mapping[str, Sequence[Parameter]]
Struct = TypeVar("Struct", bound=msgspec.Struct)


class VisitRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A visit asked for, as this program writes it: JSON in `valueString`, an output has one value only."""

    how: How
    at: str = ""
    by: str = ""
    name: str = ""
    reason: str = ""
    when: str = ""
    draft: Draft | None = None
    operation: str = ""


class ConsentRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The patient's yes."""

    message: str
    given: str
    by: str = ""
    name: str = ""
    operation: str = ""


class WrongPatientRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The mark; it names nobody else."""

    at: str
    by: str = ""
    name: str = ""
    reason: str = ""
    operation: str = ""


def visits(outputs: Outputs, updated: datetime, directory: Directory) -> tuple[Asked, ...]:
    """The visits asked for, oldest first; what cannot be read asks for nothing."""
    found = [
        Asked(
            how=record.how,
            by=_party(record.by, record.name, directory),
            at=instant(record.at) or updated,
            reason=record.reason,
            when=record.when,
            draft=record.draft,
            operation=_operation(record.operation),
        )
        for record in records(outputs, VISIT_OUTPUT, VisitRecord)
    ]
    return tuple(sorted(found, key=lambda asked: asked.at))


def consent(outputs: Outputs, directory: Directory) -> Consent | None:
    """The patient's yes, where it names its message and moment: time before it never counts."""
    for record in records(outputs, CONSENT_OUTPUT, ConsentRecord):
        if given := instant(record.given):
            by = _party(record.by, record.name, directory)
            return Consent(MessageId(record.message), given, by, _operation(record.operation))
    return None


def times(outputs: Outputs, directory: Directory) -> tuple[Spent, ...]:
    """The stretches of time that say whose they are and when they were, oldest first.

    A bare duration, as others write it for their figures, is nobody's confirmed time.
    """
    found = [spent for p in outputs.get(HANDLING_TIME_OUTPUT, ()) if (spent := _spent(p, directory))]
    return tuple(sorted(found, key=lambda spent: spent.start))


def wrong_patient(outputs: Outputs, updated: datetime, directory: Directory) -> WrongPatient | None:
    """The mark; one that cannot be read marks it all the same."""
    if not outputs.get(WRONG_PATIENT_OUTPUT):
        return None
    record = next(iter(records(outputs, WRONG_PATIENT_OUTPUT, WrongPatientRecord)), WrongPatientRecord(""))
    by = _party(record.by, record.name, directory)
    return WrongPatient(by, instant(record.at) or updated, record.reason, _operation(record.operation))


def records(outputs: Outputs, code: str, shape: type[Struct]) -> list[Struct]:
    """What a Task says under `code` as JSON in strings of that shape; what is of another form is left out."""
    found = []
    for parameter in outputs.get(code, ()):
        try:
            found.append(typed.decode(parameter.value_string, shape))
        except msgspec.DecodeError:
            continue  # somebody else's form of it
    return found


def _spent(parameter: Parameter, directory: Directory) -> Spent | None:
    period = next((one.value_period for one in parameter.extension if one.url == TIMED_PERIOD), None)
    whose = next((one.value_reference for one in parameter.extension if one.url == TIMED_BY), Reference())
    start, end = (instant(period.start), instant(period.end)) if period else (None, None)
    by = directory.party(whose)
    if start is None or end is None or by is None or end <= start:
        return None
    return Spent(start, end, by, _operation(parameter.id))


def _party(ref: str, name: str, directory: Directory) -> Party:
    return directory.party(Reference(ref, name)) or Party("", name)


def _operation(name: str) -> OperationId | None:
    return OperationId(name) if name else None
