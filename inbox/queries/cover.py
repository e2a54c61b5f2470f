"""What somebody has for absent colleagues."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from inbox.domain.people import Actor
from inbox.store.rows import is_open
from inbox.store.schema import inbox_row
from inbox.store.sql import among, these

_ROW = inbox_row.c
_OPEN = (
    select(_ROW.behalf, func.count())
    .where(is_open(), _ROW.behalf != "", _ROW.owner.in_(among("me")))
    .group_by(_ROW.behalf)
)


_AWAY = (
    select(_ROW.behalf_name)
    .where(is_open(), _ROW.behalf != "", _ROW.owner.in_(among("me")))
    .group_by(_ROW.behalf)
    .order_by(_ROW.behalf_name)
)


def away(reader: Connection, actor: Actor) -> list[str]:
    """The names of the absent colleagues whose open work `actor` has."""
    return list(reader.scalars(_AWAY, {"me": these((actor.person, *actor.role_refs))}))


def open_for(reader: Connection, actor: Actor) -> dict[str, int]:
    """How much is open with `actor` for each absent colleague, by `Practitioner/…`."""
    found = reader.execute(_OPEN, {"me": these((actor.person, *actor.role_refs))})
    return {str(row[0]): int(row[1]) for row in found}
