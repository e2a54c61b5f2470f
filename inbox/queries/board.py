"""The numbers of the board: all open work and today's coming and going, counted by the database.

Two reads, whatever the size of the history: open items by the index that lists read, today's by time. Both
may be made on any thread with a reader of its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from inbox.domain.board import Came, Counted, Day, Numbers
from inbox.domain.ids import PoolId
from inbox.domain.work_item import Kind
from inbox.queries.slices import DUE_TODAY, HELD, OVERDUE, UNCLAIMED
from inbox.queries.views import ROW
from inbox.store.rows import NO_ITEM, is_done, is_open
from inbox.store.times import from_ms, to_ms

_NOT_WORD_OF_IT = ROW.kind.not_in((Kind.BREACH, Kind.NOT_READ))
_FLAGGED = ROW.flag_level <= 3


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


_OPEN = (
    select(
        ROW.pool,
        ROW.owner,
        ROW.kind,
        func.count(),
        _how_many(UNCLAIMED),
        _how_many(OVERDUE),
        _how_many(DUE_TODAY),
        _how_many(HELD),
        _how_many(_FLAGGED),
        func.min(ROW.arrived),
    )
    .where(is_open(), ROW.kind != Kind.BREACH)
    .group_by(ROW.pool, ROW.owner, ROW.kind)
)


def _hour_of(at: ColumnElement[Any]) -> ColumnElement[int]:
    return ((at - bindparam("day")) / literal(3_600_000, Integer)).cast(Integer)


def _between(at: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(at >= bindparam("day"), at < bindparam("day_end"))


_CAME = select(
    literal(1), ROW.pool, literal(""), ROW.kind, _hour_of(ROW.arrived).label("hour"), func.count()
).where(_between(ROW.arrived), ROW.stage != NO_ITEM, _NOT_WORD_OF_IT)
_CAME = _CAME.group_by(ROW.pool, ROW.kind, "hour")
_WENT = select(
    literal(0), ROW.pool, ROW.owner, ROW.kind, _hour_of(ROW.closed_at).label("hour"), func.count()
).where(is_done(), _between(ROW.closed_at), _NOT_WORD_OF_IT)
_WENT = _WENT.group_by(ROW.pool, ROW.owner, ROW.kind, "hour")
_TODAY = union_all(_CAME, _WENT)


def numbers(reader: Connection, day: Day, now: datetime) -> Numbers:
    """How all work stands at `now`, a moment of the clinic's `day`."""
    values = {"now": to_ms(now), "day": to_ms(day.begins), "day_end": to_ms(day.ends)}
    counted = [_counted(row) for row in reader.execute(_OPEN, values)]
    came = [Came(bool(way), PoolId(pool), *rest) for way, pool, *rest in reader.execute(_TODAY, values)]
    return Numbers(now, tuple(counted), tuple(came))


def _counted(row: Any) -> Counted:
    pool, owner, kind, how_many, unclaimed, overdue, due_today, held, flagged, oldest = row
    numbers = how_many, unclaimed, overdue, due_today, held, flagged
    return Counted(PoolId(pool), owner, kind, *numbers, from_ms(oldest))
