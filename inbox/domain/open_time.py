"""A block of hours in a week, by the clock on the clinic's wall."""

from __future__ import annotations

from datetime import datetime, time

import msgspec


class OpenTime(msgspec.Struct, frozen=True):
    """A block of open time on one weekday (0 Monday … 6 Sunday); `end` None means midnight after."""

    day: int
    start: time
    end: time | None

    def covers(self, at: datetime) -> bool:
        """Whether `at`, a local time, lies in it."""
        return at.weekday() == self.day and self.start <= at.time() and (not self.end or at.time() < self.end)
