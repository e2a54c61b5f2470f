"""Coverage: who sees to an absent colleague's work, from when until when, in their own name.

Every moment is asked of the same few facts, so any number of stations come to the same. Part days are hours
by the clock on the clinic's wall; outside them, and after the end, the absent person has their work again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.ids import PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Party

_A_DAY = timedelta(days=1)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When that ends which nobody has ended."""
Stretch = tuple[datetime, datetime]
"""From when until when somebody is away without a break."""


class Left(StrEnum):
    """What becomes of the work they have when it begins; what comes to them later goes to the cover."""

    STAYS = "stays"
    GOES = "goes"


class Coverage(msgspec.Struct, frozen=True):
    """`cover` sees to the work of `away` from `start` until `end` (exclusive)."""

    away: Party
    cover: Party
    start: datetime
    end: datetime | None
    """None: until somebody ends it."""
    pools: tuple[PoolId, ...] = ()
    """Only what is in these; empty: in all of them."""
    hours: tuple[OpenTime, ...] = ()
    """Only in these, every week; empty: all day."""
    left: Left = Left.STAYS
    active: bool = True
    ref: str = ""
    """`PractitionerRole/…`; empty before the server has it."""
    version: str = ""

    def stretch(self, at: datetime, zone: ZoneInfo) -> Stretch | None:
        """The stretch that `at` lies in; None when they are not away then."""
        last = self.end or FOREVER
        if not self.active or not self.start <= at < last:
            return None
        if not self.hours:
            return self.start, last
        local = at.astimezone(zone)
        for block in self.hours:
            if block.covers(local):
                opens, closes = _on(block, local, zone)
                return max(self.start, opens), min(last, closes)
        return None

    def holds(self, at: datetime, zone: ZoneInfo, pool: str = "") -> bool:
        """Whether it is so at `at`, of work in `pool`."""
        return self.stretch(at, zone) is not None and self.concerns(pool)

    def concerns(self, pool: str) -> bool:
        """Whether work in `pool` is covered; work in no pool always is."""
        return not self.pools or not pool or PoolId(pool) in self.pools

    def is_over(self, at: datetime) -> bool:
        """Whether it never holds again."""
        return not self.active or (self.end is not None and self.end <= at)


def covered_by(
    coverages: Iterable[Coverage], who: str, pool: str, at: datetime, zone: ZoneInfo
) -> Coverage | None:
    """The coverage of `who` that holds at `at` for work in `pool`: the first set of several."""
    holding = (one for one in coverages if one.away.ref == who and one.holds(at, zone, pool))
    return min(holding, key=lambda one: (one.start, one.ref), default=None)


def stands_in(
    coverages: Iterable[Coverage], who: str, pool: str, at: datetime, zone: ZoneInfo
) -> Party | None:
    """Who sees to the work of `who` now: their cover, or whoever covers for that one in turn.

    None when nobody does: `who` is there, or they cover for each other in a circle.
    """
    known, found, met = tuple(coverages), None, {who}
    while (one := covered_by(known, found.ref if found else who, pool, at, zone)) is not None:
        if one.cover.ref in met:
            return None
        met.add(one.cover.ref)
        found = one.cover
    return found


def absent(coverages: Iterable[Coverage], at: datetime, zone: ZoneInfo) -> frozenset[str]:
    """Who is away at `at` and covered, for some of their work at least."""
    return frozenset(one.away.ref for one in coverages if one.holds(at, zone))


class Holder(Protocol):
    """Work that somebody may have for an absent colleague."""

    @property
    def on_behalf(self) -> Party | None:
        """Whose work it is."""


def behalf(
    coverages: Iterable[Coverage], item: Holder, who: str, pool: str, at: datetime, zone: ZoneInfo
) -> Party | None:
    """On whose behalf `who` acts on `item` at `at`: nobody's unless they stand in for that person then."""
    away = item.on_behalf
    if away is None:
        return None
    cover = stands_in(coverages, away.ref, pool, at, zone)
    return away if cover is not None and cover.ref == who else None


def covering(coverages: Iterable[Coverage], who: str, at: datetime, zone: ZoneInfo) -> list[Coverage]:
    """What `who` covers at `at`, the one that ends first before the others."""
    mine = (one for one in coverages if one.cover.ref == who and one.holds(at, zone))
    return sorted(mine, key=lambda one: (until(one, at, zone), one.away.name))


def until(coverage: Coverage, at: datetime, zone: ZoneInfo) -> datetime:
    """When the stretch ends that `at` lies in; its very end where they are there at `at`."""
    stretch = coverage.stretch(at, zone)
    return stretch[1] if stretch else coverage.end or FOREVER


def meet(one: Coverage, other: Coverage) -> bool:
    """Whether both may hold at the same moment, for work in the same pool."""
    together = one.start < (other.end or FOREVER) and other.start < (one.end or FOREVER)
    pools = not one.pools or not other.pools or bool(set(one.pools) & set(other.pools))
    return together and pools and _hours_meet(one.hours, other.hours)


def leads_to(coverages: Iterable[Coverage], new: Coverage) -> bool:
    """Whether the cover of `new` is covered, maybe through others, by the one who is away in it."""
    known = [one for one in coverages if one.ref != new.ref and one.active and meet(one, new)]
    reached, grown = {new.cover.ref}, True
    while grown:
        more = {one.cover.ref for one in known if one.away.ref in reached} - reached
        reached |= more
        grown = bool(more)
    return new.away.ref in reached


def _hours_meet(one: tuple[OpenTime, ...], other: tuple[OpenTime, ...]) -> bool:
    if not one or not other:
        return True
    return any(
        a.day == b.day and a.start < (b.end or time.max) and b.start < (a.end or time.max)
        for a in one
        for b in other
    )


def _on(block: OpenTime, local: datetime, zone: ZoneInfo) -> Stretch:
    """The block on the day of `local`, as instants."""
    opens = datetime.combine(local.date(), block.start, zone)
    ends = local.date() if block.end else local.date() + _A_DAY
    return opens.astimezone(UTC), datetime.combine(ends, block.end or time(), zone).astimezone(UTC)
