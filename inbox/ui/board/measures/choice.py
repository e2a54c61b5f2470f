"""What of the measures is asked for, and how one goes on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from inbox.domain.measures import Lines, Scope
from inbox.domain.words import mark, tr, trn

PERIODS: Final = (1, 7, 14, 30)
"""Days, today among them."""
_LINES = {Lines.POOLS: mark("by pool"), Lines.KINDS: mark("by kind of work"), Lines.PEOPLE: mark("by person")}


class Choice(msgspec.Struct, frozen=True):
    """Period, lines, and one pool or all of them. `only`: whose work counts, where it is not everybody's."""

    days: int = 7
    lines: Lines = Lines.POOLS
    pool: str = ""
    only: str = ""

    @property
    def scope(self) -> Scope:
        """The work that is looked at."""
        return Scope(pool=self.pool, person=self.only)

    @property
    def period(self) -> str:
        """The period in words."""
        return tr("today") if self.days == 1 else trn("last {n} day", "last {n} days", self.days)

    @property
    def grouping(self) -> str:
        """What each line is, in words."""
        return tr(_LINES[self.lines])

    def next_period(self) -> Choice:
        """With the next longer period, after the longest the shortest."""
        days = PERIODS[(PERIODS.index(self.days) + 1) % len(PERIODS)]
        return msgspec.structs.replace(self, days=days)

    def next_lines(self) -> Choice:
        """With other lines; people are compared only where everybody's work is seen."""
        offered = [lines for lines in Lines if not (self.only and lines is Lines.PEOPLE)]
        return msgspec.structs.replace(self, lines=offered[(offered.index(self.lines) + 1) % len(offered)])

    def next_pool(self, pools: Sequence[str]) -> Choice:
        """With the next pool of these, after the last one all."""
        order = ["", *pools]
        at = order.index(self.pool) if self.pool in order else 0
        return msgspec.structs.replace(self, pool=order[(at + 1) % len(order)])
