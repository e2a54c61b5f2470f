"""What the clinic owes for messages that nobody made work of, and which of two equal pieces of work stays.

Some portals post only messages. Every signed-in station then makes the same work of them, under the same
name, so that however many see a message first, one piece of work comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from inbox.domain.ids import ItemId, MessageId, ThreadId
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import BESIDE, ByRule, Kind, Stage, WorkItem

INTAKE = "intake@1"
"""The rule that makes work of a message."""
ROUTED = "routed@1"
"""The rule that gives new work to whom the site's routing rules name."""
EARLIEST_STAYS = "earliest-stays@1"
"""The rule that cancels what was made twice."""

CLOSING = timedelta(minutes=5)
"""A message sent so shortly before work was closed may not have been seen by whoever closed it."""
_SAME_MOMENT = timedelta(seconds=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_VOID = frozenset({"cancelled", "rejected", "failed", "entered-in-error"})


class Obligation(msgspec.Struct, frozen=True):
    """The names that a piece of work has on the server, and how it came to be."""

    item: ItemId
    names: frozenset[str]
    """As in `thread#message`."""
    made: ByRule | None = None
    """None: not by a rule of this program, so the portal or a person made it."""


def name_of(thread: Thread, first: MessageId) -> str:
    """The name of the work that a message opens: the same wherever it is made."""
    return f"{_id(thread.id)}#{_id(first)}"


def split_name(thread: ThreadId, message: MessageId, number: int) -> str:
    """The name of the work that is split off from what a message opened."""
    return f"{_id(thread)}#{_id(message)}/{number}"


def is_split_off(item: WorkItem) -> bool:
    """Whether it was split off from other work of its thread."""
    return any("/" in name.partition("#")[2] for name in item.names)


def is_void(item: WorkItem) -> bool:
    """Whether it was cancelled rather than done."""
    return item.holding.status in _VOID


def number_for(thread: Thread, message: MessageId, kind: str) -> int:
    """The number that work of `kind` split off from `message` gets.

    It follows from the kind, so that two stations that split off the same make one piece of work, and two
    that split off different things make two. What was cancelled keeps its number.
    """
    kinds = [str(one) for one in Kind]
    number = kinds.index(kind) + 1 if kind in kinds else len(kinds) + 1
    taken = {name for item in thread.items if is_void(item) for name in item.names}
    while split_name(thread.id, message, number) in taken:
        number += len(kinds) + 1
    return number


def unmet(thread: Thread) -> tuple[Message, ...]:
    """The patient's messages since the clinic last answered that belong to no work, oldest first.

    Closed work counts for what the patient had written until then, named or not, but for the last minutes.
    """
    items = [item for item in thread.items if item.kind not in BESIDE]
    named = {message for item in items for message in item.triggers}
    begun = [item.arrived for item in items]
    ended = [item.holding.closed_at for item in items if item.stage is Stage.DONE]
    handled = max((at for at in ended if at), default=_LONG_AGO) - CLOSING
    waiting = thread.messages[len(thread.messages) - thread.unanswered :]
    return tuple(
        message
        for message in waiting
        if message.id not in named
        and message.sent > handled
        and all(abs(message.sent - at) > _SAME_MOMENT for at in begun)
    )


def open_work(thread: Thread) -> WorkItem | None:
    """The open work that a further message joins, what was split off last; no physician's review, say."""
    open_ = [item for item in thread.items if item.stage is not Stage.DONE and item.parent is None]
    return min((item for item in open_ if item.kind not in BESIDE), key=is_split_off, default=None)


def twice(thread: Thread, obligations: Iterable[Obligation]) -> tuple[ItemId, ItemId] | None:
    """A piece of work to cancel, and the one of the same name that stays; None when none is twice.

    The earliest made stays, the portal's own before any station's; every station judges alike. Only what
    a rule made is cancelled, and only while nobody has it; where a later one was completed, that counts.
    """
    items = {item.id: item for item in thread.items if not is_void(item)}
    by_name: dict[str, list[Obligation]] = {}
    for one in sorted(obligations, key=_age):
        if one.item in items:
            for name in one.names or _without_name(thread, items[one.item]):
                by_name.setdefault(name, []).append(one)
    for first, *later in by_name.values():
        for one in later:
            if one.made and items[one.item].stage is Stage.UNCLAIMED:
                return one.item, first.item
            done = items[one.item].stage is Stage.DONE
            if first.made and done and items[first.item].stage is Stage.UNCLAIMED:
                return first.item, one.item
    return None


def _without_name(thread: Thread, item: WorkItem) -> frozenset[str]:
    """The name that work would have that a portal gave none: that of the message it is about."""
    opened = (m.id for m in thread.messages if abs(m.sent - item.arrived) <= _SAME_MOMENT)
    first = next(iter((*item.triggers, *opened)), None)
    return frozenset({name_of(thread, first)} if first and item.parent is None else ())


def _age(one: Obligation) -> tuple[bool, datetime, str]:
    return one.made is not None, one.made.at if one.made else _LONG_AGO, one.item


def _id(ref: str) -> str:
    return ref.partition("/")[2]
