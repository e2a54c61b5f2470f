"""A clinician's clock on one message: it runs on through a restart, until it is stopped and confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import msgspec

from inbox.commands.declare import Target
from inbox.domain import typed
from inbox.domain.ids import ItemId, ThreadId
from inbox.ui.desk import Desk


class Running(msgspec.Struct, frozen=True):
    """Since when it runs, and on what."""

    thread: ThreadId
    item: ItemId
    start: datetime

    @property
    def target(self) -> Target:
        """The item it runs on."""
        return Target(self.thread, self.item)


class RunningMinutes:
    """One clock a person, kept on this station."""

    def __init__(self, desk: Desk, show: Callable[[Running | None], None]) -> None:
        """`show` is told what runs, at once and with every change."""
        self._desk = desk
        self._show = show
        self._name = f"minutes {desk.actor.person}"
        body = desk.store.note(self._name)
        self._running = typed.decode(body, Running | None) if body else None
        show(self._running)

    @property
    def now(self) -> Running | None:
        """What runs; None when nothing does."""
        return self._running

    async def start(self, target: Target) -> None:
        """Begin to count the time on `target`; it runs once that is kept."""
        await self._keep(Running(target.thread, target.item, self._desk.now()))

    async def stop(self) -> None:
        """Count no more; what was counted is kept, or thrown away, by whoever stops it."""
        await self._keep(None)

    async def _keep(self, running: Running | None) -> None:
        await asyncio.wrap_future(self._desk.store.keep_note(self._name, msgspec.json.encode(running)))
        self._running = running
        self._show(running)
