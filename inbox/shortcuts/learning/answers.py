"""What somebody has said to offers: a refused one stays refused, also when its words change a little.

Of a habit only digests of its words are kept here: they outlive what was remembered of the work itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

import msgspec

from inbox.domain import typed
from inbox.shortcuts.learning.habits import Habit

LATER: Final = timedelta(hours=20)
"""How long "later" lasts: it is not asked again on the same day."""
_SAME: Final = 0.5
"""Words in common, of all the words of two habits, from which on they are one."""


class Answer(msgspec.Struct, frozen=True):
    """One offer and what was said to it."""

    kind: str
    way: tuple[tuple[str, str], ...]
    words: frozenset[str]
    until: datetime | None
    """Not to be asked before; None: never again."""

    def is_about(self, habit: Habit) -> bool:
        """Whether `habit` is the one it was said to."""
        if (self.kind, self.way) != (habit.kind, habit.way):
            return False
        theirs = _digests(habit)
        return len(self.words & theirs) >= _SAME * len(self.words | theirs)


class Answers(msgspec.Struct, frozen=True):
    """All that somebody has said."""

    said: tuple[Answer, ...] = ()

    def refuses(self, habit: Habit) -> bool:
        """Whether it is never to be offered again."""
        return any(one.until is None and one.is_about(habit) for one in self.said)

    def waits(self, habit: Habit, now: datetime) -> bool:
        """Whether it is not to be asked now."""
        return any((one.until is None or now < one.until) and one.is_about(habit) for one in self.said)

    def refused(self, habit: Habit) -> Answers:
        """The same with a no for ever."""
        return self._with(habit, None)

    def later(self, habit: Habit, now: datetime) -> Answers:
        """The same with a not now."""
        return self._with(habit, now + LATER)

    def _with(self, habit: Habit, until: datetime | None) -> Answers:
        others = tuple(one for one in self.said if not one.is_about(habit))
        return Answers((*others, Answer(habit.kind, habit.way, _digests(habit), until)))

    def encoded(self) -> bytes:
        """As it is kept."""
        return msgspec.json.encode(self)


def decoded(kept: bytes | None) -> Answers:
    """`Answers.encoded` undone; nothing said where nothing was kept."""
    return Answers() if kept is None else typed.decode(kept, Answers)


def _digests(habit: Habit) -> frozenset[str]:
    return frozenset(blake2b(word.encode(), digest_size=8).hexdigest() for word in habit.body)
