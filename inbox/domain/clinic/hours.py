"""When pools are open, as a supervisor writes it: hours of a day, zone, public holidays, closures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import msgspec

from inbox.domain import calendar_sheet
from inbox.domain.calendar import Calendar, CalendarError
from inbox.domain.clinic.pools import Pools, pool_of, with_pool
from inbox.domain.open_time import OpenTime
from inbox.domain.opening_hours import DAY, Closure
from inbox.domain.pool import NO_HOLIDAYS, Closed, Pool
from inbox.domain.promises import calendar_of
from inbox.domain.words import tr

DAYS = 7
ZONE, HOLIDAYS, FIRST_CLOSURE = DAYS, DAYS + 1, DAYS + 2
"""The lines of a sheet of hours: the days from Monday on, these two, then the closures."""
LONGEST = timedelta(days=366)
EVERY = ""
"""In place of a pool's reference: all open ones at once."""


def sheet(pool: Pool, default: Calendar) -> Calendar:
    """The hours of a pool to be read and changed; `default`: of the clinic, where the pool states none."""
    return calendar_of(pool, default)


def line_text(calendar: Calendar, line: int) -> str:
    """A day, the zone or the public holidays in words."""
    if line < DAYS:
        return calendar_sheet.day_words(calendar, line)
    if line == ZONE:
        return calendar.zone
    return calendar_sheet.holidays_words(calendar)


def with_line(pools: Pools, ref: str, line: int, text: str, default: Calendar) -> Pools:
    """The pools with the hours of a day, the zone or the public holidays of one of them, or of all open ones,
    written anew. Raises InboxError."""
    return _each(pools, ref, lambda pool: _written(pool, _change(line, text), default))


def with_closure(
    pools: Pools, ref: str, was: Closure | None, text: str, default: Calendar, today: date
) -> Pools:
    """The pools with another closure in place of `was`; None: with one more; empty text: with one less.

    Raises InboxError, as where a colleague has taken `was` away meanwhile.
    """

    def written(pool: Pool) -> Pool:
        before = sheet(pool, default)
        if was is not None and was not in before.closures:
            raise CalendarError(tr("That closure is there no more. Write it anew."))
        place = before.closures.index(was) if was is not None else len(before.closures)
        after = calendar_sheet.with_closure(before, place, text)
        _demand_sense(before, after, today)
        if was is None and _closed_then(before, after):
            if ref == EVERY:
                return pool
            raise CalendarError(tr("It is closed then already. Change that closure."))
        return _written(pool, lambda _calendar: after, default)

    return _each(pools, ref, written)


def closures(pools: Pools, ref: str, default: Calendar) -> list[Closure]:
    """The closures of a pool, or those that every open one has."""
    if ref != EVERY:
        return list(sheet(pool_of(pools, ref), default).closures)
    of_each = [sheet(pool, default).closures for pool in pools if pool.active]
    return [one for one in of_each[0] if all(one in each for each in of_each)] if of_each else []


def text_of_all(pools: Pools, line: int, default: Calendar) -> str | None:
    """What stands in a line of every open pool; None where they differ."""
    texts = {line_text(sheet(pool, default), line) for pool in pools if pool.active}
    return texts.pop() if len(texts) == 1 else None


def _each(pools: Pools, ref: str, change: Callable[[Pool], Pool]) -> Pools:
    if ref != EVERY:
        return with_pool(pools, ref, change)

    def named(pool: Pool) -> Pool:
        try:
            return change(pool)
        except CalendarError as wrong:
            raise CalendarError(tr("{pool}: {problem}", pool=pool.name, problem=wrong)) from wrong

    return tuple(named(pool) if pool.active else pool for pool in pools)


def _written(pool: Pool, change: Callable[[Calendar], Calendar], default: Calendar) -> Pool:
    before = sheet(pool, default)
    after = change(before)
    hours = pool.hours if pool.hours and after.blocks == before.blocks else _hours(after)
    closed = pool.closed if after.closures == before.closures else _closed(after)
    unstated = None if closed else default.holidays  # as `calendar_of` takes a pool that states none
    holidays = (after.holidays or NO_HOLIDAYS) if pool.holidays or after.holidays != unstated else ""
    return msgspec.structs.replace(pool, zone=after.zone, hours=hours, closed=closed, holidays=holidays)


def _change(line: int, text: str) -> Callable[[Calendar], Calendar]:
    def change(calendar: Calendar) -> Calendar:
        if line < DAYS:
            return calendar_sheet.with_day(calendar, line, text)
        if line == ZONE:
            return calendar_sheet.with_zone(calendar, text)
        return calendar_sheet.with_holidays(calendar, text)

    return change


def _demand_sense(before: Calendar, after: Calendar, today: date) -> None:
    for one in after.closures:
        if one in before.closures:
            continue
        if one.last < today:
            raise CalendarError(tr("That closure is over already. Write days that are still to come."))
        if one.last - one.first > LONGEST:
            raise CalendarError(tr("Closed for more than a year: retire the pool instead."))


def _closed_then(before: Calendar, after: Calendar) -> bool:
    """Whether what is new in `after` lies whole in a closure there is."""
    new = [one for one in after.closures if one not in before.closures]
    return bool(new) and all(any(_covers(each, one) for each in before.closures) for one in new)


def _covers(one: Closure, other: Closure) -> bool:
    begins = (one.first, one.from_min) <= (other.first, other.from_min)
    return begins and (other.last, other.until_min) <= (one.last, one.until_min)


def _hours(calendar: Calendar) -> tuple[OpenTime, ...]:
    blocks = sorted(calendar.blocks, key=lambda block: (block.day, block.start_min))
    return tuple(
        OpenTime(block.day, _clock(block.start_min) or time(), _clock(block.end_min)) for block in blocks
    )


def _clock(minute: int) -> time | None:
    """The time of day; None for the midnight that ends it."""
    return None if minute == DAY else time(minute // 60, minute % 60)


def _closed(calendar: Calendar) -> tuple[Closed, ...]:
    return tuple(
        Closed(one.first, one.last, one.reason or tr("Closed"), one.from_min, one.until_min)
        for one in calendar.closures
    )
