"""Who works in which pools, in which role, from when to when: as a supervisor writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from inbox.domain.clinic.pools import NEW, ClinicError, Pools, named
from inbox.domain.coverage_text import hours_text, part_days
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Role
from inbox.domain.pool import AT_WORK, Staff
from inbox.domain.words import mark, tr

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Job(msgspec.Struct, frozen=True):
    """A role that somebody may be given."""

    title: str
    rights: Role | None = None
    """What it allows by itself; None: no more than anybody may."""
    duty: str = AT_WORK
    """`AT_WORK`, or the code of a dated duty."""


_CLERK = Job(mark("Clerk"))
JOBS = (
    Job(mark("Registered nurse"), Role.RN),
    Job(mark("Licensed practical nurse"), Role.LPN),
    Job(mark("Physician"), Role.PRESCRIBER),
    Job(mark("Nurse practitioner"), Role.PRESCRIBER),
    Job(mark("Nurse supervisor"), Role.SUPERVISOR),
    Job(mark("Medical assistant")),
    _CLERK,
    Job(mark("Charge nurse"), duty="charge"),
    Job(mark("On call"), duty="on-call"),
    Job(mark("Covering prescriber"), duty="covering"),
)


class Place(msgspec.Struct, frozen=True):
    """One role of one person: everyday work, or a dated duty."""

    ref: str
    """`PractitionerRole/…`; begins with "new/" where the server does not have it yet."""
    person: PersonId
    job: str
    """What the role is called: "Registered nurse"."""
    duty: str = AT_WORK
    rights: Role | None = None
    pools: tuple[PoolId, ...] = ()
    first: date | None = None
    last: date | None = None
    """Inclusive, both; None: open."""
    hours: tuple[OpenTime, ...] = ()
    """Empty: while their pools are open."""
    active: bool = True


Places = tuple[Place, ...]
"""All roles of everybody but those that cover for one colleague."""


class Field(StrEnum):
    """What can be written of a place."""

    JOB = "job"
    POOLS = "pools"
    FIRST = "first"
    LAST = "last"
    HOURS = "hours"
    STANDS = "active"


FIELDS: Mapping[Field, str] = {
    Field.JOB: mark("Role"),
    Field.POOLS: mark("Works in"),
    Field.FIRST: mark("From"),
    Field.LAST: mark("Until"),
    Field.HOURS: mark("Hours"),
    Field.STANDS: mark("Holds or ended"),
}
"""What the fields are called."""
_HOLDS, _ENDED = mark("holds"), mark("ended")


def place_of(places: Iterable[Place], ref: str) -> Place:
    """The place of that reference. Raises ClinicError where there is none."""
    found = next((one for one in places if one.ref == ref), None)
    if found is None:
        raise ClinicError(tr("This role is there no more."))
    return found


def field_text(place: Place, field: Field, pools: Pools) -> str:
    """What stands in a field, as it can be written again."""
    match field:
        case Field.JOB:
            return place.job
        case Field.POOLS:
            names = {pool.id: pool.name for pool in pools}
            return ", ".join(names.get(ref, ref) for ref in place.pools)
        case Field.HOURS:
            return hours_text(place.hours)
        case Field.STANDS:
            return tr(_HOLDS) if place.active else tr(_ENDED)
        case _:
            at: date | None = getattr(place, field)
            return f"{at}" if at else ""


def with_field(places: Places, ref: str, field: Field, text: str, pools: Pools) -> Places:
    """The places with something else in a field of one of them. Raises ClinicError."""
    place, text = place_of(places, ref), " ".join(text.split())
    changed = msgspec.structs.replace(place, **_FIELDS[field](place, text, pools))
    if changed.first and changed.last and changed.last < changed.first:
        raise ClinicError(tr("Until: that is before it begins. Write a later day."))
    return tuple(changed if one.ref == ref else one for one in places)


def with_new(places: Places, ref: str, name: str, staff: Iterable[Staff], today: date) -> Places:
    """The places with one more under a `new_ref`, of the colleague of that name, from today on. Raises
    ClinicError."""
    who = _colleague(name, staff)
    like = next((one for one in places if one.person == who.id and one.duty == AT_WORK and one.active), None)
    job = next((job for job in JOBS if job.rights == who.licence), _CLERK)
    title, rights = (like.job, like.rights) if like else (tr(job.title), job.rights)
    return (*places, Place(ref, who.id, title, AT_WORK, rights, first=today))


def _colleague(name: str, staff: Iterable[Staff]) -> Staff:
    wanted = name.strip().casefold()
    found = [one for one in staff if wanted and wanted in one.name.casefold()]
    exact = [one for one in found if one.name.casefold() == wanted] or found
    if not exact:
        raise ClinicError(
            tr("Nobody called {name} is on the staff list. Have them entered there first.", name=name.strip())
        )
    if len(exact) > 1:
        raise ClinicError(tr("Several are called {name}. Write the whole name.", name=name.strip()))
    return exact[0]


def _job(place: Place, text: str, pools: Pools) -> dict[str, object]:
    found = next((job for job in JOBS if tr(job.title).casefold() == text.casefold()), None)
    if found is None:
        names = ", ".join(tr(job.title) for job in JOBS)
        raise ClinicError(tr("Role: there is no “{text}”. There are: {roles}.", text=text, roles=names))
    return {"job": tr(found.title), "duty": found.duty, "rights": found.rights}


def _pools(place: Place, text: str, pools: Pools) -> dict[str, object]:
    found = [named(pools, name) for name in text.split(",") if name.strip()]
    if new := [pool for pool in found if pool.id.startswith(NEW)]:
        raise ClinicError(tr("Publish {pool} first; then people can work in it.", pool=new[0].name))
    return {"pools": tuple(dict.fromkeys(pool.id for pool in found))}


def _day(name: str) -> Callable[[Place, str, Pools], dict[str, object]]:
    def read(place: Place, text: str, pools: Pools) -> dict[str, object]:
        try:
            if text and not _DATE.fullmatch(text):
                raise ValueError(text)
            return {name: date.fromisoformat(text) if text else None}
        except ValueError:
            raise ClinicError(tr("“{text}” is no day. Write it as 2026-03-20.", text=text)) from None

    return read


def _hours(place: Place, text: str, pools: Pools) -> dict[str, object]:
    hours = part_days(text)
    if hours is None:
        raise ClinicError(
            tr("Hours: write Tue 13:00–17:00, Thu 8:00–12:00, or nothing for while the pools are open.")
        )
    return {"hours": tuple(sorted(hours, key=lambda block: (block.day, block.start)))}


def _stands(place: Place, text: str, pools: Pools) -> dict[str, object]:
    if text.casefold() not in (tr(_HOLDS), tr(_ENDED)):
        raise ClinicError(tr("Write holds, or ended."))
    return {"active": text.casefold() == tr(_HOLDS)}


_FIELDS: Mapping[Field, Callable[[Place, str, Pools], dict[str, object]]] = {
    Field.JOB: _job,
    Field.POOLS: _pools,
    Field.FIRST: _day("first"),
    Field.LAST: _day("last"),
    Field.HOURS: _hours,
    Field.STANDS: _stands,
}
