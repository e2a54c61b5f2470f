"""The live board: how work stands by pool and by person, summed from counted rows. Pure.

An item is counted once in its pool; a physician's review has a line of its own, since the item it is part of
stands in the pool already. Word of a broken promise is no work of its own and is counted nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from inbox.domain.calendar import utc
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.work_item import Kind

REVIEWS = PoolId(Kind.PHYSICIAN_REVIEW.value)
"""Stands for a pool: all reviews that physicians are asked for."""
HOURS = 25
"""Hours a day of the clinic may have, when the clocks go back."""


class Slice(StrEnum):
    """Which of the open items a number counts."""

    OPEN = "open"
    UNCLAIMED = "unclaimed"
    OVERDUE = "overdue"
    DUE_TODAY = "due today"
    """Still to come today: what is overdue is not counted again."""
    HELD = "held"


class Day(msgspec.Struct, frozen=True):
    """A day of the clinic: the instants at which it begins and ends."""

    begins: datetime
    ends: datetime

    @staticmethod
    def of(local: datetime) -> Day:
        """The day in which `local`, a time by the clock on the clinic's wall, lies."""
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        return Day(utc(midnight), utc((midnight + timedelta(days=1)).replace(fold=0)))


class Counted(msgspec.Struct, frozen=True):
    """The open items of one pool, one owner and one kind."""

    pool: PoolId
    owner: str
    kind: str
    open: int
    unclaimed: int
    overdue: int
    due_today: int
    held: int
    flagged: int
    oldest: datetime


class Came(msgspec.Struct, frozen=True):
    """What arrived in, or was closed by `owner` in, one hour of the day."""

    arrived: bool
    pool: PoolId
    owner: str
    kind: str
    hour: int
    count: int


class Numbers(msgspec.Struct, frozen=True):
    """All that the board is made of, as it was `at` one moment."""

    at: datetime
    open: tuple[Counted, ...] = ()
    today: tuple[Came, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """The numbers of a pool, of a person or of all of it."""

    open: int = 0
    unclaimed: int = 0
    overdue: int = 0
    due_today: int = 0
    held: int = 0
    flagged: int = 0
    oldest: datetime | None = None
    """When the oldest open item arrived."""
    arrived: int = 0
    closed: int = 0
    kinds: Mapping[str, int] = {}
    """How many open items not on hold there are of each kind: what expected minutes are counted from."""

    def of(self, which: Slice) -> int:
        """The number that counts `which`."""
        return {
            Slice.OPEN: self.open,
            Slice.UNCLAIMED: self.unclaimed,
            Slice.OVERDUE: self.overdue,
            Slice.DUE_TODAY: self.due_today,
            Slice.HELD: self.held,
        }[which]


def by_pool(numbers: Numbers, pools: Iterable[PoolId]) -> dict[PoolId, Line]:
    """A line for each of `pools`, for each other with work, and last for the reviews where there are any."""
    counted: dict[PoolId, list[Counted]] = {pool: [] for pool in pools}
    today: dict[PoolId, list[Came]] = {}
    for group in numbers.open:
        counted.setdefault(_line_of(group.pool, group.kind), []).append(group)
    for came in numbers.today:
        today.setdefault(_line_of(came.pool, came.kind), []).append(came)
    for pool in today:
        counted.setdefault(pool, [])
    order = sorted(counted, key=lambda pool: pool == REVIEWS)
    return {pool: _sum(counted[pool], today.get(pool, ())) for pool in order}


def by_person(numbers: Numbers, names: Mapping[str, PersonId]) -> dict[PersonId, Line]:
    """A line for everybody who holds work or has closed some today. `names`: whom each reference means."""
    counted: dict[PersonId, list[Counted]] = {}
    today: dict[PersonId, list[Came]] = {}
    for group in numbers.open:
        if who := names.get(group.owner):
            counted.setdefault(who, []).append(group)
    for came in numbers.today:
        if not came.arrived and (who := names.get(came.owner)):
            today.setdefault(who, []).append(came)
    everybody = dict.fromkeys([*counted, *today])
    return {who: _sum(counted.get(who, ()), today.get(who, ())) for who in everybody}


def all_of_it(numbers: Numbers) -> Line:
    """The whole clinic in one line; reviews are not counted beside the items they are part of."""
    return _sum(
        [group for group in numbers.open if group.kind != Kind.PHYSICIAN_REVIEW],
        [came for came in numbers.today if came.kind != Kind.PHYSICIAN_REVIEW],
    )


def by_hour(numbers: Numbers, pool: PoolId | None = None) -> tuple[list[int], list[int]]:
    """Arrivals and closures of each hour of the day, of one line of the board or of all pools."""
    arrived, closed = [0] * HOURS, [0] * HOURS
    for came in numbers.today:
        line = _line_of(came.pool, came.kind)
        if (line == pool if pool is not None else line != REVIEWS) and 0 <= came.hour < HOURS:
            (arrived if came.arrived else closed)[came.hour] += came.count
    return arrived, closed


def _line_of(pool: PoolId, kind: str) -> PoolId:
    return REVIEWS if kind == Kind.PHYSICIAN_REVIEW else pool


def _sum(groups: Iterable[Counted], today: Iterable[Came]) -> Line:
    groups, today = list(groups), list(today)
    kinds: Counter[str] = Counter()
    for group in groups:
        kinds[group.kind] += group.open - group.held
    return Line(
        open=sum(group.open for group in groups),
        unclaimed=sum(group.unclaimed for group in groups),
        overdue=sum(group.overdue for group in groups),
        due_today=sum(group.due_today for group in groups),
        held=sum(group.held for group in groups),
        flagged=sum(group.flagged for group in groups),
        oldest=min((group.oldest for group in groups), default=None),
        arrived=sum(came.count for came in today if came.arrived),
        closed=sum(came.count for came in today if not came.arrived),
        kinds=dict(+kinds),
    )
