"""What the thread shows, in the order it happened: messages, internal comments, and what is folded away.

Folded are messages older than the last three, but never one that waits for an answer, one with a red
flag of this item, or one that made this item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.domain.flag import Flag
from inbox.domain.ids import ItemId
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import Note

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


Part = Fold | Said | Noted


def timeline(thread: Thread, item: ItemId, unfolded: bool = False) -> list[Part]:
    """Everything of `thread` as the reader of `item` sees it."""
    messages = thread.messages
    first = 0 if unfolded else _first_shown(thread, item)
    flags = [flag for one in thread.items for flag in one.flags]
    notes = sorted((note for one in thread.items for note in one.notes), key=lambda note: note.at)
    parts: list[Part] = []
    if first:
        since = messages[first].sent
        folded = [note for note in notes if note.at < since]
        notes = notes[len(folded) :]
        parts.append(Fold(first, len(folded), messages[first - 1]))
    for message in messages[first:]:
        while notes and notes[0].at < message.sent:
            parts.append(Noted(notes.pop(0)))
        parts.append(Said(message, _apart([flag for flag in flags if flag.message == message.id])))
    return [*parts, *map(Noted, notes)]


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
