"""Calendars as people read and change them: open hours of a day, closures, public holidays, in words."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from inbox.domain.calendar import Calendar, CalendarError
from inbox.domain.opening_hours import DAY, Block, Closure
from inbox.domain.words import tr

_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d\d))?")
_BETWEEN = re.compile(r"[\s,;]*")
_DATE = r"(\d{4}-\d\d-\d\d)(?:\s+(\d{1,2}:\d\d))?"
_CLOSURE = re.compile(rf"{_DATE}(?:\s*(?:–|-|to)\s*{_DATE})?(?:\s+(.*))?")
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def day_words(calendar: Calendar, day: int) -> str:
    """The open hours of a weekday (0 Monday): "08:00–12:00, 13:00–17:00"."""
    blocks = sorted((one.start_min, one.end_min) for one in calendar.blocks if one.day == day)
    if blocks == [(0, DAY)]:
        return tr("all day")
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in blocks) or tr("closed")


def with_day(calendar: Calendar, day: int, text: str) -> Calendar:
    """The calendar with other hours on a weekday. Raises CalendarError."""
    others = [block for block in calendar.blocks if block.day != day]
    blocks = sorted([*others, *_blocks(day, text.strip())], key=lambda one: (one.day, one.start_min))
    return msgspec.structs.replace(calendar, blocks=tuple(blocks))


def with_zone(calendar: Calendar, text: str) -> Calendar:
    """The calendar by the clocks of another zone. Raises CalendarError."""
    return msgspec.structs.replace(calendar, zone=text.strip())


def holidays_words(calendar: Calendar) -> str:
    """Whose public holidays close it."""
    return calendar.holidays or tr("none")


def with_holidays(calendar: Calendar, text: str) -> Calendar:
    """The calendar with other public holidays, by a code; empty for none. Raises CalendarError."""
    text = text.strip()
    if text.casefold() in ("", "–", "-", tr("none")):
        return msgspec.structs.replace(calendar, holidays=None)
    if not _CODE.fullmatch(text.upper()):
        raise CalendarError(tr("Write a country, or a country and its part: US or US-IL."))
    changed = msgspec.structs.replace(calendar, holidays=text.upper())
    changed.openings(date(2000, 1, 3))  # says whether anybody knows them
    return changed


def closure_words(closure: Closure) -> str:
    """When it is closed, and why: "2026-12-24 12:00 – 2026-12-26 Christmas"."""
    first, last = f"{closure.first}", f"{closure.last}"
    if closure.from_min:
        first += f" {_clock(closure.from_min)}"
    if closure.until_min != DAY:
        last += f" {_clock(closure.until_min)}"
    when = first if first == last else f"{first} – {last}"
    return f"{when} {closure.reason}".strip()


def with_closure(calendar: Calendar, place: int, text: str) -> Calendar:
    """The calendar with its closure at `place` written anew: behind the last one adds, empty takes away."""
    closures = list(calendar.closures)
    closures[place : place + 1] = [_closure(text.strip())] if text.strip() else []
    closures.sort(key=lambda one: (one.first, one.from_min))
    return msgspec.structs.replace(calendar, closures=tuple(closures))


def _blocks(day: int, text: str) -> list[Block]:
    if text.casefold() in ("", "–", "-", tr("closed")):
        return []
    if text.casefold() in (tr("all day"), "24 h"):
        return [Block(day, 0, DAY)]
    found, at = [], 0
    for hours in _HOURS.finditer(text):
        if not _BETWEEN.fullmatch(text, at, hours.start()):
            break
        at = hours.end()
        start, end = _minute(hours[1], hours[2]), _minute(hours[3], hours[4])
        if not start < end:
            raise CalendarError(tr("Open hours must end after they start: not “{hours}”.", hours=hours[0]))
        found.append(Block(day, start, end))
    if not found or not _BETWEEN.fullmatch(text, at):
        raise CalendarError(
            tr("“{text}” are no hours. Write 08:00–12:00, 13:00–17:00, or closed.", text=text)
        )
    return found


def _minute(hour: str, minute: str | None) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > DAY:
        raise CalendarError(tr("There is no {hour}:{minute}.", hour=hour, minute=minute or "00"))
    return minutes


def _closure(text: str) -> Closure:
    found = _CLOSURE.fullmatch(text)
    if found is None:
        raise CalendarError(tr("“{text}” is no closure. Write 2026-12-24 – 2026-12-26 Christmas.", text=text))
    first, opens, last, closes, why = found.groups()
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as wrong:
        raise CalendarError(tr("There is no such day in “{text}”.", text=text)) from wrong
    return Closure(begins, ends, why or "", _of_clock(opens, 0), _of_clock(closes, DAY))


def _of_clock(text: str | None, missing: int) -> int:
    if text is None:
        return missing
    hour, _, minute = text.partition(":")
    return _minute(hour, minute)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
