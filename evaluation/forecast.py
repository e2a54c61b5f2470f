"""How well the forecast of a day holds, on simulated clinics that it knows only by their past.

The clinics differ from what the forecast takes for granted: people pause, some are away unannounced, days are
busy by a law of their own, and pieces of work take more uneven times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import exp
from random import Random
from statistics import mean
from typing import Any, NamedTuple

from inbox.domain.forecast.forecast import Outlook, forecast
from inbox.domain.forecast.history import History, Past
from inbox.domain.forecast.run import Hand, Job, run
from inbox.domain.ids import PoolId

CLINICS, PAST_DAYS, TRIED_DAYS = 6, 40, 20
OPENS, ASKED, CLOSES = 9.0, 13.0, 17.0
_HOURS = tuple(range(9, 17))
_SHAPE = (1.6, 1.3, 1.1, 0.9, 0.9, 0.9, 0.8, 0.5)
_WEEKDAY = (1.3, 1.05, 1.0, 0.95, 0.9)
_KINDS = {"medical-question": (7.0, 240.0), "refill": (3.0, 240.0), "scheduling": (4.0, 180.0)}
"""Minutes expected, and minutes until it is due."""
_POOLS = (PoolId("Advice"), PoolId("Refills"), PoolId("Front desk"))


class Clinic(NamedTuple):
    """What is true of it, and known to nobody."""

    daily: float
    people: int
    share: float
    chance: Random


class Day(NamedTuple):
    """What happened."""

    past: Past
    open: list[Job]
    """What lay there when the forecast was asked for."""
    late: int
    """Promises broken from then on."""
    overdue: int
    """Late already when it was asked for."""


def _clinic(seed: int) -> Clinic:
    chance = Random(seed)
    people = chance.choice((4, 6, 9))
    share = chance.uniform(0.35, 0.6)
    fits = people * (CLOSES - OPENS) * 60 * share / mean(minutes for minutes, _ in _KINDS.values())
    return Clinic(fits * chance.uniform(0.95, 1.2), people, share, chance)


def _jobs(clinic: Clinic, weekday: int) -> tuple[list[Job], Counter[tuple[PoolId, str, int]]]:
    """All that comes on a day, timed in minutes from opening."""
    chance, jobs, counted = clinic.chance, list[Job](), Counter[tuple[PoolId, str, int]]()
    busy = chance.lognormvariate(-0.02, 0.2) * _WEEKDAY[weekday]
    for hour, weight in zip(_HOURS, _SHAPE, strict=True):
        expected = clinic.daily * busy * weight / sum(_SHAPE)
        for _ in range(max(0, round(chance.gauss(expected, expected**0.5)))):
            kind, pool = chance.choice(sorted(_KINDS)), chance.randrange(len(_POOLS))
            minutes, target = _KINDS[kind]
            comes = (hour - OPENS + chance.random()) * 60
            jobs.append(Job(comes, comes + target, minutes, pool, _POOLS[pool]))
            counted[_POOLS[pool], kind, hour] += 1
    return jobs, counted


def _hands(clinic: Clinic, until: float, *, planned: bool) -> list[Hand]:
    """Who is there for so many minutes more. What is not `planned`: somebody is away, or leaves early."""
    hands = []
    for n in range(clinic.people):
        left = until
        if not planned and clinic.chance.random() < 0.06:
            left = clinic.chance.choice((0.0, until / 2))
        hands.append(Hand(left, tuple(sorted({n % len(_POOLS), (n + 1) % len(_POOLS)}))))
    return hands


def _day(clinic: Clinic, day: date) -> Day:
    """Live a day in full; and see what stood where when the forecast was asked for."""
    chance, whole = clinic.chance, (CLOSES - OPENS) * 60
    asked = (ASKED - OPENS) * 60
    jobs, counted = _jobs(clinic, day.weekday())
    share = clinic.share * chance.uniform(0.88, 1.12)
    noise = [exp(chance.gauss(-0.18, 0.6)) / share for _ in range(499)]
    hands = _hands(clinic, whole, planned=False)
    ended = run(jobs, hands, len(_POOLS), noise)
    early = [job for job in jobs if job.comes <= asked]
    ends = [Hand(min(hand.left, asked), hand.queues) for hand in hands]
    undone = run(early, ends, len(_POOLS), noise).undone
    lying = [Job(0.0, job.due - asked, job.minutes, job.queue, job.pool) for job in undone]
    planned = clinic.people * whole
    left_over = set(map(id, ended.undone))
    done = sum(job.minutes for job in jobs if id(job) not in left_over)
    past = Past(day, dict(counted), done, planned)
    overdue = sum(job.due <= 0 for job in lying)
    late = sum(asked < job.due <= whole for job in ended.late)
    return Day(past, lying, late, overdue)


def _foretold(clinic: Clinic, today: date, lived: Day, past: Sequence[Past], seed: int) -> Any:
    left = (CLOSES - ASKED) * 60
    outlook = Outlook(
        jobs=tuple(lived.open),
        hands=tuple(_hands(clinic, left, planned=True)),
        queue_of={(pool, kind): n for n, pool in enumerate(_POOLS) for kind in _KINDS},
        queues=len(_POOLS),
        targets={(pool, kind): target for pool in _POOLS for kind, (_, target) in _KINDS.items()},
        minutes={kind: minutes for kind, (minutes, _) in _KINDS.items()},
        weekday=today.weekday(),
        hour=ASKED,
    )
    return forecast(outlook, History(past), [left], seed=seed)


def told(said: Callable[[str], None]) -> dict[str, Any]:
    """Print how often the interval held, and how far off the forecast and simpler ones were."""
    held, tried = 0, 0
    errors: dict[str, list[float]] = {"forecast": [], "same as last week": [], "overdue now": []}
    widths: list[int] = []
    for number in range(CLINICS):
        clinic, days, day = _clinic(number), list[Day](), date(2026, 1, 5)
        while len(days) < PAST_DAYS + TRIED_DAYS:
            if day.weekday() < 5:
                days.append(_day(clinic, day))
                if len(days) > PAST_DAYS:
                    lived, before = days[-1], [one.past for one in days[-1 - PAST_DAYS : -1]]
                    [found] = _foretold(clinic, day, lived, before, len(days)).late
                    tried += 1
                    held += found.low <= lived.late <= found.high
                    widths.append(found.high - found.low)
                    errors["forecast"].append(abs(found.middle - lived.late))
                    errors["same as last week"].append(abs(days[-6].late - lived.late))
                    errors["overdue now"].append(abs(lived.overdue - lived.late))
            day += timedelta(days=1)
    said(f"\nForecast of the day: {CLINICS} simulated clinics, {tried} days, asked at {ASKED:.0f}:00")
    said(f"  interval of 80 %: held on {100 * held / tried:.0f} % of the days, {mean(widths):.1f} wide")
    for name, off in errors.items():
        said(f"  {name:20} off by {mean(off):6.2f} on average")
    return {
        "days": tried,
        "held": held / tried,
        "width": mean(widths),
        "mean_error": {name: mean(off) for name, off in errors.items()},
    }
