"""A clock that tests turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class TurnedClock:
    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime.now(UTC)

    def now(self) -> datetime:
        return self._now

    def turn(self, **by: float) -> None:
        self._now += timedelta(**by)
