"""How long work takes: minutes that a piece of each kind is expected to cost, and what somebody has to do.

The minutes are data (`resources/starter/workload.json`); a site puts its own in their place, kind by kind, in
its site file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec


class Minutes(msgspec.Struct, frozen=True):
    """The table: minutes of handling a piece of work, from opening it to closing it."""

    minutes: dict[str, float]
    """By kind of work."""
    otherwise: float
    """For a kind that is not in the table."""

    def of(self, kind: str) -> float:
        """Minutes that a piece of work of `kind` is expected to take."""
        return self.minutes.get(kind, self.otherwise)

    def overridden(self, own: Mapping[str, float]) -> Minutes:
        """The same with what a site measured for itself."""
        return msgspec.structs.replace(self, minutes={**self.minutes, **own})


class Load(msgspec.Struct, frozen=True):
    """What one person has to do."""

    items: int = 0
    minutes: float = 0.0

    def with_more(self, minutes: float, items: int = 1) -> Load:
        """With so many items more, of so many minutes together; negative numbers take away."""
        return Load(self.items + items, self.minutes + minutes)


def load(kinds: Iterable[str], table: Minutes) -> Load:
    """The load of whoever has work of these `kinds`, one entry for each piece."""
    costs = [table.of(kind) for kind in kinds]
    return Load(len(costs), sum(costs))


def expected(kinds: Mapping[str, int], table: Minutes) -> float:
    """The minutes that so many pieces of each kind are expected to take together."""
    return sum(count * table.of(kind) for kind, count in kinds.items())
