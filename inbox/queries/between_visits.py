"""What waits for a prescriber, in three numbers that name nobody."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, or_, select

from inbox.domain.people import Actor
from inbox.queries.views import ROW, View, ViewKind, bound, parts
from inbox.store.times import maybe_time, to_ms


class Waiting(msgspec.Struct, frozen=True):
    """How much is to be reviewed."""

    count: int
    oldest: datetime | None = None
    """When the oldest of it came."""
    urgent: int = 0
    """Flagged, due soon, or late."""


def waiting(reader: Connection, actor: Actor, now: datetime) -> Waiting:
    """What the escalations of `actor` hold at `now`."""
    moment = to_ms(now)
    pressing = or_(ROW.flag_level < 4, ROW.soon_from <= moment, ROW.due <= moment)
    statement = select(func.count(), func.min(ROW.arrived), func.count().filter(pressing))
    listed = statement.where(or_(*parts(ViewKind.ESCALATIONS, actor.role)))
    count, oldest, urgent = reader.execute(
        listed, bound(reader, View(ViewKind.ESCALATIONS), actor, now)
    ).one()
    return Waiting(count, maybe_time(oldest), urgent)
