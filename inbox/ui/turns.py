"""Long work on the window's thread, a little at a time: in between keys are heard and frames painted."""

from __future__ import annotations

import asyncio
import time
from typing import Final

PIECE: Final = 0.008
"""Seconds of work at a stretch: half a frame at 60 a second."""


class Turns:
    """Tells when somebody else has a turn."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    @property
    def due(self) -> bool:
        """Whether the stretch is over."""
        return time.monotonic() - self._since >= PIECE

    async def give(self) -> None:
        """Let everybody else have their turn."""
        await asyncio.sleep(0)
        self._since = time.monotonic()
