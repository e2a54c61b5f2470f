"""Writes that a fault rule keeps from their commit until they are let go."""

import asyncio


class Held:
    """For the event loop's thread only."""

    def __init__(self) -> None:
        self._gate = asyncio.Event()
        self.count = 0
        """How many are waiting now."""

    async def wait(self, seconds: float | None) -> None:
        """Until all are let go, or for so long."""
        gate = self._gate
        self.count += 1
        try:
            async with asyncio.timeout(seconds):
                await gate.wait()
        except TimeoutError:
            return
        finally:
            self.count -= 1

    def let_go(self) -> None:
        """All that wait now; later ones wait again."""
        self._gate.set()
        self._gate = asyncio.Event()
