"""What the thread shows, in the order it happened: messages, internal comments, what rules did, and what is
folded away.

Folded are messages older than the last three, but never one that waits for an answer, one with a red
flag of this item, or one that made this item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.flag import Flag
from inbox.domain.ids import ItemId
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Note

LAST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """The line that stands for what is folded."""

    messages: int
    comments: int
    newest: Message


@dataclass(frozen=True, slots=True)
class Said:
    """A message with the red flags in it, in order and not overlapping."""

    message: Message
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """An internal comment."""

    note: Note


@dataclass(frozen=True, slots=True)
class Ruled:
    """Something that was done without a person."""

    done: ByRule


Part = Fold | Said | Noted | Ruled


def timeline(thread: Thread, item: ItemId, unfolded: bool = False) -> list[Part]:
    """Everything of `thread` as the reader of `item` sees it."""
    messages = thread.messages
    first = 0 if unfolded else _first_shown(thread, item)
    flags = [flag for one in thread.items for flag in one.flags]
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
        parts.append(Said(message, _apart([flag for flag in flags if flag.message == message.id])))
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


def _apart(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """Flags with a span, from left to right; of those that overlap the worst counts."""
    kept: list[Flag] = []
    for flag in sorted(flags, key=lambda flag: (flag.level, flag.start)):
        if 0 <= flag.start < flag.end and all(flag.end <= k.start or flag.start >= k.end for k in kept):
            kept.append(flag)
    return tuple(sorted(kept, key=lambda flag: flag.start))
