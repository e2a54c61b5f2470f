"""Re-classes as outputs of their Task, beside the Provenance: not everybody may read that one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.sorting import Sorting
from inbox.fhir.codes import RECLASS_OUTPUT, TASK_OUTPUT
from inbox.fhir.incoming.sortings import SortingRecord
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written


def add_sortings(fields: Fields, before: Sequence[Sorting], after: Sequence[Sorting]) -> None:
    """Add the re-classes that are new, each named by its operation so that a resend is recognised."""
    for one in after:
        if one in before or not one.operation:
            continue
        record = SortingRecord(
            kind=one.kind,
            was=one.was,
            at=written(one.at),
            by=one.by.ref,
            name=one.by.name,
            reason=one.reason,
            operation=one.operation,
        )
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("output", RECLASS_OUTPUT, TASK_OUTPUT, value)
