"""How long is left, in the few words that fit the right edge of a row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from inbox.domain.words import tr, trn

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def words_left(
    due: datetime | None,
    soon_from: datetime | None,
    now: datetime,
    zone: str,
    *,
    on_hold: bool = False,
    wake: datetime | None = None,
    counting: bool = False,
) -> str:
    """What a row says of its clock, by the clock on the wall in `zone` (IANA); empty if nothing is due.

    "2 h over" · due soon: "14 min", "4 h 48" · on track: "13:20", "Wed 09:30", "24 Mar" · on hold until
    `wake`: "patient, 2 d". With `counting` (flagged items) time left is told on track too. What is not due
    today is told by its day, since most of the real time until then is closed.
    """
    if on_hold:
        return _waiting(wake, now, zone)
    if due is None:
        return ""
    if now >= due:
        return _over(now - due)
    soon = soon_from is not None and now >= soon_from
    today = _days_ahead(due, now, zone) == 0
    if (soon or counting) and (today or due - now < _HOUR):
        return _left(due - now)
    return _at(due, now, zone)


def words_to_call(due: datetime, now: datetime) -> str:
    """What a red flag of level 1 or 2 says until its call is due, and once that is late: "call 19 min"."""
    left = due - now
    if left <= timedelta():
        return _over(-left)
    return tr("call {left}", left=_left(left)) if left >= _MINUTE else tr("call now")


def span_words(span: timedelta) -> str:
    """How long something has lasted: "14 min", "3 h 10", "2 d"."""
    return tr("{n} d", n=span // _DAY) if span >= _DAY else _left(max(span, _MINUTE))


def day_words(day: date) -> str:
    """A day as a heading says it: "Tue 17 Mar"."""
    weekday, month = _weekday(day.weekday()), _month(day.month)
    return tr("{weekday} {day} {month}", weekday=weekday, day=day.day, month=month)


def date_words(day: date) -> str:
    """ "4 Nov 2025": day first and the month in letters, so that nobody can misread it."""
    return tr("{day} {month} {year}", day=day.day, month=_month(day.month), year=day.year)


def ago_words(day: date, today: date) -> str:
    """How long ago a day was, or how far ahead it lies: "5 days ago", "14 months ago", "in 3 days"."""
    days = (today - day).days
    if days < 0:
        return trn("in {n} day", "in {n} days", -days)
    if days < 60:
        return trn("{n} day ago", "{n} days ago", days) if days else tr("today")
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    return trn("{n} month ago", "{n} months ago", months)


def words_minutes(minutes: float) -> str:
    """An amount of work: "45 min", "1 h 20"."""
    return _left(timedelta(minutes=max(1, round(minutes))))


def _over(late: timedelta) -> str:
    if late < _MINUTE:
        return tr("due now")
    if late < _HOUR:
        return tr("{n} min over", n=late // _MINUTE)
    if late < _DAY:
        return tr("{n} h over", n=late // _HOUR)
    return tr("{n} d over", n=late // _DAY)


def _left(left: timedelta) -> str:
    if left < _MINUTE:
        return tr("< 1 min")
    hours, minutes = divmod(left // _MINUTE, 60)
    if not hours:
        return tr("{n} min", n=minutes)
    return tr("{h} h {m:02}", h=hours, m=minutes) if minutes else tr("{h} h", h=hours)


def _at(due: datetime, now: datetime, zone: str) -> str:
    local, ahead = due.astimezone(ZoneInfo(zone)), _days_ahead(due, now, zone)
    if ahead == 0:
        return f"{local:%H:%M}"
    if ahead < 7:
        return tr("{weekday} {time}", weekday=_weekday(local.weekday()), time=f"{local:%H:%M}")
    return tr("{day} {month}", day=local.day, month=_month(local.month))


def _waiting(wake: datetime | None, now: datetime, zone: str) -> str:
    if wake is None:
        return tr("patient")
    if now >= wake:
        return tr("wait over")
    days = _days_ahead(wake, now, zone)
    if days:
        return tr("patient, {n} d", n=days)
    hours = (wake - now) // _HOUR
    return tr("patient, {n} h", n=hours) if hours else tr("patient, {n} min", n=(wake - now) // _MINUTE)


def _days_ahead(at: datetime, now: datetime, zone: str) -> int:
    """How many midnights lie between, by the clinic's clock."""
    local = ZoneInfo(zone)
    return (at.astimezone(local).date() - now.astimezone(local).date()).days


def _weekday(day: int) -> str:
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))[day]


def _month(month: int) -> str:
    return (
        *(tr("Jan"), tr("Feb"), tr("Mar"), tr("Apr"), tr("May"), tr("Jun")),
        *(tr("Jul"), tr("Aug"), tr("Sep"), tr("Oct"), tr("Nov"), tr("Dec")),
    )[month - 1]
