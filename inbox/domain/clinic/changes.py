"""What a supervisor publishes of the clinic: each pool and place as it was looked at, and as it is to be."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from inbox.domain.clinic.people import Place, Places
from inbox.domain.clinic.pools import Pools
from inbox.domain.pool import Pool


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


def pool_changes(before: Pools, after: Pools) -> list[PoolChange]:
    """What is to be written so that `after` holds where `before` did."""
    there = {pool.id: pool for pool in before}
    return [PoolChange(there.get(pool.id), pool) for pool in after if there.get(pool.id) != pool]


def place_changes(before: Places, after: Places) -> list[PlaceChange]:
    """The same of people's places."""
    there = {place.ref: place for place in before}
    return [PlaceChange(there.get(place.ref), place) for place in after if there.get(place.ref) != place]
