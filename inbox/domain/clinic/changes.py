"""What a supervisor publishes of the clinic: each pool and place as it was looked at, and as it is to be."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from inbox.domain.clinic.people import Place, Places
from inbox.domain.clinic.pools import ClinicError, Pools
from inbox.domain.pool import Pool
from inbox.domain.words import tr


class PoolChange(msgspec.Struct, frozen=True):
    """One pool."""

    saw: Pool | None
    """As its author saw it; None for a new one."""
    to: Pool
    name: str = ""
    """What a new one is called wherever it arrives, a UUID: asked for once more it is not made twice."""

    @property
    def ref(self) -> str:
        """Its reference on the server; empty for a new one."""
        return self.to.id if self.saw else ""


class PlaceChange(msgspec.Struct, frozen=True):
    """One role of one person."""

    saw: Place | None
    """As its author saw it; None for a new one."""
    to: Place
    name: str = ""
    """What a new one is called wherever it arrives, a UUID: asked for once more it is not made twice."""

    @property
    def ref(self) -> str:
        """Its reference on the server; empty for a new one."""
        return self.to.ref if self.saw else ""


Change = PoolChange | PlaceChange
Thing = TypeVar("Thing", Pool, Place)


def holds(change: Change, pools: Pools, places: Places) -> bool:
    """Whether what was to be is so; a new one bears another reference then."""
    if isinstance(change, PoolChange):
        return any(
            pool == msgspec.structs.replace(change.to, id=pool.id)
            for pool in pools
            if change.ref in ("", pool.id)
        )
    return any(
        one == msgspec.structs.replace(change.to, ref=one.ref)
        for one in places
        if change.ref in ("", one.ref)
    )


def taken_back(now: Thing, saw: Thing, to: Thing) -> Thing:
    """`now` with the fields in which `to` differed from `saw` as they were; what else was written stays."""
    changed = {
        name: getattr(saw, name) for name in saw.__struct_fields__ if getattr(saw, name) != getattr(to, name)
    }
    return msgspec.structs.replace(now, **changed)


def made_pool(pools: Pools, change: PoolChange) -> Pool:
    """The open pool that a change has made, under the reference it has by now. Raises ClinicError."""
    found = [pool for pool in pools if pool.active and pool.name == change.to.name]
    if len(found) != 1:
        raise ClinicError(
            tr("{pool} is not here as it was made. Look after it by hand.", pool=change.to.name)
        )
    return found[0]


def made_place(places: Places, change: PlaceChange) -> Place:
    """The role that a change has made, under the reference it has by now. Raises ClinicError."""
    to = change.to
    told = (to.person, to.job, to.duty, to.first)
    found = [one for one in places if one.active and (one.person, one.job, one.duty, one.first) == told]
    if len(found) != 1:
        raise ClinicError(
            tr("The role “{role}” is not here as it was made. Look after it by hand.", role=to.job)
        )
    return found[0]


def pool_changes(before: Pools, after: Pools) -> list[PoolChange]:
    """What is to be written so that `after` holds where `before` did."""
    there = {pool.id: pool for pool in before}
    return [PoolChange(there.get(pool.id), pool) for pool in after if there.get(pool.id) != pool]


def place_changes(before: Places, after: Places) -> list[PlaceChange]:
    """The same of people's places."""
    there = {place.ref: place for place in before}
    return [PlaceChange(there.get(place.ref), place) for place in after if there.get(place.ref) != place]
