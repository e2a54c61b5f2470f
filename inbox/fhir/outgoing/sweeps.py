"""Looks before closing as outputs of their Task: every station reads Tasks, not everybody reads the trail."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.swept import Swept
from inbox.fhir.codes import SWEPT_OUTPUT, TASK_OUTPUT
from inbox.fhir.incoming.sweeps import SweepRecord
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written


def add_sweeps(fields: Fields, before: Sequence[Swept], after: Sequence[Swept]) -> None:
    """Add the looks that are new, each named by its operation so that a resend is recognised."""
    for one in after:
        if one in before or not one.operation:
            continue
        record = SweepRecord(
            at=written(one.at), by=one.by.ref, name=one.by.name, left=one.left, operation=one.operation
        )
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("output", SWEPT_OUTPUT, TASK_OUTPUT, value)
