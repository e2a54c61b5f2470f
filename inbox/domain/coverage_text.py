"""A coverage as people write and read it: moments, part days, pools and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.coverage import FOREVER, Coverage, Left, until
from inbox.domain.coverage_sheet import Mistake
from inbox.domain.ids import PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Party
from inbox.domain.pool import Pool
from inbox.domain.time_words import day_words
from inbox.domain.words import mark, tr

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]+(\d{1,2})(?::(\d\d))?)?")
_PART = re.compile(r"([A-Za-z]{3})[a-z]*\s+(\d{1,2})(?::(\d\d))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d\d))?")
_DAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))


class Sheet(msgspec.Struct, frozen=True):
    """A coverage as it is typed."""

    away: Party
    cover: Party
    start: str = ""
    end: str = ""
    hours: str = ""
    """ "Tue 13:00–17:00, Thu 8–12"; empty: all day."""
    pools: str = ""
    """Names, with commas between; empty: all."""
    left: Left = Left.STAYS

    @classmethod
    def of(cls, one: Coverage, pools: Iterable[Pool], zone: ZoneInfo) -> Sheet:
        """The sheet of a coverage there is."""
        names = {pool.id: pool.name for pool in pools}
        return cls(
            one.away,
            one.cover,
            moment_text(one.start, zone),
            moment_text(one.end, zone) if one.end else "",
            hours_text(one.hours),
            ", ".join(names.get(pool, pool) for pool in one.pools),
            one.left,
        )


def read(sheet: Sheet, pools: Sequence[Pool], zone: ZoneInfo) -> Coverage | Mistake:
    """The coverage that is meant, or what cannot be read. A day without a time counts whole."""
    start, end = _moment(sheet.start, zone), _moment(sheet.end, zone, last=True)
    if start is None:
        return Mistake("start", tr("Write the first day as 2026-03-20, or with a time: 2026-03-20 13:00."))
    if end is None:
        return Mistake("end", tr("Write the last day as 2026-03-27, or with a time: 2026-03-27 17:00."))
    hours = part_days(sheet.hours)
    if hours is None:
        return Mistake("hours", tr("Write part days as Tue 13:00–17:00, Thu 8:00–12:00, or leave it empty."))
    named = [name.strip() for name in sheet.pools.split(",") if name.strip()]
    known = {pool.name.casefold(): pool.id for pool in pools}
    if unknown := [name for name in named if name.casefold() not in known]:
        return Mistake("pools", tr("There is no pool called {name}.", name=unknown[0]))
    meant: tuple[PoolId, ...] = tuple(known[name.casefold()] for name in named)
    return Coverage(sheet.away, sheet.cover, start, end, meant, hours, sheet.left)


def moment_text(at: datetime, zone: ZoneInfo) -> str:
    """A moment as it is typed: "2026-03-20 13:00"."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def hours_text(hours: Iterable[OpenTime]) -> str:
    """Part days as they are typed."""
    return ", ".join(
        f"{tr(_DAYS[block.day])} {block.start:%H:%M}–{f'{block.end:%H:%M}' if block.end else '24:00'}"
        for block in hours
    )


def until_words(at: datetime, zone: ZoneInfo) -> str:
    """The same of an end: midnight is the end of the day before."""
    local = at.astimezone(zone)
    if local.time() == time() and at != FOREVER:
        return tr("the end of {day}", day=day_words(local.date() - timedelta(days=1)))
    return when_words(at, zone)


def when_words(at: datetime, zone: ZoneInfo) -> str:
    """ "Fri 20 Mar, 17:00"; "further notice" for what nobody has ended."""
    if at == FOREVER:
        return tr("further notice")
    local = at.astimezone(zone)
    return tr("{day}, {time}", day=day_words(local.date()), time=f"{local:%H:%M}")


def covering_words(one: Coverage, at: datetime, zone: ZoneInfo) -> str:
    """For whom and how long: "for Dr. Ingrid Solheim, MD, until Fri 20 Mar, 17:00"."""
    end = until_words(until(one, at, zone), zone)
    return tr("for {name}, until {time}", name=one.away.name or one.away.ref, time=end)


def coverage_words(one: Coverage, zone: ZoneInfo) -> str:
    """All of it in one line."""
    start, end = when_words(one.start, zone), until_words(one.end or FOREVER, zone)
    told = tr("{start} to {end}", start=start, end=end)
    part = tr("only {hours}", hours=hours_text(one.hours)) if one.hours else ""
    left = tr("open work goes over") if one.left is Left.GOES else tr("open work stays")
    return " · ".join(filter(None, (told, part, left)))


def _moment(text: str, zone: ZoneInfo, *, last: bool = False) -> datetime | None:
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[1])
        clock = time(int(found[2]), int(found[3] or 0)) if found[2] else None
    except ValueError:
        return None
    if clock is None:
        day, clock = day + timedelta(days=1) if last else day, time()
    return datetime.combine(day, clock, zone).astimezone(UTC)


def part_days(text: str) -> tuple[OpenTime, ...] | None:
    """The hours that are meant by "Tue 13:00–17:00, Thu 8–12"; None where it cannot be read."""
    days = {tr(name).casefold(): number for number, name in enumerate(_DAYS)}
    blocks: list[OpenTime] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        found = _PART.fullmatch(part)
        if found is None or found[1].casefold() not in days:
            return None
        try:
            start = time(int(found[2]), int(found[3] or 0))
            end = None if found[4] == "24" else time(int(found[4]), int(found[5] or 0))
        except ValueError:
            return None
        if end is not None and end <= start:
            return None
        blocks.append(OpenTime(days[found[1].casefold()], start, end))
    return tuple(blocks)
