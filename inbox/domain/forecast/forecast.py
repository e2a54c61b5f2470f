"""Many possible rests of the day, and what most of them have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil, exp
from random import Random

import msgspec

from inbox.domain.forecast.history import History
from inbox.domain.forecast.run import Hand, Job, run
from inbox.domain.ids import PoolId

RUNS = 120
LIKELY = 0.8
"""The share of the runs that lie between `low` and `high`."""
SPREAD = 0.5
"""How much the minutes of one piece differ from the expected (standard deviation of the logarithm)."""


class Range(msgspec.Struct, frozen=True):
    """How many: in eight of ten runs between the two, in half of them up to `middle`."""

    low: int
    middle: int
    high: int


class Forecast(msgspec.Struct, frozen=True):
    """Promises that will be broken until each mark (minutes from now), and by pool until the last."""

    marks: tuple[float, ...]
    late: tuple[Range, ...]
    by_pool: dict[PoolId, Range]

    @property
    def most_in(self) -> PoolId | None:
        """The pool where most of them are; None where none will be late."""
        worst = max(self.by_pool, key=lambda pool: (self.by_pool[pool].middle, pool), default=None)
        return worst if worst is not None and self.by_pool[worst].high else None


class Outlook(msgspec.Struct, frozen=True):
    """The day as it stands: open `jobs` (minutes as expected), the `hands`, and what new work is like."""

    jobs: tuple[Job, ...]
    hands: tuple[Hand, ...]
    queue_of: Mapping[tuple[PoolId, str], int]
    """The queue of work of a pool and kind."""
    queues: int
    targets: Mapping[tuple[PoolId, str], float]
    """Minutes from arrival to due of what is owed within the day."""
    minutes: Mapping[str, float]
    """Expected, by kind."""
    weekday: int
    hour: float
    """By the clock now: 13.5 is half past one."""


def forecast(
    outlook: Outlook, history: History, marks: Sequence[float], runs: int = RUNS, seed: int = 0
) -> Forecast | None:
    """What will be late by each of the `marks` (minutes from now, rising); None where history is too short.

    In each run the day is as busy, and people give as large a share of their time, as on some day before,
    drawn by chance; arrivals are Poisson by the hour; each piece takes longer or shorter than expected.
    """
    if not history.is_enough or not marks:
        return None
    chance, rates = Random(seed), history.rates(outlook.weekday)
    open_ones = [job for job in outlook.jobs if job.due <= marks[-1]]  # the rest waits until these are done
    counts: list[list[int]] = [[] for _ in marks]
    pools: list[Counter[PoolId]] = []
    for _ in range(runs):
        pace = chance.choice(history.pace)
        noise = [exp(chance.gauss(-(SPREAD**2) / 2, SPREAD)) / pace for _ in range(97)]
        new = _arrivals(outlook, rates, chance.choice(history.busyness), marks[-1], chance)
        late = [
            job
            for job in run([*open_ones, *new], outlook.hands, outlook.queues, noise).late
            if 0 < job.due <= marks[-1]
        ]
        for number, mark in enumerate(marks):
            counts[number].append(sum(job.due <= mark for job in late))
        pools.append(Counter(job.pool for job in late))
    seen = sorted({pool for found in pools for pool in found})
    by_pool = {pool: _range([found[pool] for found in pools]) for pool in seen}
    return Forecast(tuple(marks), tuple(map(_range, counts)), by_pool)


def _arrivals(
    outlook: Outlook,
    rates: Mapping[tuple[PoolId, str, int], float],
    busyness: float,
    until: float,
    chance: Random,
) -> list[Job]:
    """What comes in the rest of the day and is owed within it."""
    found = []
    for (pool, kind, hour), rate in sorted(rates.items()):
        target = outlook.targets.get((pool, kind))
        opens, closes = (hour - outlook.hour) * 60, (hour + 1 - outlook.hour) * 60
        if target is None or closes <= 0 or opens + target > until:
            continue
        share = min(1.0, closes / 60)
        for _ in range(_poisson(rate * busyness * share, chance)):
            comes = chance.uniform(max(opens, 0.0), closes)
            queue = outlook.queue_of[pool, kind]
            found.append(Job(comes, comes + target, outlook.minutes[kind], queue, pool))
    return found


def _poisson(mean: float, chance: Random) -> int:
    """A Poisson number (Knuth's product of uniforms; the means here are small)."""
    limit, count, product = exp(-mean), 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count


def _range(counts: Sequence[int]) -> Range:
    """The middle four fifths, rounded outwards."""
    ordered, tail = sorted(counts), (1 - LIKELY) / 2
    last = len(ordered) - 1
    return Range(ordered[int(tail * last)], ordered[last // 2], ordered[ceil((1 - tail) * last)])
