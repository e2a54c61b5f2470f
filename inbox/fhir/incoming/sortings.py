"""Re-classes as a Task's outputs hold them: who said what kind of work it is, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.ids import OperationId
from inbox.domain.people import Party
from inbox.domain.sorting import Sorting
from inbox.fhir.codes import RECLASS_OUTPUT
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Parameter, Reference


class SortingRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A re-class as this program writes it: JSON in `valueString`, since an output has one value only."""

    kind: str
    was: str = ""
    at: str = ""
    by: str = ""
    name: str = ""
    reason: str = ""
    operation: str = ""


_record = typed.decoder(SortingRecord)


def sortings(
    outputs: Mapping[str, Sequence[Parameter]], updated: datetime, directory: Directory
) -> tuple[Sorting, ...]:
    """The re-classes, oldest first; what cannot be read tells nothing, and changes no kind."""
    found = []
    for parameter in outputs.get(RECLASS_OUTPUT, ()):
        try:
            record = _record.decode(parameter.value_string)
        except msgspec.DecodeError:
            continue
        found.append(_sorting(record, updated, directory))
    return tuple(sorted(found, key=lambda one: one.at))


def _sorting(record: SortingRecord, updated: datetime, directory: Directory) -> Sorting:
    return Sorting(
        kind=record.kind,
        was=record.was,
        by=directory.party(Reference(record.by, record.name)) or Party("", record.name),
        at=instant(record.at) or updated,
        reason=record.reason,
        operation=OperationId(record.operation) if record.operation else None,
    )
