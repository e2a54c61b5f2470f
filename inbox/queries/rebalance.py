"""What a rebalance looks at: open work, who is here and for how long, and who knows which patient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from inbox.domain.duty import Roster, names_of
from inbox.domain.ids import ItemId, PersonId, PoolId, ThreadId
from inbox.domain.pool import Staff
from inbox.domain.rebalance.parts import Board, Piece, Worker, who_fits
from inbox.domain.rows import BAND_FLAGGED
from inbox.domain.work_item import Kind, Stage
from inbox.domain.workload import Minutes
from inbox.queries.views import ROW
from inbox.store.rows import is_done, is_open
from inbox.store.schema import inbox_row, thread_row
from inbox.store.sql import among, these
from inbox.store.times import to_ms

KNOWN_FOR = timedelta(days=180)
"""Who answered a patient within this time knows them."""

_OPEN = select(
    ROW.item, ROW.thread, ROW.patient, ROW.kind, ROW.pool, ROW.owner, ROW.stage, ROW.due, ROW.band, ROW.mark
).where(is_open(), ROW.stage != Stage.HELD, ROW.kind.not_in((Kind.BREACH, Kind.NOT_READ)))
_ANSWERED_BY = (
    select(thread_row.c.patient, ROW.owner)
    .select_from(thread_row.join(inbox_row, ROW.thread == thread_row.c.thread))
    .where(
        is_done(),
        thread_row.c.patient.in_(among("patients")),
        ROW.closed_at >= bindparam("since"),
        ROW.owner != "",
    )
    .distinct()
)


def workers(roster: Roster, now: datetime) -> tuple[Worker, ...]:
    """Everybody who works here, with how much of the day they are still on duty."""
    return tuple(
        Worker(one.id, one.name, one.licence, frozenset(one.pools), _minutes(roster.time_left(one, now)))
        for one in roster.staff
        if one.active
    )


def board(
    reader: Connection,
    staff: Iterable[Staff],
    here: tuple[Worker, ...],
    table: Minutes,
    office_work: Collection[str],
    now: datetime,
) -> Board:
    """The open work of everybody, for a rebalance. What is still being told to the server stays as it is."""
    found = reader.execute(_OPEN).all()
    persons, knows = names_of(staff), _knows(reader, {row.patient for row in found}, now)
    pieces, held, fits = list[Piece](), set[ItemId](), list[tuple[int, ...]]()
    fitting: dict[tuple[str, str, bool], tuple[int, ...]] = {}
    for row in found:
        calls = row.band == BAND_FLAGGED
        sort = (row.kind, row.pool, calls)
        if sort not in fitting:
            fitting[sort] = who_fits(here, row.kind, PoolId(row.pool), calls, office_work)
        item, may = ItemId(row.item), {here[place].person for place in fitting[sort]}
        pieces.append(
            Piece(
                item=item,
                thread=ThreadId(row.thread),
                kind=row.kind,
                pool=PoolId(row.pool),
                minutes=table.of(row.kind),
                due=None if row.due is None else (row.due - to_ms(now)) / 60_000,
                holder=persons.get(row.owner),
                claimed=row.stage == Stage.CLAIMED,
                waits_for_call=calls,
                knows=frozenset(knows.get(row.patient, frozenset()) & may),
            )
        )
        fits.append(fitting[sort])
        if row.mark:
            held.add(item)
    return Board(now, tuple(pieces), here, tuple(fits), frozenset(held))


def _knows(reader: Connection, patients: Iterable[str], now: datetime) -> Mapping[str, set[PersonId]]:
    """By patient, who closed something of theirs lately."""
    known: dict[str, set[PersonId]] = defaultdict(set)
    values = {"patients": these(patients), "since": to_ms(now - KNOWN_FOR)}
    for patient, owner in reader.execute(_ANSWERED_BY, values):
        known[patient].add(owner)
    return known


def _minutes(time: timedelta) -> float:
    return time / timedelta(minutes=1)
