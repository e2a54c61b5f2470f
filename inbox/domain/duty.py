"""Who is on duty at a moment, and for how long still: pure, from what the server says of roles.

A colleague is on duty in a pool when a role of everyday work (`AT_WORK`) serves it, its days include today,
and its hours cover the time of day. A role that states no hours is there while its pool is open. Whoever
is covered by a colleague then is away, and not on duty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.calendar import Calendar, utc
from inbox.domain.coverage import Coverage, covered_by
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import CHARGE, Actor
from inbox.domain.pool import AT_WORK, Duty, Staff

_QUARTER, _FAR = timedelta(minutes=15), timedelta(days=7)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Roster(msgspec.Struct, frozen=True, dict=True):
    """The colleagues with the hours of the pools they serve; `calendar` gives those of any pool."""

    staff: tuple[Staff, ...]
    calendar: Callable[[str], Calendar]

    def on_duty(self, pool: PoolId, at: datetime) -> list[Staff]:
        """Who serves `pool` at the instant `at`, by name."""
        found = [one for one in self.staff if self._serves(one, pool, at)]
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))

    def is_on_duty(self, person: Staff, at: datetime) -> bool:
        """Whether `person` serves any pool at `at`."""
        return any(self._serves(person, pool, at) for pool in _pools(person))

    def time_left(self, person: Staff, at: datetime) -> timedelta:
        """How much of the day `person` will still be on duty from `at` on, counted in quarters of an hour.

        Pauses in the hours are not counted. The day is that of the first pool the person serves.
        """
        pools = list(_pools(person))
        if not pools:
            return timedelta()
        local = self.calendar(pools[0]).local(at)
        midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        left, moment, end = timedelta(), utc(at), utc(midnight)
        while moment < end:
            step = min(_QUARTER, end - moment)
            if self.is_on_duty(person, moment):
                left += step
            moment += step
        return left

    def next_on_duty(self, at: datetime) -> datetime | None:
        """The first quarter of an hour from `at` on in which anybody is on duty; None if not in a week."""
        moment, end = utc(at), utc(at) + _FAR
        while moment < end:
            if any(self.is_on_duty(one, moment) for one in self.staff):
                return moment
            moment += _QUARTER - (moment - _EPOCH) % _QUARTER
        return None

    @cached_property
    def _coverages(self) -> tuple[Coverage, ...]:
        return tuple(one for colleague in self.staff for one in colleague.covers)

    def _serves(self, person: Staff, pool: PoolId, at: datetime) -> bool:
        if not person.active or pool not in person.pools:
            return False
        calendar = self.calendar(pool)
        if covered_by(self._coverages, person.id, pool, at, ZoneInfo(calendar.zone)) is not None:
            return False
        local = calendar.local(at)
        return any(
            duty.holds(AT_WORK, local, pool) and (bool(duty.hours) or calendar.is_open(at))
            for duty in person.duties
            if pool in duty.pools
        )


def has_charge(staff: Iterable[Staff], person: PersonId, at: datetime) -> bool:
    """Whether `person` has the charge of any pool; `at` by the clock on the clinic's wall."""
    return any(
        duty.name == CHARGE and duty.holds(CHARGE, at, pool)
        for one in staff
        if one.id == person and one.active
        for duty in one.duties
        for pool in (duty.pools or ("",))
    )


def may_see_the_board(actor: Actor, staff: Iterable[Staff], at: datetime) -> bool:
    """Supervisors, and whoever has the charge now; `at` by the clock on the clinic's wall."""
    return actor.leads or has_charge(staff, actor.person, at)


def names_of(staff: Iterable[Staff]) -> Mapping[str, PersonId]:
    """Which person every reference of the staff means: themselves, or by any of their roles."""
    return {ref: one.id for one in staff for ref in (one.id, *one.role_refs)}


def _pools(person: Staff) -> Iterator[PoolId]:
    served: list[Duty] = [duty for duty in person.duties if duty.name == AT_WORK]
    yield from dict.fromkeys(pool for duty in served for pool in duty.pools if pool in person.pools)
