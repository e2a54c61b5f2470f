"""Who may ask the server next: a person waiting at the screen before work in the background."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

IN_FLIGHT = 4


class Gate:
    """At most `places` requests at a time; the last place is never taken by background work.

    Belongs to one event loop. Within each kind, first come, first served. A server that asked to be left
    alone for a while is asked by people only: it counts all of us together, reads as well as writes.
    """

    def __init__(self, places: int = IN_FLIGHT) -> None:
        self._free = places
        self._kept = 1 if places > 1 else 0
        self._people: deque[asyncio.Future[None]] = deque()
        self._background: deque[asyncio.Future[None]] = deque()
        self._rests_until = 0.0

    @asynccontextmanager
    async def turn(self, *, interactive: bool) -> AsyncIterator[None]:
        """Wait for a place, hold it for the body, give it back however the body ends."""
        await self._enter(self._people if interactive else self._background)
        try:
            yield
        finally:
            self._free += 1
            self._call()

    def rest(self, seconds: float | None) -> None:
        """The server wants to be left alone for so long; None where it does not say."""
        if seconds is not None:
            self._rests_until = max(self._rests_until, asyncio.get_running_loop().time() + seconds)

    @property
    def resting(self) -> float:
        """Seconds for which it still wants to be left alone; 0 when it does not."""
        return max(0.0, self._rests_until - asyncio.get_running_loop().time())

    async def _enter(self, queue: deque[asyncio.Future[None]]) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(mine)
        self._call()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.cancelled():
                if mine in queue:  # else it was passed over while somebody else was called
                    queue.remove(mine)
            else:  # called and cancelled in the same moment: pass the place on
                self._free += 1
                self._call()
            raise

    def _call(self) -> None:
        while self._free and (queue := self._next()):
            self._free -= 1
            queue.popleft().set_result(None)

    def _next(self) -> deque[asyncio.Future[None]] | None:
        for queue in (self._people, self._background):
            while queue and queue[0].cancelled():
                queue.popleft()
        if self._people:
            return self._people
        return self._background if self._background and self._free > self._kept else None
