"""The status bar: what has not been confirmed, and what nobody has looked at for longest."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, and_, bindparam, case, func, select

from inbox.domain.entries import LIVE
from inbox.domain.ids import ItemId
from inbox.domain.people import Actor
from inbox.queries.views import IN_POOLS, NOBODYS, NOT_A_REVIEW, ROW
from inbox.store.rows import is_open
from inbox.store.schema import inbox_row, outbox, patient_row, seen
from inbox.store.sql import these
from inbox.store.times import from_ms

_LIVE = outbox.c.state.in_(sorted(LIVE))
_OUTBOX = select(func.count(case((_LIVE, 1))), func.count(case((_LIVE, None), else_=1))).where(
    outbox.c.actor == bindparam("actor")
)
_OLDEST = (
    select(ROW.item, ROW.arrived)
    .select_from(inbox_row)
    .outerjoin(seen, and_(seen.c.person == bindparam("actor"), seen.c.item == ROW.item))
    .where(is_open(), IN_POOLS, NOBODYS, NOT_A_REVIEW, seen.c.item.is_(None))
    .order_by(ROW.arrived + 0)  # by time alone SQLite would walk all history; so it reads the index of lists
    .limit(1)
)
_NAME_OF = (
    select(patient_row.c.name)
    .join(inbox_row, patient_row.c.patient == ROW.patient)
    .where(ROW.item == bindparam("item"))
)


class Unseen(msgspec.Struct, frozen=True):
    """An unclaimed item that this person has not opened either."""

    item: ItemId
    arrived: datetime
    patient_name: str


class Standing(msgspec.Struct, frozen=True):
    """What the status bar says of this station's own work."""

    unconfirmed: int
    """Entries on their way or waiting to be."""
    to_decide: int
    """Entries refused or conflicted."""
    oldest_unseen: Unseen | None


def standing(reader: Connection, actor: Actor) -> Standing:
    """How things stand for `actor`."""
    unconfirmed, to_decide = reader.execute(_OUTBOX, {"actor": actor.person}).one()
    values = {"actor": actor.person, "pools": these(actor.pools)}
    row = reader.execute(_OLDEST, values).one_or_none()
    if row is None:
        return Standing(unconfirmed, to_decide, None)
    name = reader.scalar(_NAME_OF, {"item": row.item}) or ""
    return Standing(unconfirmed, to_decide, Unseen(ItemId(row.item), from_ms(row.arrived), name))
