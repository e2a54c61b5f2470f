"""What a supervisor publishes of the clinic: each pool and place as it was looked at, and as it is to be."""

from __future__ import annotations

import msgspec

from inbox.domain.clinic.people import Place, Places
from inbox.domain.clinic.pools import Pools
from inbox.domain.pool import Pool


class PoolChange(msgspec.Struct, frozen=True):
    """One pool."""

    saw: Pool | None
    """As its author saw it; None for a new one."""
    to: Pool

    @property
    def ref(self) -> str:
        """Its reference on the server; empty for a new one."""
        return self.to.id if self.saw else ""


class PlaceChange(msgspec.Struct, frozen=True):
    """One role of one person."""

    saw: Place | None
    """As its author saw it; None for a new one."""
    to: Place

    @property
    def ref(self) -> str:
        """Its reference on the server; empty for a new one."""
        return self.to.ref if self.saw else ""


Change = PoolChange | PlaceChange


def pool_changes(before: Pools, after: Pools) -> list[PoolChange]:
    """What is to be written so that `after` holds where `before` did."""
    there = {pool.id: pool for pool in before}
    return [PoolChange(there.get(pool.id), pool) for pool in after if there.get(pool.id) != pool]


def place_changes(before: Places, after: Places) -> list[PlaceChange]:
    """The same of people's places."""
    there = {place.ref: place for place in before}
    return [PlaceChange(there.get(place.ref), place) for place in after if there.get(place.ref) != place]
