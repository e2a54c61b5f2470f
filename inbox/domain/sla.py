"""Which promise holds for an item, when it is due, and how it stands against that. Pure: times are handed in.

The classes of work and their targets are the table of the clinic's promises, kept as data in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

import msgspec

from inbox.domain.calendar import Calendar, utc
from inbox.domain.policy import REFILL, Policy, Rule, Target
from inbox.domain.sla_class import Facts, applicable, called, classify, tightest
from inbox.domain.work_item import Kind, Wait

__all__ = [
    "Deadline",
    "Facts",
    "Standing",
    "classify",
    "closes_by_rule",
    "deadline",
    "marks",
    "moment",
    "standing",
    "stuck_from",
]

ClockName = Literal["first look", "reply", "resolution"]

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""No clock starts before: an older date is a mistake of whoever wrote it."""

SOON_SHARE = 0.75
"""From this share of the open time on, an item is due soon…"""
SOON_LEFT = timedelta(minutes=60)
"""…or from this much real time before it is due, whichever comes first."""

_HOUR = 3600.0


class Deadline(msgspec.Struct, frozen=True):
    """When the earliest running clock ends; `due`, `clock` and `soon_from` are None if none runs."""

    due: datetime | None
    clock: ClockName | None
    policy: str
    """The policy as `id@version`."""
    sla_class: str
    started: datetime
    """From when that clock counts; what lies outside open hours counts from the next opening."""
    soon_from: datetime | None = None
    """From when on it is due soon, so that a tick only compares."""
    snooze_until: datetime | None = None
    """The latest to snooze until: when three quarters of the open time have gone, or when it is due."""


class Standing(StrEnum):
    """How an item stands against its due time."""

    ON_HOLD = "on hold"
    ON_TRACK = "on track"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    NONE = "none"


class _Run(NamedTuple):
    """One running clock: its target counts from `started` in `calendar` and ends at `due`."""

    due: datetime
    clock: ClockName
    started: datetime
    held: tuple[Wait, ...]
    target: Target
    rule: Rule
    calendar: Calendar


def deadline(
    facts: Facts, policy: Policy, calendar: Calendar, red_flag_calendar: Calendar, server_now: datetime
) -> Deadline:
    """When the item is due: the earliest running clock of every class that applies to it.

    A clock starts when the patient sent, never in the future; one of a tighter class that came to apply
    later, with a message that joined, starts then. The first look ends with a claim or a
    disposition, the reply with the answer. Only explicit holds move a due time; one that still lasts moves it
    as if it ended now. `policy` is that of the pool (`Policy.for_pool`).
    """
    sla_class, run = _running(facts, policy, (calendar, red_flag_calendar), server_now)
    if run is None:
        return Deadline(None, None, policy.name_at_version, sla_class, _start(facts.arrived, server_now))
    mark = min(_mark(run, SOON_SHARE), run.due)
    soon_from = min(mark, run.due - SOON_LEFT)
    return Deadline(run.due, run.clock, policy.name_at_version, sla_class, run.started, soon_from, mark)


def marks(
    facts: Facts,
    policy: Policy,
    calendar: Calendar,
    red_flag_calendar: Calendar,
    server_now: datetime,
    shares: tuple[float, ...] | None = None,
) -> tuple[datetime, ...]:
    """When the given shares of the running clock's open time will have gone; by default its warning marks.

    Share 0.75 is also the latest instant to snooze until; `Rule.tell_at` is when a breach is told.
    """
    _, run = _running(facts, policy, (calendar, red_flag_calendar), server_now)
    if run is None:
        return ()
    return tuple(min(_mark(run, share), run.due) for share in (run.rule.warn if shares is None else shares))


def stuck_from(facts: Facts, policy: Policy, calendar: Calendar, server_now: datetime) -> datetime | None:
    """From when on the item can be neither snoozed nor held. Holds do not move it, or it would never come."""
    targets = (policy.rule(name).stuck_after for name, _ in applicable(facts))
    started = _start(facts.arrived, server_now)
    return min((moment(target, started, calendar) for target in targets if target), default=None)


