"""Which promise holds for an item, when it is due, and how it stands against that. Pure: times are handed in.

The classes of work and their targets are the table of the clinic's promises, kept as data in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

import msgspec

from inbox.domain.calendar import Calendar
from inbox.domain.policy import (
    CLASSES,
    MEDICAL_QUESTION,
    PHYSICIAN_REVIEW,
    PHYSICIAN_REVIEW_URGENT,
    RED_FLAG_1,
    RED_FLAG_2,
    REFILL,
    REFILL_URGENT,
    REPEAT_SENDER,
    URGENT,
    Policy,
    Rule,
    Target,
)
from inbox.domain.work_item import Kind

ClockName = Literal["first look", "reply", "resolution"]
Hold = tuple[datetime, datetime | None]

SOON_SHARE = 0.75
"""From this share of the open time on, an item is due soon…"""
SOON_LEFT = timedelta(minutes=60)
"""…or from this much real time before it is due, whichever comes first."""

_TIGHTNESS = {name: rank for rank, name in enumerate(CLASSES)}
_CLASS_OF_FLAG = {1: RED_FLAG_1, 2: RED_FLAG_2, 3: URGENT}
_HOUR = 3600.0


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the promise of one obligation depends on. Instants are aware."""

    kind: str
    arrived: datetime
    """When the patient sent the message that opened it."""
    flag_level: int | None = None
    """The worst level among its flags that nobody dismissed; level 4 is routine and no flag."""
    urgent: bool = False
    """A same-day symptom or a new side effect was found; or a physician review was asked for as urgent."""
    messages_unanswered: int = 1
    third_in_72h: bool = False
    supply_ends: date | None = None
    """The last day for which the patient has the medicine; None if nobody knows."""
    critical_medicine: bool = False
    """It is on the site's list of medicines that allow no gap: there, an unknown supply counts as a gap."""
    claimed_at: datetime | None = None
    """The first claim or disposition by somebody with the role."""
    answered_at: datetime | None = None
    holds: tuple[Hold, ...] = ()
    """Explicit waits for the patient, from and until; None: still waiting."""
    parent_due: datetime | None = None
    tightened_at: datetime | None = None
    """When the message that made it tighter was sent, if not the first; its clock counts from there."""
    stored_class: str | None = None
    """The class kept on the item so far; it is never left for a looser one…"""
    person_class: str | None = None
    """…but by a named person with a reason: then only flags are tighter, until somebody dismisses them."""


class Deadline(msgspec.Struct, frozen=True):
    """When the earliest running clock ends. Without a running clock, all but class and policy is None."""

    due: datetime | None
    clock: ClockName | None
    policy: str
    """The policy as `id@version`."""
    sla_class: str
    started: datetime
    """From when that clock counts; what lies outside open hours counts from the next opening."""
    soon_from: datetime | None = None
    """From when on it is due soon, so that a tick only compares."""


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
    target: Target
    rule: Rule
    calendar: Calendar


def classify(facts: Facts, refill_due: date | None = None) -> str:
    """The tightest class that applies.

    `refill_due` is the clinic's local day by which a refill would be answered in its ordinary class: supply
    that ends before it makes the refill urgent. Left out, only an unknown supply of a critical medicine does.
    """
    return _tightest(_classes(facts, refill_due))


def deadline(
    facts: Facts, policy: Policy, calendar: Calendar, red_flag_calendar: Calendar, server_now: datetime
) -> Deadline:
    """When the item is due: the earliest running clock of every class that applies to it.

    A clock starts when the patient sent, never in the future. The first look ends with a claim or a
    disposition, the reply with the answer. Only explicit holds move a due time; one that still lasts moves it
    as if it ended now. `policy` is that of the pool (`Policy.for_pool`).
    """
    classes = _classes(facts, _refill_day(facts, policy, calendar, server_now))
    sla_class = _tightest(classes)
    run = _earliest(facts, classes, policy, (calendar, red_flag_calendar), server_now)
    if run is None:
        return Deadline(None, None, policy.name_at_version, sla_class, min(facts.arrived, server_now))
    soon_from = min(_mark(run, SOON_SHARE), run.due - SOON_LEFT)
    return Deadline(run.due, run.clock, policy.name_at_version, sla_class, run.started, soon_from)


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
    classes = _classes(facts, _refill_day(facts, policy, calendar, server_now))
    run = _earliest(facts, classes, policy, (calendar, red_flag_calendar), server_now)
    if run is None:
        return ()
    return tuple(min(_mark(run, share), run.due) for share in (run.rule.warn if shares is None else shares))


def stuck_from(facts: Facts, policy: Policy, calendar: Calendar, server_now: datetime) -> datetime | None:
    """From when on the item can be neither snoozed nor held. Holds do not move it, or it would never come."""
    return _after_arrival(facts, policy.rule(classify(facts)).stuck_after, calendar, server_now)


def closes_by_rule(facts: Facts, policy: Policy, calendar: Calendar, server_now: datetime) -> datetime | None:
    """By when a rule closes the item; None for a class that only people close."""
    return _after_arrival(facts, policy.rule(classify(facts)).close_after, calendar, server_now)


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


