"""Shares with their intervals, and times."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

_Z = 1.959964
"""Of the normal distribution, for 95 %."""


class Share(NamedTuple):
    """How many of how many."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """0 to 100; 0 of nothing."""
        return 100 * self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """The 95 % interval, in percent (Wilson 1927): honest for few cases and for shares near 0 or 1."""
        if not self.of:
            return 0.0, 100.0
        p, n, z2 = self.hits / self.of, self.of, _Z * _Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)

    def told(self) -> str:
        """`96.3 % (94.8–97.4) of 727`."""
        if not self.of:
            return "–"
        low, high = self.interval()
        return f"{self.percent:.1f} % ({low:.1f}–{high:.1f}) of {self.of}"

    def record(self) -> dict[str, float | int | list[float]]:
        """The same for a machine."""
        return {"hits": self.hits, "of": self.of, "percent": self.percent, "interval": list(self.interval())}


class Times(NamedTuple):
    """How long a message took, in microseconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        """From single timings, of which there must be one."""
        ordered = sorted(seconds)
        return cls(1e6 * statistics.median(ordered), 1e6 * ordered[int(0.95 * (len(ordered) - 1))])
