"""When things happen: arrivals of open and of past work, claims and answers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from portal.clinic.chance import between
from portal.clinic.conversations.kinds import Kind
from portal.clinic.hours import OFFICE, ZONE, Hours

_MINUTE = timedelta(minutes=1)
_BY_HOUR = (1, 1, 0, 0, 1, 3, 7, 12, 16, 17, 15, 13, 12, 13, 13, 12, 11, 10, 9, 9, 9, 7, 5, 2)
"""How many messages patients send in each local hour of the day."""
_PACE = {"fresh": (0.02, 0.5), "soon": (0.55, 0.97), "late": (1.03, 2.4)}
"""How much of its promised time an open item has used up."""


def arrival(roll: Random, hours: Hours, kind: Kind, claimed: bool, pace: str, now: datetime) -> datetime:
    """When an open item came in, so that it has used up as much of its promise as its pace says.

    Some of what counts as received at an opening was in truth sent in the closed hours before it.
    """
    if not hours.is_open(now) and pace == "fresh" and roll.random() < 0.4:
        closed = hours.back(now, timedelta())
        return awake(roll, between(roll, closed, now - 2 * _MINUTE), closed)
    clock = (kind.promise.answer if claimed else kind.promise.look) or timedelta(hours=10)
    low, high = _PACE[pace]
    at = hours.back(now - _MINUTE, clock * roll.uniform(low, high))
    opening = next(start for start, end in hours.blocks(at.astimezone(ZONE).date()) if start <= at < end)
    if at - opening < timedelta(minutes=70) and roll.random() < 0.6:
        closed = hours.back(opening - _MINUTE, timedelta())
        at = awake(roll, between(roll, max(closed, opening - timedelta(hours=13)), opening), closed)
    return at - timedelta(milliseconds=roll.randint(0, 59_999))


def held_since(roll: Random, hours: Hours, now: datetime) -> datetime:
    """When an item came in that now waits for the patient: half to two and a half open days ago."""
    return hours.back(now, timedelta(hours=roll.uniform(5, 20)))


def past_start(roll: Random, now: datetime) -> datetime:
    """When a finished thread began: within 30 days, rather on open days, at the hours people write."""
    today = now.astimezone(ZONE).date()
    while True:
        on = today - timedelta(days=roll.randint(1, 30))
        if OFFICE.blocks(on) or roll.random() < 0.3:
            break
    hour = roll.choices(range(24), _BY_HOUR)[0]
    at = datetime.combine(on, time(hour, roll.randint(0, 59), roll.randint(0, 59)), ZONE)
    return at + timedelta(milliseconds=roll.randint(0, 999))


def taken_after(roll: Random, hours: Hours, arrived: datetime, mean: timedelta) -> datetime:
    """When somebody claims what arrived then: after some open time, usually short."""
    wait = min(roll.expovariate(1) * mean, 6 * mean)
    return hours.add(arrived, wait + timedelta(seconds=roll.randint(40, 400)))


def taken_before(roll: Random, hours: Hours, arrived: datetime, now: datetime) -> datetime:
    """When an item still open was claimed: between its arrival and now, in open hours if it can be."""
    at = arrived + (now - arrived) * roll.uniform(0.15, 0.85)
    opened = hours.next_opening(at) + timedelta(milliseconds=roll.randint(30_000, 900_000))
    return opened if opened < now - 3 * _MINUTE else at


def awake(roll: Random, at: datetime, earliest: datetime) -> datetime:
    """The same moment, or the evening before it when it falls into the small hours."""
    if at.astimezone(ZONE).hour >= 6:
        return at
    return max(at - timedelta(hours=6, minutes=roll.randint(0, 40)), earliest)


def worked(roll: Random) -> timedelta:
    """How long an answer takes to write."""
    return timedelta(seconds=roll.choice((45, 70, 100, 140, 210, 330, 500)) * roll.uniform(0.8, 1.4))
