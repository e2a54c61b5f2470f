"""A red flag on an obligation: which rule, where in which message, and whether a person has dismissed it.

Flags are the union of what the server stores and what the rules of this station find. Only a person takes
one away, and says why; it stays to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from inbox.domain.ids import MessageId, OperationId
from inbox.domain.people import Party, Role
from inbox.domain.words import tr

CALL_LEVELS = (1, 2)
"""Levels of a red flag that are settled by a call and by nothing else."""
LEAST_SERIOUS = 3
"""A hit of a higher level is routine: marked in the text, but no flag."""
SETTLING_ROLES = frozenset({Role.RN, Role.PRESCRIBER})
"""Who may settle a flag or dismiss it (product.md §8)."""


class Place(StrEnum):
    """Which of a message's texts a span counts in."""

    SUBJECT = "subject"
    BODY = "body"
    ATTACHMENT = "attachment"


class Flag(msgspec.Struct, frozen=True):
    """A red-flag hit: rule, level 1 (worst) to 4, and its span in code points, end exclusive."""

    rule: str
    level: int
    message: MessageId | None = None
    start: int = 0
    end: int = 0
    place: str = Place.BODY
    """A `Place`; the span counts in that text."""
    which: int = 0
    """Of several attachments, the one whose name it is in, from 0."""
    title: str = ""
    """What a nurse would call it; empty where whoever stored it did not say."""
    version: int = 0
    """Of the rule, which rises when its meaning changes; 0 where whoever stored it did not say."""
    rules: str = ""
    """The version of all the rules that were in force."""
    found_here: bool = False
    """Found by this station's rules and not stored yet: written with the first action on the item."""

    def same_as(self, other: Flag) -> bool:
        """Whether two flags are one: the same rule, and spans that overlap; no span means all of the text."""
        if (self.rule, self.message, self.place, self.which) != (
            other.rule,
            other.message,
            other.place,
            other.which,
        ):
            return False
        whole = self.start >= self.end or other.start >= other.end
        return whole or (self.start < other.end and other.start < self.end)


class Dismissal(msgspec.Struct, frozen=True):
    """That somebody dismissed a flag, or (`withdrawn`) that somebody raised it again. The last one counts."""

    flag: Flag
    by: Party
    at: datetime
    reason: str = ""
    """A code of the site's list."""
    note: str = ""
    withdrawn: bool = False
    operation: OperationId | None = None


def union(stored: Iterable[Flag], found: Iterable[Flag]) -> tuple[Flag, ...]:
    """All flags once: what is stored stays as it is, what only the rules here find is added.

    Of what is the same the more serious counts, so that a rule whose level was raised tells.
    """
    every = list(stored)
    for flag in found:
        known = [one for one in every if one.same_as(flag)]
        if not known:
            every.append(flag)
        elif flag.level < min(one.level for one in known):
            every[every.index(known[0])] = msgspec.structs.replace(known[0], level=flag.level)
    return tuple(every)


def dismissal_of(flag: Flag, records: Iterable[Dismissal]) -> Dismissal | None:
    """The dismissal of `flag` that stands; None when nobody dismissed it, or somebody raised it again."""
    about = [record for record in records if record.flag.same_as(flag)]
    return about[-1] if about and not about[-1].withdrawn else None


def not_to_dismiss(role: Role) -> str:
    """Why somebody in `role` may not dismiss a flag, as a sentence; empty when they may."""
    return "" if role in SETTLING_ROLES else tr("Only an RN or prescriber can dismiss a red flag.")
