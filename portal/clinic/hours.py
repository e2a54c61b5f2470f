"""When the clinic is open, and arithmetic in open time (product.md §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

ZONE_NAME = "America/Chicago"
ZONE = ZoneInfo(ZONE_NAME)

Block = tuple[time, time]
"""Opening and closing time of one stretch; closing at 00:00 means midnight at the end of that day."""

OFFICE_DAY: tuple[Block, ...] = ((time(8), time(12)), (time(13), time(17)))
LONG_DAY: tuple[Block, ...] = ((time(7, 30), time(18)),)
ALL_DAY: tuple[Block, ...] = ((time(0), time(0)),)

_OBSERVED = (
    "New Year's Day",
    "Martin Luther King Jr. Day",
    "Memorial Day",
    "Juneteenth National Independence Day",
    "Independence Day",
    "Labor Day",
    "Thanksgiving Day",
    "Christmas Day",
)


@lru_cache(maxsize=16)
def closures(year: int) -> dict[date, str]:
    """The days of a year on which the clinic stays closed, with what they are called."""
    calendar = holidays.country_holidays("US", years=year)
    return {day: name for day, name in sorted(calendar.items()) if name.startswith(_OBSERVED)}


@dataclass(frozen=True)
class Hours:
    """Weekly opening hours in the clinic's time zone; `week[0]` is Monday's blocks."""

    week: tuple[tuple[Block, ...], ...]
    keeps_holidays: bool = True

    def blocks(self, on: date) -> list[tuple[datetime, datetime]]:
        """The open stretches of a day, in UTC, so that a clock change inside one counts real hours."""
        if self.keeps_holidays and on in closures(on.year):
            return []
        return [_stretch(on, block) for block in self.week[on.weekday()]]

    def is_open(self, at: datetime) -> bool:
        """Whether somebody works then."""
        return any(start <= at < end for start, end in self.blocks(at.astimezone(ZONE).date()))

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when open, else the next opening."""
        return next(max(start, at) for start, end in self._forwards(at) if end > at)

    def add(self, at: datetime, open_time: timedelta) -> datetime:
        """The moment `open_time` of open hours after `at`."""
        for start, end in self._forwards(at):
            begin = max(start, at)
            if end <= begin:
                continue
            if open_time <= end - begin:
                return begin + open_time
            open_time -= end - begin
        raise AssertionError("a week without hours")

    def back(self, at: datetime, open_time: timedelta) -> datetime:
        """The moment `open_time` of open hours before `at`; always inside open hours."""
        today = at.astimezone(ZONE).date()
        for offset in range(400):
            for start, end in reversed(self.blocks(today - timedelta(days=offset))):
                finish = min(end, at)
                if finish <= start:
                    continue
                if open_time < finish - start:
                    return finish - open_time
                open_time -= finish - start
        raise AssertionError("a week without hours")

    def add_days(self, at: datetime, days: int) -> datetime:
        """The same clock time on the `days`-th following open day.

        Closed then: that day's first opening if that is later, else the end of the last block before.
        """
        received = self.next_opening(at).astimezone(ZONE)
        on = received.date()
        while days:
            on += timedelta(days=1)
            days -= bool(self.blocks(on))
        wanted = datetime.combine(on, received.time(), ZONE).astimezone(UTC)
        due = self.blocks(on)[0][0]
        for start, end in self.blocks(on):
            if start <= wanted:
                due = min(wanted, end)
        return due

    def _forwards(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = at.astimezone(ZONE).date()
        for offset in range(400):
            yield from self.blocks(first + timedelta(days=offset))


def _stretch(on: date, block: Block) -> tuple[datetime, datetime]:
    opens, closes = block
    until = on + timedelta(days=1) if closes == time(0) else on
    return (
        datetime.combine(on, opens, ZONE).astimezone(UTC),
        datetime.combine(until, closes, ZONE).astimezone(UTC),
    )


def weekly(weekdays: tuple[Block, ...], saturday: tuple[Block, ...] = ()) -> Hours:
    """Hours that are the same from Monday to Friday, with perhaps a Saturday."""
    return Hours((*(weekdays,) * 5, saturday, ()))


OFFICE = weekly(OFFICE_DAY)
OFFICE_AND_SATURDAY = weekly(OFFICE_DAY, ((time(9), time(13)),))
LONG_OFFICE = weekly(LONG_DAY)
ALWAYS = Hours((ALL_DAY,) * 7, keeps_holidays=False)
