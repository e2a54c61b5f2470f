"""What the days before tell about this one: what comes at which hour, and how fast work is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import msgspec

from inbox.domain.ids import PoolId

ENOUGH_DAYS = 10
"""Days of work without which nothing is foretold."""
_PULL = 3.0
"""How many days' worth the mean of all weekdays counts beside one weekday's own."""
_SLOWEST = 0.2
"""Nobody is taken to give less of their time than this share."""


class Past(msgspec.Struct, frozen=True):
    """One day that is over. `arrived` counts by pool, kind and hour by the clock; `done` is the expected
    minutes of what was closed, `staffed` the minutes people were on duty."""

    day: date
    arrived: Mapping[tuple[PoolId, str, int], int]
    done: float
    staffed: float

    @property
    def came(self) -> int:
        """All that arrived."""
        return sum(self.arrived.values())


class History:
    """The days of work before today, oldest first."""

    def __init__(self, days: Sequence[Past]) -> None:
        self.days = [day for day in days if day.came and day.staffed > 0]

    @property
    def is_enough(self) -> bool:
        """Whether anything can be said from it."""
        return len(self.days) >= ENOUGH_DAYS

    def rates(self, weekday: int) -> dict[tuple[PoolId, str, int], float]:
        """Expected arrivals by pool, kind and hour: of that weekday, drawn to the mean of all days."""
        own = [day for day in self.days if day.day.weekday() == weekday]
        every, these = defaultdict[tuple[PoolId, str, int], float](float), defaultdict[object, float](float)
        for day in self.days:
            for slot, count in day.arrived.items():
                every[slot] += count / len(self.days)
        for day in own:
            for slot, count in day.arrived.items():
                these[slot] += count
        return {slot: (these[slot] + _PULL * mean) / (len(own) + _PULL) for slot, mean in every.items()}

    @cached_property
    def busyness(self) -> list[float]:
        """Of each day, how many times the expected number arrived: how much days differ."""
        expected = {weekday: sum(self.rates(weekday).values()) for weekday in range(7)}
        return [day.came / expected[day.day.weekday()] for day in self.days]

    @cached_property
    def pace(self) -> list[float]:
        """The share of their time that people gave to this work, of the busier two thirds of the days.

        On a quiet day work runs out, and says nothing about how fast it could have been done.
        """
        shares = sorted(day.done / day.staffed for day in self.days)
        return [min(1.0, max(_SLOWEST, share)) for share in shares[len(shares) // 3 :]]
