"""How the memory of a process develops: a line through what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WARMING_UP = 0.25
"""The share of a run in which a program takes what it needs; growth is what comes afterwards."""
ALLOWED_AT_ONCE, ALLOWED_AN_HOUR = 16.0, 1.0
"""MiB. The first is what is filled once while the file grows: SQLite's pages, 4 MiB for each of a station's
connections. The second is unrest. An hour at this rate brings 625 conversations: 6 KiB kept of each are found
out in a whole day."""


@dataclass(frozen=True)
class Course:
    """Of one process, MiB."""

    first: float
    last: float
    most: float
    an_hour: float
    """Growth in a simulated hour once it was warm, by least squares."""
    late: float
    """The same in the second half of the run: a program that fills what it may has filled it by then."""
    hours: float
    """For how long that was looked at."""

    @property
    def is_flat(self) -> bool:
        return self.an_hour * self.hours <= ALLOWED_AT_ONCE + ALLOWED_AN_HOUR * self.hours


def course(measured: Sequence[tuple[float, float]]) -> Course:
    """`measured`: simulated hours and MiB, in order."""
    warm = measured[int(len(measured) * WARMING_UP) :]
    sizes = [size for _, size in warm]
    hours = warm[-1][0] - warm[0][0]
    late = measured[len(measured) // 2 :]
    return Course(measured[0][1], measured[-1][1], max(sizes), _slope(warm), _slope(late), hours)


def _slope(measured: Sequence[tuple[float, float]]) -> float:
    """MiB an hour, by least squares."""
    middle = sum(at for at, _ in measured) / len(measured)
    usual = sum(size for _, size in measured) / len(measured)
    spread = sum((at - middle) ** 2 for at, _ in measured)
    return sum((at - middle) * (size - usual) for at, size in measured) / spread if spread else 0.0
