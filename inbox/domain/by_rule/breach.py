"""A promise that is not kept is told to whom the policy names, one after the other, until one sees to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain.by_rule.base import Act, Case, Change, Make, act_name, closed
from inbox.domain.coverage import stands_in
from inbox.domain.ids import PersonId
from inbox.domain.people import Party, Role, all_of
from inbox.domain.pool import COVERING
from inbox.domain.promises import Alarm
from inbox.domain.words import tr
from inbox.domain.work_item import BESIDE, Kind, Stage

NEXT_AFTER = timedelta(minutes=15)
"""Open time after which the next one is told, if nobody has taken what the one before was told."""
OVER = "over"
LONG_AGO = timedelta(days=3)
"""What was broken before, when nobody was signed in, heads everybody's list and is told to nobody now."""
ON_DUTY = frozenset({"charge", "on-call"})
"""Duties that a person has for some time; everything else is addressed to a role."""
_COVERING_PRESCRIBER = "covering-prescriber"


def is_told(case: Case, rule: str) -> Act | None:
    """Word of the breach for the next one who is to have it, if it is time."""
    item = case.item
    if item.kind in BESIDE - {Kind.PHYSICIAN_REVIEW} or item.stage in (Stage.HELD, Stage.DONE):
        return None
    alarm = case.known.promises.alarm(case.thread, item)
    if alarm is None:
        return None
    at, recipients = _who(case, alarm)
    if case.now - at > LONG_AGO:
        return None
    for told, to in recipients:
        if case.now < at:
            return None
        name = act_name(rule, item.id, alarm.due, told)
        if name not in case.names:
            return Make(name, Kind.BREACH, to, case.now, _words(case, alarm))
        if _is_seen_to(case, alarm):
            return None
        at = case.known.promises.calendar(case.pool).add_hours(at, NEXT_AFTER / timedelta(hours=1))
    return None


def is_over(case: Case, rule: str) -> Act | None:
    """Word of a breach closes by itself once the item is answered, closed, on hold, or due later."""
    item = case.item
    if item.kind != Kind.BREACH or item.stage is Stage.DONE:
        return None
    of = case.thread.item(item.parent) if item.parent else None
    if of is not None and of.stage not in (Stage.HELD, Stage.DONE):
        alarm = case.known.promises.alarm(case.thread, of)
        if alarm is not None and (alarm.at <= case.now or of.needs_call):
            return None
    return Change(act_name(rule, item.id, item.arrived), closed(case, OVER))


def _who(case: Case, alarm: Alarm) -> tuple[datetime, list[tuple[str, Party]]]:
    """From when on it is told, and to whom, in that order.

    While nobody is at work, a call that is owed goes to whoever is on call, at once; without anybody on
    call it is as at any other time.
    """
    if case.item.needs_call and not case.known.promises.calendar(case.pool).is_open(case.now):
        on_call = [("on-call", one) for one in _on_duty(case, "on-call")]
        if on_call:
            return case.item.arrived, on_call[:1]
    found: list[tuple[str, Party]] = []
    for told in alarm.to:
        if told == _COVERING_PRESCRIBER:
            found.append((told, _covering(case)))
        elif told in ON_DUTY:
            found += [(told, one) for one in _on_duty(case, told)[:1]]
        elif told != "anyone":
            found.append((told, all_of(Role(told))))
    return alarm.at, found


def _on_duty(case: Case, duty: str) -> list[Party]:
    """The colleagues who have `duty` today in the item's pool, by name."""
    at = case.known.promises.calendar(case.pool).local(case.now)
    return [
        Party(one.id, one.name)
        for one in case.known.staff
        if one.active and any(d.holds(duty, at, case.pool) for d in one.duties)
    ]


def _covering(case: Case) -> Party:
    """Who decides for a colleague who has not: their own cover, else whoever covers the pool now, by the
    server, else by the site's file, else any prescriber. Never the one who is late."""
    owner, known = case.item.holding.owner, case.known
    if owner is not None:
        cover = stands_in(known.coverages, owner.ref, case.pool, case.now, known.zone)
        if cover is not None:
            return cover
    active = {one.id: Party(one.id, one.name) for one in case.known.staff if one.active}
    named = [active[PersonId(who)] for who in case.known.covering if who in active]
    for one in (*_on_duty(case, COVERING), *named):
        if owner is None or one.ref != owner.ref:
            return one
    return all_of(Role.PRESCRIBER)


def _is_seen_to(case: Case, alarm: Alarm) -> bool:
    """Whether somebody has taken, or closed, what was sent about this breach."""
    return any(
        one.stage is not Stage.UNCLAIMED and one.holding.outcome != OVER and one.arrived >= alarm.at
        for one in case.thread.items
        if one.kind == Kind.BREACH and one.parent == case.item.id
    )


def _words(case: Case, alarm: Alarm) -> str:
    local = case.known.promises.calendar(case.pool).local(alarm.due)
    return tr("Due {time} and not answered.", time=f"{local:%a %d %b, %H:%M}")
