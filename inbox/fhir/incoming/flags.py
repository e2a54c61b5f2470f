"""Red flags as a Task's inputs hold them, and that somebody dismissed one, as its outputs do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self

import msgspec

from inbox.domain import typed
from inbox.domain.flag import Dismissal, Flag, Place
from inbox.domain.ids import MessageId, OperationId
from inbox.domain.people import Party
from inbox.fhir.codes import DISMISSAL_OUTPUT, FLAG_INPUT
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Parameter, Reference


class StoredFlag(msgspec.Struct, frozen=True, omit_defaults=True):
    """A flag as the portal's contract writes it: JSON in a string, spans in code points.

    A portal says rule, level, message, start and end; this program also where, what it is called and by
    which version of the rules.
    """

    rule: str
    level: int
    message: str = ""
    start: int = 0
    end: int = 0
    place: str = Place.BODY
    which: int = 0
    title: str = ""
    version: int = 0
    rules: str = ""

    @classmethod
    def of(cls, flag: Flag) -> Self:
        """As it is written."""
        return cls(
            rule=flag.rule,
            level=flag.level,
            message=flag.message or "",
            start=flag.start,
            end=flag.end,
            place=flag.place,
            which=flag.which,
            title=flag.title,
            version=flag.version,
            rules=flag.rules,
        )

    @property
    def flag(self) -> Flag:
        """The same in the domain's words."""
        message = Reference(reference=self.message).ref
        return Flag(
            rule=self.rule,
            level=self.level,
            message=MessageId(message) if message else None,
            start=self.start,
            end=self.end,
            place=self.place,
            which=self.which,
            title=self.title,
            version=self.version,
            rules=self.rules,
        )


class DismissalRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dismissal as this program writes it."""

    flag: StoredFlag
    reason: str = ""
    note: str = ""
    withdrawn: bool = False
    at: str = ""
    by: str = ""
    name: str = ""
    operation: str = ""


_flag = typed.decoder(StoredFlag)
_record = typed.decoder(DismissalRecord)


def flags(inputs: Mapping[str, Sequence[Parameter]]) -> tuple[Flag, ...]:
    """The stored flags; one that names no rule and level is kept as a level 1 hit of an unknown rule.

    It was important enough to be stored, so it may not vanish because we cannot read it.
    """
    texts = (parameter.value_string for parameter in inputs.get(FLAG_INPUT, ()))
    return tuple(_read(text) for text in texts if text)


def _read(text: str) -> Flag:
    try:
        return _flag.decode(text).flag
    except msgspec.DecodeError:
        return Flag(rule="unknown", level=1)


def dismissals(
    outputs: Mapping[str, Sequence[Parameter]], updated: datetime, directory: Directory
) -> tuple[Dismissal, ...]:
    """The dismissals among a Task's outputs, in their order. One that cannot be read dismisses nothing."""
    found = []
    for parameter in outputs.get(DISMISSAL_OUTPUT, ()):
        try:
            record = _record.decode(parameter.value_string)
        except msgspec.DecodeError:
            continue
        found.append(_dismissal(record, updated, directory))
    return tuple(found)


def _dismissal(record: DismissalRecord, updated: datetime, directory: Directory) -> Dismissal:
    return Dismissal(
        flag=record.flag.flag,
        by=directory.party(Reference(record.by, record.name)) or Party("", record.name),
        at=instant(record.at) or updated,
        reason=record.reason,
        note=record.note,
        withdrawn=record.withdrawn,
        operation=OperationId(record.operation) if record.operation else None,
    )
