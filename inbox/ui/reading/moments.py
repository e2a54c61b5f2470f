"""Times as people say them, by the clinic's clock: "today 09:12", "Mon 09:30", "12 Feb 09:12"."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from inbox.domain.words import mark, tr

_WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
_MONTHS = (
    *(mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun")),
    *(mark("Jul"), mark("Aug"), mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec")),
)


def when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Day and time of `at`; the day in the word that is clear without a calendar."""
    return tr("{day} {time}", day=day(at, now, zone), time=clock(at, zone))


def day(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The day alone: "today", "yesterday", "Mon" within a week ahead, "12 Feb", "12 Feb 2025"."""
    local, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    ahead = (local - today).days
    if ahead == 0:
        return tr("today")
    if ahead == -1:
        return tr("yesterday")
    if ahead == 1:
        return tr("tomorrow")
    if 1 < ahead < 7:
        return tr(_WEEKDAYS[local.weekday()])
    month = tr(_MONTHS[local.month - 1])
    if local.year == today.year:
        return tr("{day} {month}", day=local.day, month=month)
    return tr("{day} {month} {year}", day=local.day, month=month, year=local.year)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """The time of day."""
    return f"{at.astimezone(zone):%H:%M}"
