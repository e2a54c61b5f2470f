"""How much something has been used lately: each use counts less the longer ago it was.

A count that halves every two weeks, kept as one number with the time it was true (exponential decay, as in
the "frecency" by which Firefox ranks addresses): nothing has to be looked through, and old habits fade.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from inbox.domain import typed

HALF_LIFE: Final = timedelta(days=14)
_FORGOTTEN: Final = 0.01
"""Less than this is nobody's habit any more."""


class Use(msgspec.Struct, frozen=True):
    """`count` as it was `at` that instant (UTC)."""

    count: float
    at: datetime

    def by(self, now: datetime) -> float:
        """What is left of it. A clock set back makes nothing grow."""
        age = max(now - self.at, timedelta())
        return float(self.count * 0.5 ** (age / HALF_LIFE))


class Uses(msgspec.Struct, frozen=True):
    """Uses by name."""

    held: Mapping[str, Use] = {}

    @classmethod
    def read(cls, body: bytes | None) -> Uses:
        """What `body` holds; nothing where it cannot be read, for it is only an order of lines."""
        if body is None:
            return cls()
        try:
            return typed.decode(body, cls)
        except msgspec.DecodeError:
            return cls()

    def written(self) -> bytes:
        """As `read` takes it."""
        return msgspec.json.encode(self)

    def used(self, name: str, now: datetime) -> Uses:
        """With one more use of `name`, and without what is forgotten."""
        left = {key: use for key, use in self.held.items() if use.by(now) >= _FORGOTTEN}
        return Uses({**left, name: Use(self.of(name, now) + 1, now)})

    def of(self, name: str, now: datetime) -> float:
        """How much `name` has been used lately."""
        use = self.held.get(name)
        return use.by(now) if use is not None else 0.0
