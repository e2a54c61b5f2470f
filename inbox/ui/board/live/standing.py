"""What the live tab shows, read beside the window: numbers, who is on duty, what is left of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

import msgspec

from inbox.domain.board import Day, Line, Numbers, all_of_it, by_person, by_pool
from inbox.domain.duty import Roster, names_of
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.pool import Staff
from inbox.domain.promises import Promises
from inbox.queries import pools as directory
from inbox.queries.board import numbers
from inbox.queries.reader import Reader
from inbox.ui.desk import Desk


class OneOf(msgspec.Struct, frozen=True):
    """A colleague with their numbers and their day."""

    staff: Staff
    line: Line
    on_duty: bool
    left: timedelta
    """How much of the day they will still be on duty."""


class Standing(msgspec.Struct, frozen=True):
    """How everything stands `at` one moment."""

    at: datetime
    day: Day
    numbers: Numbers
    clinic: Line
    pools: Mapping[PoolId, Line]
    on_duty: Mapping[PoolId, tuple[Staff, ...]]
    people: tuple[OneOf, ...]
    next_on_duty: datetime | None = None
    """When somebody is on duty again; only looked for while nobody is."""

    @property
    def at_work(self) -> int:
        """How many people are on duty."""
        return sum(one.on_duty for one in self.people)


def reading(desk: Desk) -> partial[Standing]:
    """The read of this moment, to be made on any thread."""
    now = desk.now()
    return partial(_read, promises=desk.promises, day=Day.of(now.astimezone(desk.zone)), now=now)


def _read(reader: Reader, promises: Promises, day: Day, now: datetime) -> Standing:
    found = numbers(reader, day, now)
    staff = directory.staff(reader)
    roster = Roster(tuple(staff), promises.calendar)
    active = [pool.id for pool in sorted(promises.pools.values(), key=lambda one: one.name) if pool.active]
    lines = by_pool(found, active)
    people = by_person(found, names_of(staff))
    everybody = tuple(_everybody(staff, people, roster, now))
    there = any(one.on_duty for one in everybody)
    return Standing(
        at=now,
        day=day,
        numbers=found,
        clinic=all_of_it(found),
        pools=lines,
        on_duty={pool: tuple(roster.on_duty(pool, now)) for pool in active},
        people=everybody,
        next_on_duty=None if there else roster.next_on_duty(now),
    )


def _everybody(
    staff: list[Staff], lines: Mapping[PersonId, Line], roster: Roster, now: datetime
) -> list[OneOf]:
    """Who is on duty or holds work, those on duty first, then by name."""
    found = [
        OneOf(
            one,
            lines.get(one.id, Line()),
            roster.is_on_duty(one, now),
            roster.time_left(one, now),
        )
        for one in staff
        if one.active or one.id in lines
    ]
    shown = [one for one in found if one.on_duty or one.left or one.line.open or one.line.closed]
    return sorted(shown, key=lambda one: (not one.on_duty, one.staff.name.casefold(), one.staff.id))
