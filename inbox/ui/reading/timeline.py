"""What the thread shows, in the order it happened: messages, internal comments, what rules did, and what is
folded away.

Folded are messages older than the last three, but never one that waits for an answer, one with a red
flag of this item, or one that made this item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.flagging import Scan
from inbox.domain.ids import ItemId, MessageId
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Note
from inbox.ui.reading.signs import Sign, signs

LAST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """The line that stands for what is folded."""

    messages: int
    comments: int
    newest: Message


@dataclass(frozen=True, slots=True)
class Said:
    """A message with what is marked in it, in order and not overlapping."""

    message: Message
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """An internal comment."""

    note: Note


@dataclass(frozen=True, slots=True)
class Ruled:
    """Something that was done without a person."""

    done: ByRule


Part = Fold | Said | Noted | Ruled
Asks = Mapping[MessageId, Sequence[tuple[int, int]]]
"""Where messages say what they ask for."""


def timeline(
    thread: Thread,
    item: ItemId,
    unfolded: bool = False,
    scan: Scan | None = None,
    asks: Asks | None = None,
) -> list[Part]:
    """Everything of `thread` as the reader of `item` sees it, read with the rules in force."""
    messages = thread.messages
    first = 0 if unfolded else _first_shown(thread, item)
    beside = _beside(thread)
    parts: list[Part] = []
    if first:
        since = messages[first].sent
        folded = [part for at, part in beside if at < since]
        beside = beside[len(folded) :]
        comments = sum(isinstance(part, Noted) for part in folded)
        parts.append(Fold(first, comments, messages[first - 1]))
    for message in messages[first:]:
        while beside and beside[0][0] < message.sent:
            parts.append(beside.pop(0)[1])
        parts.append(Said(message, signs(thread, message, scan, (asks or {}).get(message.id, ()))))
    return [*parts, *(part for _, part in beside)]


def _beside(thread: Thread) -> list[tuple[datetime, Part]]:
    """What stands between the messages, by when it was; making work of a message goes without saying."""
    notes: list[tuple[datetime, Part]] = [
        (note.at, Noted(note)) for one in thread.items for note in one.notes
    ]
    rules: list[tuple[datetime, Part]] = [
        (done.at, Ruled(done)) for one in thread.items for done in one.by_rule if done.act
    ]
    return sorted([*notes, *rules], key=lambda dated: dated[0])


def _first_shown(thread: Thread, item: ItemId) -> int:
    there = thread.item(item)
    needed = {*there.triggers, *(flag.message for flag in there.flags)} if there else set()
    first = min(len(thread.messages) - LAST_SHOWN, len(thread.messages) - thread.unanswered)
    wanted = [at for at, message in enumerate(thread.messages) if message.id in needed]
    first = max(min([first, *wanted]), 0)
    return first if first > 1 else 0
