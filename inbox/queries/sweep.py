"""What the sweep before closing looks at: all open work, and the conversations of what may be pressing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select, union_all

from inbox.domain.calendar import Calendar
from inbox.domain.filed import Interpreter
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.projection import project
from inbox.domain.promises import Promises
from inbox.domain.rows import BAND_FIRST, BAND_FLAGGED
from inbox.domain.sweep import Open, Seen, Sweep, gap_at, is_flagged, is_urgent, seen_to, sweep
from inbox.domain.thread import Thread
from inbox.domain.work_item import Kind, Stage, WorkItem
from inbox.queries.slices import UNCLAIMED
from inbox.queries.views import ROW
from inbox.store import outbox, truth
from inbox.store.rows import is_done, is_open
from inbox.store.schema import outbox as outbox_table
from inbox.store.times import from_ms, maybe_time

PRESSING = 4.0
"""Open hours in which the class "urgent" is answered: what is due later than that is not urgent."""

_ALWAYS_READ = (Kind.HOME_MONITORING, Kind.CALL_NOW)
_BESIDE = ("sweep", "comment")
"""Verbs that change nothing of the work while they wait to leave."""
_AT_ONCE = 200
"""Conversations that are read in one go."""

_COLUMNS = select(
    ROW.item, ROW.thread, ROW.pool, ROW.kind, ROW.stage, ROW.band, ROW.due, ROW.flag_level, ROW.wake,
    ROW.mark, ROW.mark_verb, ROW.snoozed, UNCLAIMED.label("untaken"),
).where(ROW.kind.not_in((Kind.BREACH, Kind.NOT_READ)))  # fmt: skip
_OPEN = union_all(
    _COLUMNS.where(is_open()),
    _COLUMNS.where(is_done(), ROW.item.in_(select(outbox_table.c.item))),
)


class Read(msgspec.Struct, frozen=True):
    """What only the conversation itself tells of an item."""

    urgent: bool
    seen: tuple[Seen, ...]
    wakes: tuple[datetime, ...]
    written: datetime | None = None
    """When the patient wrote last."""


def swept(
    reader: Connection,
    interpreter: Interpreter,
    promises: Promises,
    now: datetime,
    known: MutableMapping[ThreadId, Mapping[ItemId, Read]],
) -> Sweep:
    """What waits until the next opening. `known`: what was read before of conversations that have not changed
    since; what is read now is added to it. Takes a while: not on the window's thread."""
    rows = reader.execute(_OPEN).all()
    pressing = _pressing(promises.calendar, now)
    wanted = [ThreadId(row.thread) for row in rows if _is_to_be_read(row, pressing)]
    _read(reader, interpreter, promises, [one for one in dict.fromkeys(wanted) if one not in known], known)
    return sweep((_item(row, known) for row in rows), promises.calendar, now)


def _pressing(calendar: Callable[[str], Calendar], now: datetime) -> Callable[[str], datetime | None]:
    """Until when something in a pool may be due that is urgent; None: the pool never closes."""
    until: dict[str, datetime | None] = {}

    def of(pool: str) -> datetime | None:
        if pool not in until:
            gap = gap_at(calendar(pool), now)
            until[pool] = calendar(pool).add_hours(gap.opens, PRESSING) if gap else None
        return until[pool]

    return of


def _is_to_be_read(row: Any, pressing: Callable[[str], datetime | None]) -> bool:
    if row.stage == Stage.DONE:
        return False
    if row.flag_level in (1, 2, 3) or row.kind in _ALWAYS_READ or row.band in (BAND_FLAGGED, BAND_FIRST):
        return True
    until = pressing(row.pool)
    return row.due is not None and until is not None and from_ms(row.due) <= until


def _read(
    reader: Connection,
    interpreter: Interpreter,
    promises: Promises,
    threads: list[ThreadId],
    known: MutableMapping[ThreadId, Mapping[ItemId, Read]],
) -> None:
    for start in range(0, len(threads), _AT_ONCE):
        some = threads[start : start + _AT_ONCE]
        resources, waiting = truth.of_threads(reader, some), outbox.of_threads(reader, some)
        for one in some:
            held = interpreter.thread(one, resources.get(one, []))
            if held is not None:
                thread = project(held, waiting.get(one, []))
                known[one] = {item.id: _facts(thread, item, promises) for item in thread.items}


def _facts(thread: Thread, item: WorkItem, promises: Promises) -> Read:
    if item.stage is Stage.DONE:
        return Read(False, (), ())
    stored = item.holding.promise
    of = (stored.sla_class if stored else "") or promises.of(thread, item).sla_class
    last = thread.last_from_patient
    until = tuple(one.until for one in item.snoozes)
    return Read(is_urgent(item, of), seen_to(item), until, last.sent if last else None)


_NOTHING: Mapping[ItemId, Read] = {}
_UNREAD = Read(False, (), ())


def _item(row: Any, known: Mapping[ThreadId, Mapping[ItemId, Read]]) -> Open:
    open_still = row.stage != Stage.DONE
    read = known.get(ThreadId(row.thread), _NOTHING).get(ItemId(row.item), _UNREAD)
    back = (maybe_time(row.wake), maybe_time(row.snoozed))
    return Open(
        item=ItemId(row.item),
        thread=ThreadId(row.thread),
        pool=row.pool,
        due=maybe_time(row.due) if open_still else None,
        flagged=open_still and is_flagged(row.flag_level),
        urgent=open_still and read.urgent,
        untaken=open_still and bool(row.untaken),
        held=row.stage == Stage.HELD,
        wakes=(*read.wakes, *filter(None, back)) if open_still else (),
        unconfirmed=bool(row.mark) and row.mark_verb not in _BESIDE,
        written=read.written,
        seen=read.seen,
    )
