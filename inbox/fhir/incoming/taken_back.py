"""Take-backs as a Task's outputs hold them: who took it from whom, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.ids import OperationId
from inbox.domain.people import Party
from inbox.domain.taken_back import TakenBack
from inbox.fhir.codes import TAKEN_BACK_OUTPUT
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Parameter, Reference


class TakenBackRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A take-back as this program writes it: JSON in `valueString`, since an output has one value only."""

    at: str = ""
    by: str = ""
    name: str = ""
    whose: str = ""
    their_name: str = ""
    reason: str = ""
    operation: str = ""


_record = typed.decoder(TakenBackRecord)


def taken_back(
    outputs: Mapping[str, Sequence[Parameter]], updated: datetime, directory: Directory
) -> tuple[TakenBack, ...]:
    """Oldest first; what cannot be read tells nothing."""
    found = []
    for parameter in outputs.get(TAKEN_BACK_OUTPUT, ()):
        try:
            record = _record.decode(parameter.value_string)
        except msgspec.DecodeError:
            continue
        found.append(_taken(record, updated, directory))
    return tuple(sorted(found, key=lambda one: one.at))


def _taken(record: TakenBackRecord, updated: datetime, directory: Directory) -> TakenBack:
    return TakenBack(
        by=_party(record.by, record.name, directory),
        at=instant(record.at) or updated,
        whose=_party(record.whose, record.their_name, directory),
        reason=record.reason,
        operation=OperationId(record.operation) if record.operation else None,
    )


def _party(ref: str, name: str, directory: Directory) -> Party:
    return directory.party(Reference(ref, name)) or Party("", name)
