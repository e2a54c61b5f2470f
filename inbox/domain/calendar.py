"""When a pool is open, and open time counted from there.

Every instant that goes in is aware; every instant that comes out is in UTC. Open time is real time:
an hour the clocks skip is not counted, an hour they repeat counts twice. A stretch of open time runs
from its opening up to, not including, its closing; a due time may be the very instant of closing.
Source of the rules for hours and business days: the clinic's promises, "Arithmetic".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.opening_hours import DAY, Block, CalendarError, Closure, open_minutes, weekly_blocks
from inbox.domain.public_holidays import PublicHolidays
from inbox.domain.words import tr

__all__ = ["Block", "Calendar", "CalendarError", "Closure", "Span", "always", "utc", "weekly_blocks"]

LONGEST_CLOSURE = 400
"""Days in a row without an opening after which a calendar is taken for a mistake."""

_NO_TIME = timedelta()
_ONE_DAY = timedelta(days=1)
_REMEMBERED_DAYS = 4000

Span = tuple[datetime, datetime]
"""A stretch of open time in UTC: its opening, and its closing (exclusive)."""


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
                tr("There is no time zone {zone}. Use a name such as America/Chicago.", zone=self.zone)
            ) from unknown
        if not self.blocks:
            raise CalendarError(tr("The calendar has no open hours. Enter at least one block of them."))

    def local(self, at: datetime) -> datetime:
        """`at` by the clock on the clinic's wall."""
        return utc(at).astimezone(self._zone)

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
        at = utc(at)
        return any(opens <= at < closes for opens, closes in self.openings(self.local(at).date()))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself if it is open then, else the next opening."""
        at = utc(at)
        opens, _ = next(self._from(at))
        return max(opens, at)

    def closes_at(self, at: datetime) -> datetime | None:
        """When the stretch that is open at `at` ends, over midnights; `at` itself when it is closed then.

        None when it never does (open around the clock).
        """
        day, end = self.local(at).date(), utc(at)
        for ahead in range(LONGEST_CLOSURE):
            before = end
            for opens, closes in self.openings(day + ahead * _ONE_DAY):
                if opens <= end < closes:
                    end = closes
            if ahead and end == before:
                return end
        return None

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """The instant when `hours` of open time have gone since `start` (0: the next opening)."""
        if hours < 0:
            raise ValueError("open hours are counted forward only")
        left, start = timedelta(hours=hours), utc(start)
        for opens, closes in self._from(start):
            begins = opens if opens > start else start
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise AssertionError("open time never ends")

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same clock time on the `days`-th following open day.

        If it is closed then: that day's first opening if the clock time lies before it, otherwise the end
        of the last block before the clock time. A `start` outside open hours counts as the next opening.
        """
        if days < 0:
            raise ValueError("business days are counted forward only")
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
        return sum((open_time for _, open_time in self._between(a, b)), _NO_TIME).total_seconds()

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
    def _holidays(self) -> PublicHolidays | None:
        return PublicHolidays(self.holidays) if self.holidays else None

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
        raise _closed_for_too_long(day)

    def _between(self, a: datetime, b: datetime) -> Iterator[tuple[date, timedelta]]:
        """Each local day from `a` to `b` with the open time between them."""
        a, b = utc(a), utc(b)
        day, last = self.local(a).date(), self.local(b).date()
        while day <= last and a < b:
            open_time = _NO_TIME
            for opens, closes in self.openings(day):
                if opens < b and closes > a:
                    open_time += (closes if closes < b else b) - (opens if opens > a else a)
            yield day, open_time
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
                raise _closed_for_too_long(day)
        return day

    def _work_out(self, day: date) -> Iterator[Span]:
        if self._holidays and day in self._holidays:
            return
        for start, end in open_minutes(day, self.blocks, self.closures):
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


def utc(at: datetime) -> datetime:
    """The same instant in UTC: Python compares two times of one other zone by the wall clock."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone is no instant")
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def always(zone: str = "UTC") -> Calendar:
    """Open around the clock, every day. `zone` decides where its days begin."""
    return Calendar(zone, tuple(Block(day, 0, DAY) for day in range(7)))


def _closed_for_too_long(day: date) -> CalendarError:
    return CalendarError(
        tr(
            "The calendar has no open hours in the {n} days up to {day}. Check its closures.",
            n=LONGEST_CLOSURE,
            day=day,
        )
    )
