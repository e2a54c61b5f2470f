"""What one person did about one piece of work: what habits are found in.

A deed is what one command did to one item. A piece of work is what its deeds come to once it has left the
person's hands. Both stay on this station, in the encrypted cache, and are never sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.ids import GroupId, ItemId, PatientId, PersonId, ThreadId
from inbox.domain.operations import AnyOperation, AskVisit, Complete, Reply, Route

MOST: Final = 2_000
"""Deeds of one person kept at once: some weeks of work."""
LONGEST: Final = timedelta(days=60)
"""How long a deed is kept."""

REPLY: Final = "reply"
ROUTE: Final = "route"
CLOSE: Final = "complete"
VISIT: Final = "ask-visit"
_ENDS: Final = frozenset({CLOSE, ROUTE, "escalate", "hold", "snooze", "release", "wrong-patient"})
"""The verbs after which an item is out of the person's hands, for good or for a while."""
_UNMOVED: Final = frozenset({"claim", "put-back", "redue", "withdraw", "keep-time", "sweep"})
"""What goes with all work, or takes something back."""


class Move(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a piece of work, named by its verb."""

    do: str
    to: str = ""
    """The pool by its name, how it was closed, or what visit."""
    reason: str = ""
    """Said with it; two steps are the same whatever the reason."""

    @property
    def same(self) -> tuple[str, str]:
        """What two steps have in common that are the same."""
        return self.do, self.to


class Private(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is one patient's own, in single words, case folded: no offer holds it."""

    names: frozenset[str] = frozenset()
    """Of the patient and of those who write for them. A name may be a word of the language too ("will")."""
    facts: frozenset[str] = frozenset()
    """Their dates, numbers and medicines."""

    @property
    def words(self) -> frozenset[str]:
        """All of it."""
        return self.names | self.facts


class Deed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one command did to one item."""

    group: GroupId
    thread: ThreadId
    item: ItemId
    patient: PatientId
    actor: PersonId
    kind: str
    """Of the work when it was done."""
    at: datetime
    moves: tuple[Move, ...]
    text: str = ""
    """What was written to the patient: as sent until it is `masked`, then without what is the patient's."""
    masked: bool = False
    private: Private = Private()


class Work(msgspec.Struct, frozen=True):
    """A piece of work that one person has finished."""

    kind: str
    item: ItemId
    patient: PatientId
    at: datetime
    """When it left the person's hands."""
    moves: tuple[Move, ...]
    text: str | None = ""
    """What was written, masked; None where that is not known, or it was written in several replies."""
    private: Private = Private()

    @property
    def way(self) -> tuple[tuple[str, str], ...]:
        """Its steps, whatever was written and whatever reason was given."""
        return tuple(move.same for move in self.moves)


def deeds(entries: Iterable[Entry]) -> list[Deed]:
    """What one command did, item by item; nothing where no step of it is anybody's habit."""
    by_item: dict[ItemId, list[Entry]] = {}
    for entry in entries:
        by_item.setdefault(entry.item, []).append(entry)
    return [deed for own in by_item.values() if (deed := _deed(own)) is not None]


def _deed(entries: Sequence[Entry]) -> Deed | None:
    moves = tuple(_move(one.operation) for one in entries if one.operation.verb not in _UNMOVED)
    if not moves:
        return None
    first, written = entries[0], [one.operation.text for one in entries if isinstance(one.operation, Reply)]
    return Deed(
        group=first.group,
        thread=first.thread,
        item=first.item,
        patient=first.patient,
        actor=first.actor,
        kind=first.saw.kind if isinstance(first.saw.kind, str) else "",
        at=first.made_at,
        moves=moves,
        text="\n".join(written),
        masked=not written,
    )


def _move(operation: AnyOperation) -> Move:
    match operation:
        case Route():
            return Move(ROUTE, operation.to.name, operation.reason)
        case Complete():
            return Move(CLOSE, operation.outcome)
        case AskVisit():
            return Move(VISIT, operation.how)
        case _:
            return Move(operation.verb)


def finished(done: Iterable[Deed]) -> list[Work]:
    """The pieces of work that `done` comes to, in the order they were finished. `done`: oldest first.

    What has not left the person's hands yet is none. Work that comes back begins anew.
    """
    under_way: dict[ItemId, list[Deed]] = {}
    found: list[Work] = []
    for deed in done:
        parts = under_way.setdefault(deed.item, [])
        parts.append(deed)
        if any(move.do in _ENDS for move in deed.moves):
            found.append(_work(under_way.pop(deed.item)))
    return found


def _work(parts: Sequence[Deed]) -> Work:
    moves = tuple(move for part in parts for move in part.moves)
    written = [part for part in parts if any(move.do == REPLY for move in part.moves)]
    known = len(written) <= 1 and all(part.masked for part in written)
    return Work(
        kind=parts[0].kind,
        item=parts[0].item,
        patient=parts[0].patient,
        at=parts[-1].at,
        moves=moves,
        text="".join(part.text for part in written) if known else None,
        private=parts[-1].private,
    )
