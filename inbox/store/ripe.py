"""Conversations in which a rule may have something to do: found by their rows, so that few are opened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select

from inbox.domain.flag import CALL_LEVELS
from inbox.domain.ids import ItemId, PatientId, PersonId, ThreadId
from inbox.domain.work_item import Kind, Stage
from inbox.store.rows import NO_ITEM, is_done, is_open
from inbox.store.schema import inbox_row, seen
from inbox.store.sql import among, these
from inbox.store.times import to_ms

_ROW = inbox_row.c
_NOW: ColumnElement[int] = bindparam("now")
_HELD = and_(_ROW.stage == Stage.HELD, or_(_ROW.wake <= _NOW, _ROW.unanswered > 0))
_LATE = and_(_ROW.stage != Stage.HELD, or_(_ROW.due <= _NOW, _ROW.soon_from <= _NOW))
_WATCHED = or_(_ROW.kind.in_((Kind.FYI, Kind.BREACH, Kind.NOT_READ)), _ROW.flag_level.in_(CALL_LEVELS))
_HANDED_OVER = or_(_ROW.behalf != "", _ROW.owner.in_(among("away")))
_RIPE = (
    select(_ROW.thread)
    .where(is_open(), _ROW.mark == "", or_(_HELD, _LATE, _WATCHED, _HANDED_OVER))
    .distinct()
    .order_by(_ROW.thread)
)
_ANSWERED = (
    select(_ROW.thread)
    .where(is_done(), _ROW.unanswered == 0, _ROW.closed_at >= bindparam("since"), _ROW.closed_at <= _NOW)
    .distinct()
    .order_by(_ROW.thread)
)
_NEWEST = (
    select(_ROW.thread)
    .where(_ROW.patient == bindparam("patient"), _ROW.stage != NO_ITEM)
    .order_by(_ROW.latest.desc(), _ROW.thread)
    .limit(1)
)
_SEEN = select(seen.c.item).where(seen.c.person == bindparam("person"), seen.c.item == bindparam("item"))


def ripe(connection: Connection, now: datetime, away: Collection[str] = ()) -> list[ThreadId]:
    """Where something waits, is late or soon will be, or is watched; where one of those `away` has something,
    or their cover; not where somebody here is at it."""
    values = {"now": to_ms(now), "away": these(away)}
    return [ThreadId(one) for one in connection.scalars(_RIPE, values)]


def answered(connection: Connection, since: datetime, now: datetime) -> list[ThreadId]:
    """Where the last word is the clinic's, and work was closed since."""
    return [
        ThreadId(one) for one in connection.scalars(_ANSWERED, {"since": to_ms(since), "now": to_ms(now)})
    ]


def newest_thread(connection: Connection, patient: PatientId) -> ThreadId | None:
    """The conversation in which the patient wrote last."""
    found = connection.scalar(_NEWEST, {"patient": patient})
    return None if found is None else ThreadId(found)


def opened(connection: Connection, person: PersonId, item: ItemId) -> bool:
    """Whether `person` has had an item open here."""
    return connection.scalar(_SEEN, {"person": person, "item": item}) is not None
