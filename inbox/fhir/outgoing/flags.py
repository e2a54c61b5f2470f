"""Red flags as inputs of their Task, and their dismissals as outputs: only ever added to."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.flag import Dismissal, Flag
from inbox.fhir.codes import DISMISSAL_OUTPUT, FLAG_INPUT, TASK_INPUT, TASK_OUTPUT
from inbox.fhir.incoming.flags import DismissalRecord, StoredFlag
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written


def add_flags(fields: Fields, flags: Sequence[Flag]) -> None:
    """Store the flags that this station found and nobody has stored yet."""
    for flag in flags:
        if flag.found_here:
            value = {"valueString": msgspec.json.encode(StoredFlag.of(flag)).decode()}
            fields.add_parameter("input", FLAG_INPUT, TASK_INPUT, value)


def add_dismissals(fields: Fields, before: Sequence[Dismissal], after: Sequence[Dismissal]) -> None:
    """Add the dismissals that are new, each named by its operation so that a resend is recognised."""
    for one in after:
        if one in before or not one.operation:
            continue
        record = DismissalRecord(
            flag=StoredFlag.of(one.flag),
            reason=one.reason,
            note=one.note,
            withdrawn=one.withdrawn,
            at=written(one.at),
            by=one.by.ref,
            name=one.by.name,
            operation=one.operation,
        )
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("output", DISMISSAL_OUTPUT, TASK_OUTPUT, value)
