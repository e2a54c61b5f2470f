"""Looks before closing as a Task's outputs hold them: who looked and when, and why it was left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.ids import OperationId
from inbox.domain.people import Party
from inbox.domain.swept import Swept
from inbox.fhir.codes import SWEPT_OUTPUT
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Parameter, Reference


class SweepRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A look as this program writes it: JSON in `valueString`, since an output has one value only."""

    at: str = ""
    by: str = ""
    name: str = ""
    left: str = ""
    operation: str = ""


_record = typed.decoder(SweepRecord)


def sweeps(
    outputs: Mapping[str, Sequence[Parameter]], updated: datetime, directory: Directory
) -> tuple[Swept, ...]:
    """The looks, oldest first. One that cannot be read counts for none: the item is looked at again."""
    found = []
    for parameter in outputs.get(SWEPT_OUTPUT, ()):
        try:
            record = _record.decode(parameter.value_string)
        except msgspec.DecodeError:
            continue
        by = directory.party(Reference(record.by, record.name)) or Party("", record.name)
        operation = OperationId(record.operation) if record.operation else None
        found.append(Swept(by, instant(record.at) or updated, record.left, operation))
    return tuple(sorted(found, key=lambda one: one.at))
