"""Numbers beside the views and pools, and above a list: counted by the database in one pass each."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select

from inbox.domain.ids import PoolId
from inbox.domain.people import Actor, Role
from inbox.domain.work_item import Stage
from inbox.queries.views import ROW, View, ViewKind, bound, parts
from inbox.store.schema import inbox_row, seen


class Count(msgspec.Struct, frozen=True):
    """Of one list."""

    open: int = 0
    overdue: int = 0
    unseen: int = 0


class Counts(msgspec.Struct, frozen=True):
    """The numbers of the rail. `pool` is all the actor's pools together; `pools` has those with work."""

    my_work: Count
    pool: Count
    escalations: Count
    waiting: Count
    snoozed: Count
    covering: Count
    pools: dict[PoolId, Count]


class Summary(msgspec.Struct, frozen=True):
    """A list in five numbers. Each item counts once: under the first of these that holds."""

    flags: int = 0
    """Of level 1 to 3."""
    waiting: int = 0
    overdue: int = 0
    due_soon: int = 0
    on_track: int = 0


_NOW: ColumnElement[int] = bindparam("now")
_OVERDUE = and_(ROW.due <= _NOW, ROW.stage.not_in((Stage.HELD, Stage.DONE)))
_SEEN = and_(seen.c.person == bindparam("actor"), seen.c.item == ROW.item)
_UNSEEN = or_(seen.c.latest.is_(None), seen.c.latest < ROW.latest)
_NUMBERS = (func.count(), func.count(case((_OVERDUE, 1))), func.count(case((_UNSEEN, 1))))
_ROWS_AND_SEEN = inbox_row.outerjoin(seen, _SEEN)

_BUCKET = case(
    (ROW.flag_level <= 3, "flags"),
    (ROW.stage == Stage.HELD, "waiting"),
    (_OVERDUE, "overdue"),
    (ROW.soon_from <= _NOW, "due_soon"),
    else_="on_track",
)


@cache  # made when they are first asked for: nobody sees all lists in all roles
def _counted(kind: ViewKind, role: Role) -> Any:
    return select(*_NUMBERS).select_from(_ROWS_AND_SEEN).where(or_(*parts(kind, role)))


@cache
def _by_pool(role: Role) -> Any:
    pools = select(ROW.pool, *_NUMBERS).select_from(_ROWS_AND_SEEN)
    return pools.where(*parts(ViewKind.POOL, role)).group_by(ROW.pool)


@cache
def _summed_up(kind: ViewKind, role: Role) -> Any:
    return select(_BUCKET, func.count()).where(or_(*parts(kind, role))).group_by(_BUCKET)


_RAIL = (ViewKind.MY_WORK, ViewKind.ESCALATIONS, ViewKind.WAITING, ViewKind.SNOOZED, ViewKind.COVERING)


def counts(reader: Connection, actor: Actor, now: datetime) -> Counts:
    """The numbers of every view and pool."""
    values = bound(reader, View(ViewKind.POOL), actor, now)
    rows = reader.execute(_by_pool(actor.role), values)
    pools = {PoolId(pool): Count(*numbers) for pool, *numbers in rows}
    one = {kind: Count(*reader.execute(_counted(kind, actor.role), values).one()) for kind in _RAIL}
    return Counts(
        my_work=one[ViewKind.MY_WORK],
        pool=Count(
            sum(count.open for count in pools.values()),
            sum(count.overdue for count in pools.values()),
            sum(count.unseen for count in pools.values()),
        ),
        escalations=one[ViewKind.ESCALATIONS],
        waiting=one[ViewKind.WAITING],
        snoozed=one[ViewKind.SNOOZED],
        covering=one[ViewKind.COVERING],
        pools=pools,
    )


def summary(reader: Connection, view: View, actor: Actor, now: datetime) -> Summary:
    """How the items of `view` stand."""
    values = bound(reader, view, actor, now)
    return Summary(**dict(reader.execute(_summed_up(view.kind, actor.role), values).all()))
