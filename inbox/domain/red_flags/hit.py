"""What a rule found: which rule, where exactly, and how the words around it read."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal[1, 2, 3, 4]
"""1 emergency now, 2 call within the hour and see within four, 3 same or next day, 4 routine."""
FLAG_LEVELS: frozenset[Level] = frozenset((1, 2, 3))
Place = Literal["subject", "body", "attachment"]


class Hit(msgspec.Struct, frozen=True):
    """One match of one rule.

    `start` and `end` count Unicode code points from 0, the end exclusive, in the text of `place` (of the
    attachment's name numbered `which` from 0); `words` are those code points as the patient wrote them.
    """

    rule: str
    version: int
    group: str
    title: str
    level: Level
    place: Place
    start: int
    end: int
    words: str
    which: int = 0
    negated: bool = False
    """Denied ("no chest pain"), or said to be over ("the bleeding has stopped")."""
    history: bool = False
    """Long ago, and not said to be back."""
    third_person: bool = False
    """Somebody else's past: family history. A relative in danger now is not set aside."""
    asked: bool = False
    """Asked about in general ("what if I get chest pain?")."""
    figurative: bool = False
    """A figure of speech ("I nearly had a heart attack when I saw the bill")."""

    @property
    def set_aside(self) -> bool:
        """Whether the words around it say that it is no present danger."""
        return self.negated or self.history or self.third_person or self.asked or self.figurative

    @property
    def is_flag(self) -> bool:
        """Whether it is to be acted on: a level of 1 to 3 that nothing in the text sets aside."""
        return self.level in FLAG_LEVELS and not self.set_aside
