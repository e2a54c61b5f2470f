"""Calls about red flags as outputs of their Task: an attempt nobody answered, or what settled the flag."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.disposition import Disposition
from inbox.fhir.codes import CALL_ATTEMPT_OUTPUT, DISPOSITION_OUTPUT, TASK_OUTPUT
from inbox.fhir.incoming.calls import CallRecord
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written


def add_calls(fields: Fields, before: Sequence[Disposition], after: Sequence[Disposition]) -> None:
    """Add the calls that are new, each named by its operation so that a resend is recognised."""
    for call in after:
        if call in before or not call.operation:
            continue
        code = DISPOSITION_OUTPUT if call.outcome.settles else CALL_ATTEMPT_OUTPUT
        record = CallRecord(
            outcome=call.outcome,
            at=written(call.at),
            by=call.by.ref,
            name=call.by.name,
            note=call.note,
            messages=call.messages,
            operation=call.operation,
        )
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("output", code, TASK_OUTPUT, value)
