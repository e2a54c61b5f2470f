"""What a forecast is made from: the open work, who is here, and the days before, counted by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, case, func, literal, select

from inbox.domain.calendar import utc
from inbox.domain.duty import Roster
from inbox.domain.forecast.forecast import Outlook
from inbox.domain.forecast.history import History, Past
from inbox.domain.forecast.run import Hand, Job
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Role
from inbox.domain.rebalance.parts import Board, Worker, who_fits
from inbox.domain.work_item import Kind
from inbox.domain.workload import Minutes
from inbox.queries.views import ROW
from inbox.store.rows import NO_ITEM, is_done
from inbox.store.times import from_ms, to_ms

LOOKS_BACK = timedelta(days=56)
_HOUR = 3_600_000
_WITHIN_A_DAY = 10 * _HOUR
"""Milliseconds: what is owed within them can still be late today."""

_REAL = ROW.kind.not_in((Kind.BREACH, Kind.NOT_READ))
_SINCE: ColumnElement[int] = bindparam("since")
_UNTIL: ColumnElement[int] = bindparam("until")
_ARRIVED_HOUR = ((ROW.arrived - _SINCE) / literal(_HOUR, Integer)).cast(Integer).label("hour")
_CLOSED_HOUR = ((ROW.closed_at - _SINCE) / literal(_HOUR, Integer)).cast(Integer).label("hour")
_OWED_SOON = and_(ROW.due.is_not(None), ROW.due - ROW.arrived < _WITHIN_A_DAY, ROW.due > ROW.arrived)
_ARRIVALS = (
    select(ROW.pool, ROW.kind, _ARRIVED_HOUR, func.count())
    .where(ROW.arrived >= _SINCE, ROW.arrived < _UNTIL, ROW.stage != NO_ITEM, _REAL)
    .group_by(ROW.pool, ROW.kind, "hour")
)
_CLOSURES = (
    select(ROW.kind, _CLOSED_HOUR, func.count())
    .where(is_done(), ROW.closed_at >= _SINCE, ROW.closed_at < _UNTIL, _REAL)
    .group_by(ROW.kind, "hour")
)
_TARGETS = (
    select(
        ROW.pool,
        ROW.kind,
        func.count(),
        func.count(case((_OWED_SOON, 1))),
        func.avg(case((_OWED_SOON, ROW.due - ROW.arrived))),
    )
    .where(ROW.arrived >= _SINCE, ROW.stage != NO_ITEM, _REAL)
    .group_by(ROW.pool, ROW.kind)
)


def history(reader: Connection, roster: Roster, table: Minutes, midnight: datetime) -> History:
    """The eight weeks before today; `midnight` is the one this day of the clinic began with, local."""
    since = utc(midnight) - LOOKS_BACK
    values = {"since": to_ms(since), "until": to_ms(utc(midnight))}
    zone, arrived = midnight.tzinfo, defaultdict[date, dict[tuple[PoolId, str, int], int]](dict)
    for pool, kind, hour, count in reader.execute(_ARRIVALS, values):
        at = (since + timedelta(hours=hour)).astimezone(zone)
        slot = (PoolId(pool), kind, at.hour)
        arrived[at.date()][slot] = arrived[at.date()].get(slot, 0) + count
    done = defaultdict[date, float](float)
    for kind, hour, count in reader.execute(_CLOSURES, values):
        done[(since + timedelta(hours=hour)).astimezone(zone).date()] += count * table.of(kind)
    staffed = _staffed(roster, midnight)
    days = [Past(day, arrived[day], done[day], staffed[day.weekday()]) for day in sorted(arrived)]
    return History([day for day in days if day.done > 0])


def _staffed(roster: Roster, midnight: datetime) -> list[float]:
    """Minutes that people are on duty on each weekday, as this week's roster has it."""
    found = [0.0] * 7
    for ago in range(7):
        day = datetime.combine(midnight.date() - timedelta(days=ago), time(), midnight.tzinfo)
        who = (one for one in roster.staff if one.licence not in (Role.SUPERVISOR, Role.PRESCRIBER))
        found[day.weekday()] = sum(roster.time_left(one, utc(day)) / timedelta(minutes=1) for one in who)
    return found


def outlook(
    reader: Connection, board: Board, table: Minutes, office_work: frozenset[str], local: datetime
) -> Outlook:
    """The day as it stands on `board`, `local` by the clock on the clinic's wall."""
    circles: dict[tuple[int, ...], int] = {}
    own = {worker.person: place for place, worker in enumerate(board.workers)}

    def queue(may: tuple[int, ...]) -> int:
        return circles.setdefault(may, len(circles))

    jobs = [
        Job(0.0, piece.due, piece.minutes, queue(_circle(piece.holder, own, may)), piece.pool)
        for piece, may in zip(board.pieces, board.fits, strict=True)
        if piece.due is not None
    ]
    since = to_ms(utc(local) - LOOKS_BACK)
    targets: dict[tuple[PoolId, str], float] = {}
    for pool, kind, every, soon, target in reader.execute(_TARGETS, {"since": since}):
        if 2 * soon >= every and target:
            targets[PoolId(pool), kind] = float(target) / 60_000
    queue_of = {
        (pool, kind): queue(who_fits(board.workers, kind, pool, False, office_work)) for pool, kind in targets
    }
    hands = tuple(
        Hand(worker.left, tuple(number for may, number in circles.items() if place in may))
        for place, worker in enumerate(board.workers)
    )
    return Outlook(
        jobs=tuple(jobs),
        hands=hands,
        queue_of=queue_of,
        queues=len(circles),
        targets=targets,
        minutes={kind: table.of(kind) for _, kind in targets},
        weekday=local.weekday(),
        hour=local.hour + local.minute / 60,
    )


def _circle(holder: PersonId | None, own: Mapping[PersonId, int], may: tuple[int, ...]) -> tuple[int, ...]:
    return (own[holder],) if holder is not None and holder in own else may


def marks(workers: tuple[Worker, ...], local: datetime) -> list[float]:
    """Minutes from now at each full hour until the last goes home; that alone where there is none."""
    end = max((worker.left for worker in workers), default=0.0)
    first = 60.0 - local.minute
    hours = [first + 60 * n for n in range(24) if first + 60 * n <= end]
    return hours or ([end] if end > 0 else [])


def moment(at: datetime, minutes: float) -> datetime:
    """The instant that many minutes after `at`, on the whole minute."""
    return from_ms(round(to_ms(at) / 60_000 + minutes) * 60_000)
