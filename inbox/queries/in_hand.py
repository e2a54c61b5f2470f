"""The open work that is somebody's own: claimed, held, or given to them by name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.people import Actor
from inbox.queries.views import ROW
from inbox.store.rows import is_open
from inbox.store.sql import among, these

_THEIRS = select(ROW.item, ROW.thread).where(is_open(), ROW.owner.in_(among("me")))


def in_hand(reader: Connection, actor: Actor) -> dict[ItemId, ThreadId]:
    """Each item with its conversation; not what is addressed to everybody in the person's role."""
    found = reader.execute(_THEIRS, {"me": these((actor.person, *actor.role_refs))})
    return {ItemId(row.item): ThreadId(row.thread) for row in found}
