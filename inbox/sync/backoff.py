"""How long to leave a server alone after a failure."""

from __future__ import annotations

from collections.abc import Callable
from random import uniform

_SPREAD = 0.2


class BackOff:
    """Doubles from `first` to `most` seconds, spread by a fifth so that stations do not come all at once."""

    def __init__(self, first: float, most: float, spread: Callable[[float, float], float] = uniform) -> None:
        self._first = first
        self._most = most
        self._spread = spread
        self._failures = 0

    def succeeded(self) -> None:
        """Begin again from the first."""
        self._failures = 0

    def failed(self) -> float:
        """Seconds until the next try."""
        wait: float = min(self._most, self._first * 2.0**self._failures)
        self._failures = min(self._failures + 1, 30)
        return wait * self._spread(1 - _SPREAD, 1 + _SPREAD)
