"""Whether the server kept what it took: what was asked for against what came back, field by field.

Some servers answer 200 and quietly leave as they were the fields that a policy makes read-only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from inbox.domain.entries import Entry
from inbox.domain.field_words import KIND, RECORD
from inbox.domain.ids import ItemId, OperationId
from inbox.domain.operations import Reply
from inbox.domain.operations.base import same_moment, same_promise
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.work_item import Holding, Promise

BESIDES = frozenset({"first_action", "promise", "hold_reason", "outcome", "answer", "closed_at"})
"""What is written along with what somebody asked for. Where a server never keeps one of these, it is told
once and lived with; who holds an item, and in which state, is the thing itself."""


def not_kept(
    done: Sequence[Entry], before: Thread, after: Thread, read: Collection[ItemId]
) -> dict[OperationId, list[str]]:
    """Which fields that `done` asked for on top of `before` are otherwise in `after`, by who set them last.

    Only items that were `read` since are judged. A reply was made, so nothing of it is judged: its files
    have another address with every read, and it must never be sent again.
    """
    shown, asked = before, dict[tuple[ItemId, str], OperationId]()
    for entry in done:
        was, shown = shown, entry.operation.apply(shown, entry.stamp)
        asked |= {(entry.item, name): entry.id for name in _different(was, shown, entry.item)}
    found: dict[OperationId, list[str]] = {}
    for (item, name), operation in asked.items():
        if item in read and name in _different(shown, after, item):
            found.setdefault(operation, []).append(name)
    for entry in done:
        records = entry.operation.traceable and not isinstance(entry.operation, Reply)
        if records and entry.item in read and not entry.operation.done_in(after, entry.stamp):
            found.setdefault(entry.id, []).append(RECORD)
    return found


def _different(one: Thread, other: Thread, item: ItemId) -> list[str]:
    """In what of an item two threads differ: its holding, its kind. Nothing where one does not have it."""
    ours, theirs = one.item(item), other.item(item)
    if ours is None or theirs is None:
        return []
    names = Holding.__struct_fields__
    found = [n for n in names if not _same(n, getattr(ours.holding, n), getattr(theirs.holding, n))]
    return found if ours.kind == theirs.kind else [*found, KIND]


def _same(name: str, one: object, other: object) -> bool:
    if name in ("owner", "pool"):
        return _ref(one) == _ref(other)
    if name == "promise":
        assert isinstance(one, Promise | None) and isinstance(other, Promise | None)
        return same_promise(one, other)
    if isinstance(one, datetime) and isinstance(other, datetime):
        return same_moment(one, other)
    if name == "answer":  # ours by its operation until the server has named it
        return (one is None) == (other is None)
    return one == other


def _ref(party: object) -> str:
    """Whom it names. A kind of staff (`system|code`) is not kept as an owner."""
    return party.ref if isinstance(party, Party) and "|" not in party.ref else ""
