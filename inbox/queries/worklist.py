"""The list of a view: the ids of all its items in order, and the lines of those on screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    or_,
    select,
    union,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from inbox.domain.entries import State
from inbox.domain.ids import ItemId
from inbox.domain.people import LICENSED, Actor, Role
from inbox.domain.rows import BAND_FLAGGED, InboxRow
from inbox.queries.views import IN_POOLS, NOBODYS, NOT_A_REVIEW, ROW, SHOWN, View, ViewKind, bound, parts
from inbox.store.rows import FIELDS, is_open, read
from inbox.store.schema import draft, inbox_row, patient_row, seen
from inbox.store.sql import among, these
from inbox.store.times import to_ms

PAGE = 60
"""Lines worth reading at once: somewhat more than a tall window shows."""


class Line(InboxRow, frozen=True):
    """One line of a list: the row, its patient, and what the looking person has done with it."""

    name: str = ""
    birth_date: date | None = None
    sex: str = ""
    language: str = ""
    interpreter: bool = False
    unseen: bool = True
    """Nothing of it, or not the newest message, has been open on this station by this person."""
    has_draft: bool = False


Rows = ReadOnlyColumnCollection[str, Any]
Order = list[ColumnElement[Any]]


def _urgent_first(row: Rows) -> Order:
    return [row.band, row.due.is_(None), row.due, row.arrived, row.item]


def _back_first(row: Rows) -> Order:
    return [row.wake.is_(None), row.wake, *_urgent_first(row)]


def _soonest_first(row: Rows) -> Order:
    return [row.snoozed, *_urgent_first(row)]


def _newest_first(row: Rows) -> Order:
    """What has not even left yet comes before all."""
    return [row.closed_at.is_not(None), row.closed_at.desc(), row.arrived.desc(), row.item]


_ORDER = {
    ViewKind.WAITING: _back_first,
    ViewKind.SNOOZED: _soonest_first,
    ViewKind.SENT: _newest_first,
}
_ORDERED_BY = [ROW[name] for name in ("item", "band", "due", "arrived", "wake", "closed_at", "snoozed")]


@cache
def _ids(kind: ViewKind, role: Role) -> Select[Any]:
    """Each part of a view by its own index, then together in order."""
    order = _ORDER.get(kind, _urgent_first)
    listed = parts(kind, role)
    if len(listed) == 1:
        return select(ROW.item).where(*listed).order_by(*order(ROW))
    together = union(*(select(*_ORDERED_BY).where(part) for part in listed)).subquery()
    return select(together.c.item).order_by(*order(together.c))


_UNSEEN = seen.c.latest.is_(None) | (seen.c.latest < ROW.latest)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        *(ROW[name] for name in FIELDS),
        patient_row.c.name,
        patient_row.c.birth_date,
        patient_row.c.sex,
        patient_row.c.language,
        patient_row.c.interpreter,
        _UNSEEN,
        draft.c.thread.is_not(None),
    )
    .select_from(inbox_row)
    .outerjoin(patient_row, patient_row.c.patient == ROW.patient)
    .outerjoin(seen, and_(seen.c.person == bindparam("actor"), seen.c.item == ROW.item))
    .outerjoin(draft, and_(draft.c.thread == ROW.thread, draft.c.person == bindparam("actor")))
    .where(ROW.item.in_(among("items")))
)
_OPEN = select(ROW.item).where(is_open())
_NEXT = (
    select(ROW.item)
    .where(
        is_open(),
        NOBODYS,
        IN_POOLS,
        SHOWN,
        ROW.mark.not_in((State.REFUSED, State.CONFLICTED)),
        ROW.item.not_in(among("skip")),
    )
    .order_by(*_urgent_first(ROW))
    .limit(1)
)
_NEXT_FOR_OTHERS = _NEXT.where(NOT_A_REVIEW)
_NEXT_WITHOUT_CALLS = _NEXT_FOR_OTHERS.where(ROW.band != BAND_FLAGGED)
_MOVED = (
    select(ROW.item)
    .where(
        is_open(),
        or_(*(and_(at > bindparam("since"), at <= bindparam("now")) for at in (ROW.snoozed, ROW.stuck_from))),
    )
    .order_by(*_urgent_first(ROW))  # so that the index of lists is read, and no row
    .limit(1)
)


def ids(reader: Connection, view: View, actor: Actor, now: datetime) -> list[ItemId]:
    """All items of `view` at `now` in the order of its list.

    Worklists: by band (`domain.rows` says which), then by due time, those without one last. Waiting and
    Snoozed: soonest back first. Sent: newest first. A sweep: as the view names them. What a search lists is
    found by `queries.search`.
    """
    values = bound(reader, view, actor, now)
    found = reader.scalars(_ids(view.kind, actor.role), values).all()
    if view.kind is ViewKind.SWEEP:
        there = set(found)
        return [item for item in view.items if item in there]
    return [ItemId(item) for item in found]


def lines(reader: Connection, items: Sequence[ItemId], actor: Actor) -> list[Line]:
    """The lines of `items`, in that order; an item that has gone meanwhile is left out."""
    found = reader.execute(_LINES, {"items": these(items), "actor": actor.person})
    there = {row[0]: _line(tuple(row)) for row in found}
    return [there[item] for item in items if item in there]


def line(reader: Connection, item: ItemId, actor: Actor) -> Line | None:
    """The line of one item; None when it is not there."""
    return next(iter(lines(reader, [item], actor)), None)


def open_items(reader: Connection) -> list[ItemId]:
    """Everything open that is kept here, in no order."""
    return [ItemId(item) for item in reader.scalars(_OPEN)]


def moved(reader: Connection, since: datetime, now: datetime) -> bool:
    """Whether time alone, from `since` on, has put something into a list or out of it."""
    return reader.scalar(_MOVED, {"since": to_ms(since), "now": to_ms(now)}) is not None


def next_urgent(
    reader: Connection, actor: Actor, now: datetime, skip: frozenset[ItemId] = frozenset()
) -> ItemId | None:
    """The most urgent item of the actor's pools that nobody has, as far as the actor may take it.

    Only prescribers are offered reviews, and who has no licence is offered nothing that waits for a call.
    """
    statement = _NEXT if actor.role is Role.PRESCRIBER else _NEXT_FOR_OTHERS
    if actor.role not in LICENSED:
        statement = _NEXT_WITHOUT_CALLS
    values = {"pools": these(actor.pools), "now": to_ms(now), "skip": these(skip)}
    found = reader.scalar(statement, values)
    return None if found is None else ItemId(found)


def _line(columns: Sequence[Any]) -> Line:
    own = len(FIELDS)
    name, born, sex, language, interpreter, unseen, has_draft = columns[own:]
    birth_date = date.fromisoformat(born) if born else None
    of_patient = (name or "", birth_date, sex or "", language or "", bool(interpreter))
    values: list[Any] = [*read(columns[:own]), *of_patient, bool(unseen), bool(has_draft)]
    return Line(*values)
