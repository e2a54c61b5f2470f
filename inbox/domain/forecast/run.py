"""One possible rest of the day, played through: who is free takes the most urgent piece they may have."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import msgspec

from inbox.domain.ids import PoolId


class Job(msgspec.Struct, frozen=True, gc=False):
    """A piece of work; all times in minutes from now. `queue` is whose it is: one list for each circle of
    people who may do it."""

    comes: float
    due: float
    minutes: float
    queue: int
    pool: PoolId


class Hand(msgspec.Struct, frozen=True, gc=False):
    """Somebody on duty for so many minutes more, and the queues they take from."""

    left: float
    queues: tuple[int, ...]


class Ended(NamedTuple):
    """How the day ended."""

    late: list[Job]
    """Not done by the time they were due."""
    undone: list[Job]
    """Not done at all."""


def run(jobs: Sequence[Job], hands: Sequence[Hand], queues: int, noise: Sequence[float]) -> Ended:
    """Play the day to its end. `noise` stretches the minutes of the pieces, in turn."""
    waiting: list[list[tuple[float, int]]] = [[] for _ in range(queues)]
    coming = sorted((n for n, job in enumerate(jobs) if job.comes > 0), key=lambda n: -jobs[n].comes)
    for n, job in enumerate(jobs):
        if job.comes <= 0:
            waiting[job.queue].append((job.due, n))
    for queue in waiting:
        heapify(queue)
    in_time, finished = bytearray(len(jobs)), bytearray(len(jobs))
    free = [(0.0, n) for n, hand in enumerate(hands) if hand.left > 0]
    done = 0
    while free:
        clock, n = heappop(free)
        while coming and jobs[coming[-1]].comes <= clock:
            new = coming.pop()
            heappush(waiting[jobs[new].queue], (jobs[new].due, new))
        hand = hands[n]
        if clock >= hand.left:
            continue
        mine = [waiting[queue] for queue in hand.queues if waiting[queue]]
        if not mine:
            if coming:
                heappush(free, (jobs[coming[-1]].comes, n))
            continue
        _, taken = heappop(min(mine))
        end = clock + jobs[taken].minutes * noise[done % len(noise)]
        done += 1
        finished[taken] = end <= hand.left
        in_time[taken] = end <= min(hand.left, jobs[taken].due)
        heappush(free, (end, n))
    return Ended(
        [job for n, job in enumerate(jobs) if not in_time[n]],
        [job for n, job in enumerate(jobs) if not finished[n]],
    )
