"""Calls about red flags as a Task's outputs hold them: what came of each, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.disposition import CallOutcome, Disposition
from inbox.domain.ids import MessageId, OperationId
from inbox.domain.people import Party
from inbox.fhir.codes import CALL_ATTEMPT_OUTPUT, DISPOSITION_OUTPUT
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Parameter, Reference


class CallRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call as this program writes it: JSON in `valueString`, since an output has one value only."""

    outcome: CallOutcome
    at: str = ""
    by: str = ""
    name: str = ""
    note: str = ""
    messages: tuple[str, ...] = ()
    operation: str = ""


_record = typed.decoder(CallRecord)
_OUTCOMES = {str(outcome): outcome for outcome in CallOutcome}


def dispositions(
    outputs: Mapping[str, Sequence[Parameter]], updated: datetime, directory: Directory
) -> tuple[Disposition, ...]:
    """The calls among a Task's outputs, oldest first. `updated` stands in for a time that is not stated.

    Other programs may write an outcome's bare code. What cannot be read settles nothing: an attempt is
    kept as one without an answer, a disposition does not count.
    """
    found = []
    for code, otherwise in ((CALL_ATTEMPT_OUTPUT, CallOutcome.NO_ANSWER), (DISPOSITION_OUTPUT, None)):
        for parameter in outputs.get(code, ()):
            if record := _read(parameter, otherwise):
                found.append(_disposition(record, updated, directory))
    return tuple(sorted(found, key=lambda record: record.at))


def _read(parameter: Parameter, otherwise: CallOutcome | None) -> CallRecord | None:
    try:
        return _record.decode(parameter.value_string)
    except msgspec.DecodeError:
        codes = (parameter.words, *(coding.code for coding in parameter.value_codeable_concept.coding))
        known = next((_OUTCOMES[code] for code in codes if code in _OUTCOMES), otherwise)
        return CallRecord(known, at=parameter.value_date_time) if known else None


def _disposition(record: CallRecord, updated: datetime, directory: Directory) -> Disposition:
    return Disposition(
        outcome=record.outcome,
        by=directory.party(Reference(record.by, record.name)) or Party("", record.name),
        at=instant(record.at) or updated,
        note=record.note,
        messages=tuple(MessageId(message) for message in record.messages),
        operation=OperationId(record.operation) if record.operation else None,
    )
