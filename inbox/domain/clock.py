"""The one door to the time. The app passes the real clock in; tests pass one they can turn."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        ...
