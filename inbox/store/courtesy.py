"""Work that can wait stands back while a key is being answered.

One interpreter serves all threads: whatever computes meanwhile makes each of the many small steps between a
key and its picture wait for its turn, and ten milliseconds become a hundred.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

ANSWERED_WITHIN = 0.15
"""Seconds after a key in which what it asked for is shown, and what follows from that prepared."""
MOST = 0.5
"""Seconds that one piece of work stands back: keys that never end do not hold it up for ever."""


class Courtesy:
    """Shared by the window, which tells of keys, and by whoever does in pieces what nobody waits for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0

    def asked(self) -> None:
        """Any thread: somebody has pressed a key just now."""
        self._until = self._clock() + ANSWERED_WITHIN

    def standing_back(self) -> Callable[[], float]:
        """Begin to stand back: gives how long still, 0 once it is quiet or has been long enough."""
        end = self._clock() + MOST
        return lambda: max(0.0, min(self._until, end) - self._clock())

    async def stand_back(self) -> None:
        """The same for work on a loop; lets others on in any case."""
        still = self.standing_back()
        await asyncio.sleep(0)
        while gap := still():
            await asyncio.sleep(gap)
