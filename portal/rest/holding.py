"""A write that takes its moment and is then kept from its commit: a transaction in flight."""

from collections.abc import Awaitable, Callable
from typing import Any

from portal.moments import Clock

EXTENSION = "portal.hold"

Wait = Callable[[], Awaitable[None]]


async def held_up(scope: Any, clock: Clock) -> int | None:
    """Wait as the ASGI scope says; the moment before that, or None where nothing holds this request up."""
    wait: Wait | None = scope.get("extensions", {}).get(EXTENSION)
    if wait is None:
        return None
    begun = clock()
    await wait()
    return begun
