"""The double-key guard: nothing is closed, sent, routed or escalated before a person can have seen it."""

from __future__ import annotations

from collections.abc import Hashable
from math import inf
from typing import Final

MINIMUM_SECONDS: Final = 0.4
"""How long an item must have been on screen before the key went down (product.md §4)."""


class PaintGuard:
    """Remembers since when the item on screen is there. Times are seconds on one monotonic clock.

    An item may be any hashable name of what the person sees; including the last message's id in it makes
    a message that arrives while reading count as something new.
    """

    def __init__(self, minimum: float = MINIMUM_SECONDS) -> None:
        self.minimum = minimum
        self._item: Hashable | None = None
        self._since = inf

    def painted(self, item: Hashable, at: float) -> None:
        """`item` is on screen at `at`. Painting the same item again does not start its time anew."""
        if item != self._item:
            self._item, self._since = item, at

    def allows(self, item: Hashable, key_at: float, auto_repeat: bool) -> bool:
        """Whether a key that went down at `key_at` may act on `item`; a held key never may."""
        return not auto_repeat and item == self._item and key_at - self._since >= self.minimum
