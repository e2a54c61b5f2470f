"""When a pool is open, and open time counted from there.

Every instant that goes in is aware; every instant that comes out is in UTC. Open time is real time:
an hour the clocks skip is not counted, an hour they repeat counts twice. A stretch of open time runs
from its opening up to, not including, its closing; a due time may be the very instant of closing.
Source of the rules for hours and business days: the clinic's promises, "Arithmetic".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.errors import InboxError

DAY = 24 * 60
"""Minutes from one midnight to the next, by the clock on the wall."""

LONGEST_CLOSURE = 400
"""Days in a row without an opening after which a calendar is taken for a mistake."""

_ONE_DAY = timedelta(days=1)
_REMEMBERED_DAYS = 4000

Span = tuple[datetime, datetime]
"""A stretch of open time in UTC: its opening, and its closing (exclusive)."""


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
                f"A block of open time needs a day from 0 to 6 and minutes with 0 <= start < end <= {DAY}, "
                f"not day {self.day}, {self.start_min} to {self.end_min}."
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
            raise CalendarError(f"The closure from {self.first} to {self.last} ends before it begins.")

    def hours_on(self, day: date) -> tuple[int, int] | None:
        """From which minute to which it closes `day`; None if it leaves that day alone."""
        if not self.first <= day <= self.last:
            return None
        return self.from_min if day == self.first else 0, self.until_min if day == self.last else DAY


class Calendar(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """Weekly blocks of open time in an IANA `zone`, less closures and public holidays.

    `holidays` names a country, or a country and a part of it, as the `holidays` library does ("US", "US-TX").
    Blocks may overlap or adjoin, over midnight too: what adjoins is open without a break.
    """

    zone: str
    blocks: tuple[Block, ...]
    closures: tuple[Closure, ...] = ()
    holidays: str | None = None

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as unknown:
            raise CalendarError(
                f"There is no time zone {self.zone!r}; use one such as America/Chicago."
            ) from unknown
        if not self.blocks:
            raise CalendarError("The calendar has no open hours; give it at least one block.")

    def local(self, at: datetime) -> datetime:
        """`at` by the clock on the clinic's wall."""
        if at.tzinfo is None:
            raise CalendarError("An instant without a time zone cannot be placed in a calendar.")
        return at.astimezone(self._zone)

    def openings(self, day: date) -> tuple[Span, ...]:
        """The open stretches of a local `day`, in order, apart from each other; none if it is closed."""
        spans = self._days.get(day)
        if spans is None:
            if len(self._days) >= _REMEMBERED_DAYS:
                self._days.clear()
            spans = self._days[day] = tuple(self._work_out(day))
        return spans

    def opens_on(self, day: date) -> datetime | None:
        """The first opening of `day`; None if it is closed all day."""
        spans = self.openings(day)
        return spans[0][0] if spans else None

    def closes_on(self, day: date) -> datetime | None:
        """The last closing of `day` (at the latest the midnight after); None if it is closed all day."""
        spans = self.openings(day)
        return spans[-1][1] if spans else None

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is expected to be there at that instant."""
        return any(opens <= at < closes for opens, closes in self.openings(self.local(at).date()))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself if it is open then, else the next opening."""
        opens, _ = next(self._from(at))
        return max(opens, at.astimezone(UTC))

    def closes_at(self, at: datetime) -> datetime | None:
        """When the stretch that is open at `at` ends, over midnights; `at` itself when it is closed then.

        None when it never does (open around the clock).
        """
        if not self.is_open(at):
            return at.astimezone(UTC)
        stretch = self._from(at)
        _, end = next(stretch)
        for opens, closes in stretch:
            if opens > end:
                return end
            if closes - at > timedelta(days=LONGEST_CLOSURE):
                return None
            end = closes
        return end

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """The instant when `hours` of open time have gone since `start` (0: the next opening)."""
        if hours < 0:
            raise CalendarError("Open hours are counted forward only.")
        left, start = timedelta(hours=hours), start.astimezone(UTC)
        for opens, closes in self._from(start):
            begins = opens if opens > start else start
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise CalendarError("Open hours ran out.")

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same clock time on the `days`-th following open day.

        If it is closed then: that day's first opening if the clock time lies before it, otherwise the end
        of the last block before the clock time. A `start` outside open hours counts as the next opening.
        """
        if days < 0:
            raise CalendarError("Business days are counted forward only.")
        first = self.next_open(start)
        if days == 0:
            return first
        received = self.local(first)
        day = self._open_day(received.date(), days)
        wanted = self._instant(datetime.combine(day, received.time()))
        spans = self.openings(day)
        due = spans[0][0]
        for opens, closes in spans:
            if wanted >= opens:
                due = min(wanted, closes)
        return due

    def open_seconds(self, a: datetime, b: datetime) -> float:
        """Seconds of open time from `a` to `b`; 0 if `b` is not later."""
        return sum((open_time for _, open_time in self._between(a, b)), timedelta()).total_seconds()

    def open_days(self, a: datetime, b: datetime) -> list[date]:
        """The local days with open time between `a` and `b`."""
        return [day for day, open_time in self._between(a, b) if open_time]

    def open_days_touched(self, a: datetime, b: datetime) -> int:
        """On how many local days there is open time between `a` and `b`."""
        return len(self.open_days(a, b))

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _days(self) -> dict[date, tuple[Span, ...]]:
        return {}

    @cached_property
    def _holidays(self) -> _PublicHolidays | None:
        return _PublicHolidays(self.holidays) if self.holidays else None

    def _from(self, at: datetime) -> Iterator[Span]:
        """The open stretches that end after `at`, in order, for as long as anybody asks."""
        day = self.local(at).date()
        closed = 0
        while closed <= LONGEST_CLOSURE:
            spans = self.openings(day)
            for span in spans:
                if span[1] > at:
                    yield span
            closed = 0 if spans else closed + 1
            day += _ONE_DAY
        raise CalendarError(
            f"The calendar has no open hours in the {LONGEST_CLOSURE} days up to {day}; check its closures."
        )

    def _between(self, a: datetime, b: datetime) -> Iterator[tuple[date, timedelta]]:
        """Each local day from `a` to `b` with the open time between them."""
        day, last = self.local(a).date(), self.local(b).date()
        while day <= last and a < b:
            spans = self.openings(day)
            shares = (min(closes, b) - max(opens, a) for opens, closes in spans if opens < b and closes > a)
            yield day, sum(shares, timedelta())
            day += _ONE_DAY

    def _open_day(self, after: date, count: int) -> date:
        """The `count`-th open day after a local day."""
        day, closed = after, 0
        while count:
            day += _ONE_DAY
            opened = bool(self.openings(day))
            count -= opened
            closed = 0 if opened else closed + 1
            if closed > LONGEST_CLOSURE:
                raise CalendarError(
                    f"The calendar has no open day in the {LONGEST_CLOSURE} days up to {day}."
                )
        return day

    def _work_out(self, day: date) -> Iterator[Span]:
        if self._holidays and day in self._holidays:
            return
        shut = [hours for closure in self.closures if (hours := closure.hours_on(day))]
        for start, end in _less(_joined(b for b in self.blocks if b.day == day.weekday()), shut):
            opens, closes = self._minute(day, start), self._minute(day, end)
            if opens < closes:
                yield opens, closes

    def _minute(self, day: date, minute: int) -> datetime:
        return self._instant(datetime.combine(day, time()) + timedelta(minutes=minute))

    def _instant(self, wall: datetime) -> datetime:
        """When the clinic's clock first shows `wall` or, if the clocks skip it, when they jump."""
        instant = wall.replace(tzinfo=self._zone).astimezone(UTC)
        if instant.astimezone(self._zone).replace(tzinfo=None) == wall:
            return instant
        before = wall.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
        offset = before.astimezone(self._zone).utcoffset()
        while instant - before > timedelta(seconds=1):
            middle = before + timedelta(seconds=(instant - before) // timedelta(seconds=2))
            if middle.astimezone(self._zone).utcoffset() == offset:
                before = middle
            else:
                instant = middle
        return instant


class _PublicHolidays:
    """Public holidays of one country or part of it, looked up a year at a time."""

    def __init__(self, code: str) -> None:
        self._country, _, self._part = code.partition("-")
        self._years: dict[int, frozenset[date]] = {}

    def __contains__(self, day: date) -> bool:
        year = self._years.get(day.year)
        if year is None:
            year = self._years[day.year] = self._work_out(day.year)
        return day in year

    def _work_out(self, year: int) -> frozenset[date]:
        from holidays import country_holidays  # here, because loading it is slow and few years are needed

        try:
            return frozenset(country_holidays(self._country, subdiv=self._part or None, years=year))
        except NotImplementedError as unknown:
            raise CalendarError(
                f"No public holidays are known for {self._country} {self._part}."
            ) from unknown


def always(zone: str = "UTC") -> Calendar:
    """Open around the clock, every day. `zone` decides where its days begin."""
    return Calendar(zone, tuple(Block(day, 0, DAY) for day in range(7)))


def weekly_blocks(days: Iterable[int], opens: time | None = None, closes: time | None = None) -> list[Block]:
    """The same open hours on several weekdays; without times, all day.

    Closing at 00:00 means the midnight after. A closing at or before the opening lies on the next day.
    """
    start = opens.hour * 60 + opens.minute if opens else 0
    end = (closes.hour * 60 + closes.minute if closes else 0) or DAY
    if start < end:
        return [Block(day, start, end) for day in days]
    return [block for day in days for block in (Block(day, start, DAY), Block((day + 1) % 7, 0, end))]


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
