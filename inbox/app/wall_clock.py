"""The only place that reads the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime


class WallClock:
    """The real time."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)
