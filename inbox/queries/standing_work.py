"""How much open work each pool has, and how much of it somebody is working on."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, case, func, select

from inbox.domain.ids import ItemId, PoolId, ThreadId
from inbox.queries.slices import UNCLAIMED
from inbox.queries.views import ROW
from inbox.store.rows import is_open


class Standing(msgspec.Struct, frozen=True):
    """Of one pool."""

    open: int = 0
    held: int = 0
    """Those of them that are some person's."""


_COUNTED = (
    select(ROW.pool, func.count(), func.count(case((UNCLAIMED, 1)))).where(is_open()).group_by(ROW.pool)
)
_FREE = select(ROW.thread, ROW.item).where(is_open(), UNCLAIMED, ROW.pool == bindparam("of"))


def standing_work(reader: Connection) -> dict[PoolId, Standing]:
    """Of each pool that has any."""
    return {PoolId(pool): Standing(total, total - free) for pool, total, free in reader.execute(_COUNTED)}


def nobodys(reader: Connection, pool: PoolId) -> list[tuple[ThreadId, ItemId]]:
    """The open items of a pool that nobody has, each with its conversation."""
    found = reader.execute(_FREE, {"of": pool})
    return [(ThreadId(row.thread), ItemId(row.item)) for row in found]
