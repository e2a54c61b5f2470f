"""Seeded chance: every part of the clinic draws from dice of its own, so that parts can be built alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from uuid import UUID


def dice(seed: int, *names: object) -> Random:
    """A generator that depends on the seed and the names only, not on what was drawn elsewhere."""
    return Random(":".join(map(str, (seed, *names))))


def pick(roll: Random, weights: Mapping[str, float]) -> str:
    """One key, in proportion to its weight."""
    return roll.choices(list(weights), list(weights.values()))[0]


def deck(roll: Random, cards: Mapping[str, int]) -> Iterator[str]:
    """Keys without end, each shuffled deck holding every key as often as its count says.

    Unlike independent draws, a short run already has the promised mixture.
    """
    while True:
        hand = [card for card, count in cards.items() for _ in range(count)]
        roll.shuffle(hand)
        yield from hand


def uuid(roll: Random) -> str:
    """A version 4 UUID from these dice."""
    return str(UUID(int=roll.getrandbits(128), version=4))


def between(roll: Random, first: datetime, last: datetime) -> datetime:
    """A moment between two, in whole milliseconds."""
    span = max(0, int((last - first) / timedelta(milliseconds=1)))
    return first + timedelta(milliseconds=roll.randint(0, span))
