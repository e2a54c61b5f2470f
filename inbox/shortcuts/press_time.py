"""When a key really went down, which is not when a busy program came to read it."""

from __future__ import annotations

from typing import Final

TRUSTED_SECONDS: Final = 2.0
"""A press that seems older than this says that the platform's clock jumped, not that we were so late."""


class PressClock:
    """Turns the platform's event timestamps (milliseconds, any origin) into this program's seconds.

    The smallest difference ever seen between the two clocks is the one without delay; whatever a later
    event shows beyond it is the time it waited to be read.
    """

    def __init__(self) -> None:
        self._offset: float | None = None

    def pressed_at(self, timestamp_ms: int, now: float) -> float:
        """When the press happened, on the clock that `now` is read from. 0 means no timestamp: now."""
        if timestamp_ms == 0:
            return now
        offset = now - timestamp_ms / 1000
        if self._offset is None or offset < self._offset or offset - self._offset > TRUSTED_SECONDS:
            self._offset = offset
        return timestamp_ms / 1000 + self._offset
