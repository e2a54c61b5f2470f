"""Which conversations have been judged by rule and need not be again for a while: most of what is late or
watched looks the same from one look to the next, and reading it again would cost milliseconds each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from inbox.domain.by_rule import Known
from inbox.domain.ids import ThreadId
from inbox.store.store import Store
from inbox.store.truth import marks

AHEAD = timedelta(minutes=10)
"""What was found holds for so long, unless the conversation or what one judges by changes."""


class Marks:
    """What conversations look like (`truth.marks`), read again only once something has been written: it takes
    a page of the file for each of their resources."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._as_of: int | None = None
        self._read: dict[ThreadId, int] = {}

    def of(self, threads: Iterable[ThreadId]) -> dict[ThreadId, int]:
        """Those of `threads` that are here, each with its mark."""
        asked, as_of = list(threads), self._store.as_of()
        if as_of != self._as_of:
            self._as_of, self._read = as_of, {}
        self._read |= marks(self._store.reader(), [one for one in asked if one not in self._read])
        return {one: self._read[one] for one in asked if one in self._read}


class _Found(NamedTuple):
    mark: int
    """What the conversation looked like (`truth.marks`)."""
    until: float
    """By the loop's clock."""


class Judged:
    """Belongs to one loop, whose clock `seconds` is."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._found: dict[ThreadId, _Found] = {}
        self._by: tuple[object, ...] = ()

    def begin(self, known: Known, there: Mapping[ThreadId, int]) -> None:
        """A look begins: by these rules and people all is judged anew if they are others than the last time.
        What is not listed any more, or was changed, or judged too long ago, is forgotten."""
        by = (known.promises, tuple(known.staff), tuple(known.covering))
        now, kept = self._seconds(), self._found if by == self._by else {}
        self._by = by
        self._found = {
            thread: one for thread, one in kept.items() if one.until > now and there.get(thread) == one.mark
        }

    def holds(self, thread: ThreadId) -> bool:
        """Whether what was found the last time still holds."""
        return thread in self._found

    def note(self, thread: ThreadId, mark: int) -> None:
        """It has been judged as it is now."""
        self._found[thread] = _Found(mark, self._seconds() + AHEAD.total_seconds())

    def forget(self, thread: ThreadId) -> None:
        """Something was done in it."""
        self._found.pop(thread, None)
