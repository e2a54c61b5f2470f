"""Open hours of a week and what closes them, in minutes by the clock on the clinic's wall."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Annotated

import msgspec

from inbox.domain.errors import InboxError
from inbox.domain.words import tr

DAY = 24 * 60
"""Minutes from one midnight to the next, by the clock on the wall."""


class CalendarError(InboxError, ValueError):
    """A calendar that cannot say when it is open."""


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open time on one weekday (0 Monday … 6 Sunday), in minutes since midnight; 1440 is 24:00."""

    day: Annotated[int, msgspec.Meta(ge=0, le=6)]
    start_min: Annotated[int, msgspec.Meta(ge=0, le=DAY)]
    end_min: Annotated[int, msgspec.Meta(ge=0, le=DAY)]

    def __post_init__(self) -> None:
        if not (0 <= self.day <= 6 and 0 <= self.start_min < self.end_min <= DAY):
            raise CalendarError(
                tr(
                    "Open hours must end after they start, on one day from 0 to 6: not day {day}, "
                    "minutes {start} to {end}.",
                    day=self.day,
                    start=self.start_min,
                    end=self.end_min,
                )
            )


class Closure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Closed without a break from `from_min` of the `first` day until `until_min` of the `last` day."""

    first: date
    last: date
    reason: str = ""
    from_min: int = 0
    until_min: int = DAY

    def __post_init__(self) -> None:
        if (self.first, self.from_min) >= (self.last, self.until_min):
            raise CalendarError(
                tr(
                    "The closure from {first} to {last} ends before it starts.",
                    first=self.first,
                    last=self.last,
                )
            )

    def minutes_of(self, day: date) -> tuple[int, int] | None:
        """From which minute to which it closes `day`; None if it leaves that day alone."""
        if not self.first <= day <= self.last:
            return None
        return self.from_min if day == self.first else 0, self.until_min if day == self.last else DAY


def weekly_blocks(days: Iterable[int], opens: time | None = None, closes: time | None = None) -> list[Block]:
    """The same open hours on several weekdays; without times, all day.

    Closing at 00:00 means the midnight after. A closing at or before the opening lies on the next day.
    """
    start = opens.hour * 60 + opens.minute if opens else 0
    end = (closes.hour * 60 + closes.minute if closes else 0) or DAY
    if start < end:
        return [Block(day, start, end) for day in days]
    return [block for day in days for block in (Block(day, start, DAY), Block((day + 1) % 7, 0, end))]


def open_minutes(day: date, blocks: Iterable[Block], closures: Iterable[Closure]) -> list[tuple[int, int]]:
    """From which minute to which it is open on a `day`, in order; adjoining blocks are one."""
    shut = [minutes for closure in closures if (minutes := closure.minutes_of(day))]
    return _less(_joined(block for block in blocks if block.day == day.weekday()), shut)


def _joined(blocks: Iterable[Block]) -> list[tuple[int, int]]:
    """The minutes that blocks of one day cover, in order; overlapping and adjoining ones become one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((block.start_min, block.end_min) for block in blocks):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _less(open_minutes: list[tuple[int, int]], shut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of `open_minutes` once the `shut` minutes are taken out."""
    for first, last in shut:
        open_minutes = [
            (start, end)
            for opens, closes in open_minutes
            for start, end in ((opens, min(closes, first)), (max(opens, last), closes))
            if start < end
        ]
    return open_minutes
