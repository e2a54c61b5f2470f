"""Whether the clinic can work as it is arranged: nurses in their pools, somebody on duty, licences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from inbox.domain.calendar import Calendar
from inbox.domain.clinic.people import Place, Places
from inbox.domain.clinic.pools import Pools
from inbox.domain.duty import Roster
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Role
from inbox.domain.pool import AT_WORK, Duty, Pool, Staff
from inbox.domain.promises import calendar_of
from inbox.domain.words import mark, tr

_DAYS = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday")),
    *(mark("Friday"), mark("Saturday"), mark("Sunday")),
)
_NOON, _STEP, _WEEK = time(12), timedelta(hours=1), 7
_FEW = 4
"""Half days that are named one by one."""
_RANK = {Role.LPN: 1, Role.RN: 2, Role.PRESCRIBER: 3}
"""Licences, each of which covers those before it."""
NURSES = frozenset({Role.LPN, Role.RN})


class Clinic(msgspec.Struct, frozen=True):
    """What is arranged, and what it is judged by."""

    pools: Pools
    places: Places
    staff: tuple[Staff, ...]
    default: Calendar
    """Of a pool that states no hours."""
    qualified: Mapping[PersonId, Role]
    """The licence that each person's own qualifications show; who has none is not in it."""
    office_work: Collection[str]
    """The kinds of work that need no licence."""


def lacking(clinic: Clinic, before: Places, today: date) -> list[str]:
    """Everything that is amiss, as sentences that name the pool or person and what to do.

    `before`: the places as they were. A pool that had a nurse, or takes clinical work, needs one.
    """
    people = at_work(clinic)
    return [*_no_nurse(clinic, before, today), *_nobody(clinic, people, today), *_no_licence(clinic, today)]


def at_work(clinic: Clinic) -> tuple[Staff, ...]:
    """The colleagues with the roles and pools that are arranged for them."""
    return tuple(_arranged(one, [p for p in clinic.places if p.person == one.id]) for one in clinic.staff)


def _arranged(one: Staff, places: Sequence[Place]) -> Staff:
    held = [place for place in places if place.active]
    duties = tuple(Duty(p.duty, p.first, p.last, p.pools, p.hours) for p in held)
    pools = dict.fromkeys(pool for place in held for pool in place.pools)
    return msgspec.structs.replace(one, duties=duties, pools=tuple(pools), active=bool(held))


def _no_nurse(clinic: Clinic, before: Places, today: date) -> Iterator[str]:
    had = _with_nurses(before, today)
    have = _with_nurses(clinic.places, today)
    for pool in clinic.pools:
        clinical = any(kind not in clinic.office_work for kind in pool.kinds)
        if pool.active and (clinical or pool.id in had) and pool.id not in have:
            yield tr("{pool} has no nurse. Put one in “Works in”.", pool=pool.name)


def _with_nurses(places: Iterable[Place], today: date) -> set[PoolId]:
    nurses = (one for one in places if one.active and one.duty == AT_WORK and one.rights in NURSES)
    return {pool for one in nurses if not _is_over(one, today) for pool in one.pools}


def _is_over(place: Place, today: date) -> bool:
    return place.last is not None and place.last < today


def _nobody(clinic: Clinic, people: tuple[Staff, ...], today: date) -> Iterator[str]:
    """The half days of the coming week in which a pool is open and nobody is there, looked at as it opens
    and every hour from then on."""
    pools = {pool.id: pool for pool in clinic.pools}
    roster = Roster(people, lambda ref: calendar_of(pools[PoolId(ref)], clinic.default))
    for pool in clinic.pools:
        if pool.active and (halves := _empty_halves(pool, roster, clinic.default, today)):
            most = tr("{half} and {n} half days more", half=halves[0], n=len(halves) - 1)
            when = ", ".join(halves) if len(halves) <= _FEW else most
            yield tr(
                "{pool}: nobody on duty {when}. Give somebody hours then, or close the pool.",
                pool=pool.name,
                when=when,
            )


def _empty_halves(pool: Pool, roster: Roster, default: Calendar, today: date) -> list[str]:
    calendar, found = calendar_of(pool, default), dict[str, None]()
    for ahead in range(_WEEK):
        for opens, closes in calendar.openings(today + timedelta(days=ahead)):
            moment = opens
            while moment < closes:
                if not roster.on_duty(pool.id, moment):
                    found[_half(calendar.local(moment))] = None
                moment += _STEP
    return list(found)


def _half(local: datetime) -> str:
    day = tr(_DAYS[local.weekday()])
    if local.time() < _NOON:
        return tr("{day} morning", day=day)
    return tr("{day} afternoon", day=day) if local.hour < 18 else tr("{day} evening", day=day)


def _no_licence(clinic: Clinic, today: date) -> Iterator[str]:
    names = {one.id: one.name for one in clinic.staff}
    for place in clinic.places:
        needs = _RANK.get(place.rights, 0) if place.rights else 0
        has = _RANK.get(clinic.qualified.get(place.person, Role.CLERK), 0)
        if place.active and not _is_over(place, today) and needs > has:
            yield tr(
                "{name} works as {role} with no such licence on record. Have it entered in the staff list.",
                name=names.get(place.person, place.person),
                role=place.job,
            )
