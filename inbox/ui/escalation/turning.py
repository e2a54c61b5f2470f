"""A choice that a key turns to the next: one value of a few, the first again after the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Turning(Generic[Value]):
    """Holds the values and which of them is meant; without any, nothing is."""

    def __init__(self, values: Sequence[Value] = ()) -> None:
        self._values = list(values)
        self._at = 0

    def begin(self, values: Sequence[Value], wanted: Value) -> None:
        """Offer these, with `wanted` meant where it is among them, else the first."""
        self._values = list(dict.fromkeys(values))
        self._at = self._values.index(wanted) if wanted in self._values else 0

    def turn(self) -> None:
        """Mean the next."""
        self._at = (self._at + 1) % max(len(self._values), 1)

    @property
    def value(self) -> Value | None:
        """What is meant."""
        return self._values[self._at] if self._values else None
