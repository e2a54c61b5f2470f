"""Writes that meet on the same resource."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from portal.refusals import Refusal


class Collisions:
    """Which resources are being written. For the event loop's thread only."""

    def __init__(self, refused: bool) -> None:
        """`refused`: every second write that meets another one is told 409, before it does anything."""
        self._refused = refused
        self._under_way: Counter[str] = Counter()
        self._met = 0

    @contextmanager
    def entering(self, keys: Iterable[str]) -> Iterator[None]:
        """While a write to these (`Type/id`, or `Type?condition`) is under way."""
        entered = list(keys)
        if self._refused and any(self._under_way[key] for key in entered):
            self._met += 1
            if self._met % 2:
                raise Refusal(409, "conflict", "The same is being written at this moment; try again.")
        self._under_way.update(entered)
        try:
            yield
        finally:
            self._under_way -= Counter(entered)