def closes_by_rule(facts: Facts, policy: Policy, calendar: Calendar, server_now: datetime) -> datetime | None:
    """By when a rule closes the item; None where only people do, as with any flag."""
    if facts.called:
        return None
    target = policy.rule(classify(facts)).close_after
    return moment(target, _start(facts.arrived, server_now), calendar) if target else None


def standing(
    due: datetime | None, soon_from: datetime | None, now: datetime, on_hold: bool = False
) -> Standing:
    """How an item stands: comparisons only, for every visible row at every tick."""
    if on_hold:
        return Standing.ON_HOLD
    if due is None:
        return Standing.NONE
    if now >= due:
        return Standing.OVERDUE
    return Standing.DUE_SOON if soon_from is not None and now >= soon_from else Standing.ON_TRACK


def moment(target: Target, started: datetime, calendar: Calendar, held: tuple[Wait, ...] = ()) -> datetime:
    """When a target counted from `started` is reached.

    Closed holds that do not overlap move an hour target by the open hours held, a day target by every open
    day they touch (each once).
    """
    if target.days is not None:
        touched = {day for a, b in held if b for day in calendar.open_days(a, b)}
        return calendar.add_days(started, target.days + len(touched))
    waited = sum(calendar.open_seconds(a, b) for a, b in held if b)
    return calendar.add_hours(started, (target.hours or 0.0) + waited / _HOUR)


def _refill_day(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> date | None:
    """The clinic's day by which a refill is answered in its ordinary class."""
    target = policy.rule(REFILL).next_response
    if facts.kind != Kind.REFILL or facts.supply_ends is None or target is None:
        return None
    return calendar.local(moment(target, _start(facts.arrived, now), calendar)).date()


def _running(
    facts: Facts, policy: Policy, calendars: tuple[Calendar, Calendar], now: datetime
) -> tuple[str, _Run | None]:
    """The tightest class, and the running clock that ends first: at the latest when the parent is due."""
    classes = applicable(facts, _refill_day(facts, policy, calendars[0], now))
    runs = [run for name, since in classes for run in _runs(facts, policy.rule(name), since, calendars, now)]
    for name, since in called(facts):
        clocks = _runs(facts, policy.rule(name), since, calendars, now)
        runs += [run for run in clocks if run.clock == "resolution"]
    first = min(runs, key=lambda run: run.due, default=None)
    if first and facts.parent_due and facts.parent_due < first.due:
        first = first._replace(due=utc(facts.parent_due))
    return tightest(classes), first


def _runs(
    facts: Facts, rule: Rule, since: datetime, calendars: tuple[Calendar, Calendar], now: datetime
) -> Iterator[_Run]:
    """The clocks of one class that nothing has stopped."""
    business, red_flag = calendars
    calendar = red_flag if rule.calendar == "red_flag" else business
    started = _start(since, now)
    held = _held(facts.holds, started, now)
    looked = facts.claimed_at or facts.answered_at
    clocks: tuple[tuple[ClockName, Target | None], ...] = (
        ("first look", None if looked else rule.first_look),
        ("reply", None if facts.answered_at else rule.next_response),
        ("resolution", rule.resolution),
    )
    for clock, target in clocks:
        if target:
            yield _Run(moment(target, started, calendar, held), clock, started, held, target, rule, calendar)


def _held(holds: tuple[Wait, ...], started: datetime, now: datetime) -> tuple[Wait, ...]:
    """The holds as far as they lie between `started` and `now`, in order and without overlap."""
    if not holds:
        return ()
    now = utc(now)
    joined: list[tuple[datetime, datetime]] = []
    for begin, end in sorted((max(utc(a), started), min(utc(b or now), now)) for a, b in holds):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)


def _mark(run: _Run, share: float) -> datetime:
    """When `share` of the target's own open time has gone: counted so that the rest of it is left before due.

    Time on hold before the mark then moves it, as it moves the due time.
    """
    calendar, started = run.calendar, run.started
    own = total = calendar.open_seconds(started, run.due)
    if run.held:
        own = min(total, calendar.open_seconds(started, moment(run.target, started, calendar)))
    return calendar.add_hours(started, (total - (1 - share) * own) / _HOUR)


def _start(since: datetime, now: datetime) -> datetime:
    """When a clock starts: never in the future by the server's time."""
    return max(min(utc(since), utc(now)), EARLIEST)
