"""Take-backs as outputs of their Task, beside the Provenance: whose it was may not read that one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.taken_back import TakenBack
from inbox.fhir.codes import TAKEN_BACK_OUTPUT, TASK_OUTPUT
from inbox.fhir.incoming.taken_back import TakenBackRecord
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written


def add_taken_back(fields: Fields, before: Sequence[TakenBack], after: Sequence[TakenBack]) -> None:
    """Add those that are new, each named by its operation so that a resend is recognised."""
    for one in after:
        if one in before or not one.operation:
            continue
        record = TakenBackRecord(
            at=written(one.at),
            by=one.by.ref,
            name=one.by.name,
            whose=one.whose.ref,
            their_name=one.whose.name,
            reason=one.reason,
            operation=one.operation,
        )
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("output", TAKEN_BACK_OUTPUT, TASK_OUTPUT, value)