def moment(target: Target, started: datetime, calendar: Calendar, held: tuple[Hold, ...] = ()) -> datetime:
    """When a target counted from `started` is reached.

    Closed holds that do not overlap move an hour target by the open hours held, a day target by every open
    day they touch (each once).
    """
    if target.days is not None:
        touched = {day for a, b in held if b for day in calendar.open_days(a, b)}
        return calendar.add_days(started, target.days + len(touched))
    waited = sum(calendar.open_seconds(a, b) for a, b in held if b)
    return calendar.add_hours(started, (target.hours or 0.0) + waited / _HOUR)


def _classes(facts: Facts, refill_day: date | None) -> list[tuple[str, datetime]]:
    """Every class that applies, and from when it counts."""
    since = max(facts.arrived, facts.tightened_at or facts.arrived)
    if facts.kind == Kind.PHYSICIAN_REVIEW:
        urgent = facts.urgent or facts.flag_level in _CLASS_OF_FLAG
        return [(PHYSICIAN_REVIEW_URGENT if urgent else PHYSICIAN_REVIEW, facts.arrived)]
    named = facts.person_class if facts.person_class in _TIGHTNESS else None
    classes = [(named or _own_class(facts), facts.arrived)]
    if facts.flag_level in _CLASS_OF_FLAG:
        classes.append((_CLASS_OF_FLAG[facts.flag_level], since))
    if named:
        return classes
    if facts.urgent:
        classes.append((URGENT, since))
    if facts.messages_unanswered >= 2 or facts.third_in_72h:
        classes.append((REPEAT_SENDER, since))
    if _gap_ahead(facts, refill_day):
        classes.append((REFILL_URGENT, facts.arrived))
    if facts.stored_class in _TIGHTNESS:
        classes.append((facts.stored_class, since))
    return classes


def _tightest(classes: list[tuple[str, datetime]]) -> str:
    return min((name for name, _ in classes), key=_TIGHTNESS.__getitem__)


def _own_class(facts: Facts) -> str:
    """The class of the kind of work alone; an unknown kind is a medical question."""
    if facts.kind == Kind.CALL_NOW:
        return RED_FLAG_2 if facts.flag_level == 2 else RED_FLAG_1
    if facts.kind == Kind.HOME_MONITORING:
        return URGENT
    return facts.kind if facts.kind in _TIGHTNESS else MEDICAL_QUESTION


def _gap_ahead(facts: Facts, refill_day: date | None) -> bool:
    """Whether the patient would be without the medicine before an ordinary refill is answered."""
    if facts.kind != Kind.REFILL:
        return False
    if facts.supply_ends is None:
        return facts.critical_medicine
    if refill_day is None:
        return False
    return facts.supply_ends < refill_day or (facts.critical_medicine and facts.supply_ends == refill_day)


def _refill_day(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> date | None:
    """The clinic's day by which a refill is answered in its ordinary class."""
    target = policy.rule(REFILL).next_response
    if facts.kind != Kind.REFILL or facts.supply_ends is None or target is None:
        return None
    return calendar.local(moment(target, min(facts.arrived, now), calendar)).date()


def _earliest(
    facts: Facts,
    classes: list[tuple[str, datetime]],
    policy: Policy,
    calendars: tuple[Calendar, Calendar],
    now: datetime,
) -> _Run | None:
    """The running clock that ends first, at the latest when the parent is due."""
    runs = (run for name, since in classes for run in _runs(facts, policy.rule(name), since, calendars, now))
    first = min(runs, key=lambda run: run.due, default=None)
    if first and facts.parent_due and facts.parent_due < first.due:
        return first._replace(due=facts.parent_due)
    return first


def _runs(
    facts: Facts, rule: Rule, since: datetime, calendars: tuple[Calendar, Calendar], now: datetime
) -> Iterator[_Run]:
    """The clocks of one class that nothing has stopped."""
    business, red_flag = calendars
    calendar = red_flag if rule.calendar == "red_flag" else business
    started = min(since, now)
    held = _held(facts.holds, started, now)
    looked = facts.claimed_at or facts.answered_at
    clocks: tuple[tuple[ClockName, Target | None], ...] = (
        ("first look", None if looked else rule.first_look),
        ("reply", None if facts.answered_at else rule.next_response),
        ("resolution", rule.resolution),
    )
    for clock, target in clocks:
        if target:
            yield _Run(moment(target, started, calendar, held), clock, started, target, rule, calendar)


def _held(holds: tuple[Hold, ...], started: datetime, now: datetime) -> tuple[Hold, ...]:
    """The holds as far as they lie between `started` and `now`, in order and without overlap."""
    joined: list[tuple[datetime, datetime]] = []
    for begin, end in sorted((max(a, started), min(b or now, now)) for a, b in holds):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)


def _mark(run: _Run, share: float) -> datetime:
    """When `share` of the target's own open time has gone: counted so that the rest of it is left before due.

    Time on hold before the mark then moves it, as it moves the due time.
    """
    calendar, started, target = run.calendar, run.started, run.target
    total = calendar.open_seconds(started, run.due)
    if target.hours is not None:
        own = target.hours * _HOUR
    else:
        own = calendar.open_seconds(started, moment(target, started, calendar))
    return calendar.add_hours(started, (total - (1 - share) * min(own, total)) / _HOUR)


def _after_arrival(facts: Facts, target: Target | None, calendar: Calendar, now: datetime) -> datetime | None:
    return moment(target, min(facts.arrived, now), calendar) if target else None
