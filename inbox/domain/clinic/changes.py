"""What a supervisor publishes of the clinic: each pool as it was looked at, and as it is to be."""

from __future__ import annotations

import msgspec

from inbox.domain.clinic.pools import NEW, Pools
from inbox.domain.pool import Pool


class PoolChange(msgspec.Struct, frozen=True):
    """One pool."""

    saw: Pool | None
    """As its author saw it; None for a new one."""
    to: Pool


def pool_changes(before: Pools, after: Pools) -> list[PoolChange]:
    """What is to be written so that `after` holds where `before` did."""
    there = {pool.id: pool for pool in before}
    return [PoolChange(there.get(pool.id), pool) for pool in after if there.get(pool.id) != pool]


def is_new(pool: Pool) -> bool:
    """Whether the server has yet to give it a reference."""
    return pool.id.startswith(NEW)
