"""Following what happens to a text: what an edit replaced, and which fields a former text had."""

from __future__ import annotations

from collections import OrderedDict

from inbox.shortcuts.phrases.expansion import Expansion, Field
from inbox.ui.reading.utf16 import points

REMEMBERED = 100
"""States of a text whose fields undo can bring back."""

Hint = tuple[int, int, int]
"""Where Qt says that a document changed: position, removed and added UTF-16 units."""
NO_HINT: Hint = (0, 0, 0)


def edit(old: str, new: str, hint: Hint = NO_HINT) -> tuple[int, int, str]:
    """What was replaced in `old` (code points from, to) by what. A wrong hint is ignored."""
    at, removed, added = hint
    start = points(old, at)
    end, stop = points(old, at + removed), points(new, at + added)
    if old[:start] + new[start:stop] + old[end:] == new:
        return start, end, new[start:stop]
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - tail, new[start : len(new) - tail]


class Memory:
    """The fields of former states of one reply, found by their text."""

    def __init__(self) -> None:
        self._fields: OrderedDict[str, tuple[Field, ...]] = OrderedDict()

    def forget(self) -> None:
        """Another reply begins."""
        self._fields.clear()

    def keep(self, reply: Expansion) -> None:
        """Remember this state; the oldest goes."""
        self._fields[reply.text] = reply.fields
        self._fields.move_to_end(reply.text)
        while len(self._fields) > REMEMBERED:
            self._fields.popitem(last=False)

    def find(self, text: str) -> Expansion | None:
        """The state with that text."""
        return Expansion(text, self._fields[text]) if text in self._fields else None
