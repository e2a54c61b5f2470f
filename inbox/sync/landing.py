"""Pages on their way into the store: one is written while the next is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TypeVar

from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.store.store import Store

Answer = TypeVar("Answer")


async def stored(future: Future[Answer]) -> Answer:
    """What the store's writer answers."""
    return await asyncio.wrap_future(future)


class Landing:
    """Never more than one load behind, so that memory stays small and a failed write is noticed."""

    def __init__(self, store: Store, *, bulk: bool = False, load: int = 0) -> None:
        """`bulk`: nobody is at work yet. `load`: resources to collect before they are written.

        A load is written thread by thread: each is then made visible once, not with every page.
        """
        self._store = store
        self._bulk = bulk
        self._load = load
        self._collected: list[Filed] = []
        self._cursor: Cursor | None = None
        self._under_way: Future[Changes] | None = None

    async def put(self, resources: Sequence[Filed], cursor: Cursor | None = None) -> None:
        """Give the store a page, and with it how far the pull has come.

        Keys that are being answered go first: reading the next page computes for tens of milliseconds.
        """
        await self._store.courtesy.stand_back()
        self._collected += resources
        self._cursor = cursor or self._cursor
        if len(self._collected) >= self._load:
            await self._write()

    async def landed(self) -> None:
        """Wait until all that was put is in the store."""
        await self._write()
        await self._written()

    async def _write(self) -> None:
        await self._written()
        resources, cursor = self._collected, self._cursor
        self._collected, self._cursor = [], None
        if self._load:
            resources.sort(key=lambda one: one.thread or "")
        if resources or cursor:
            self._under_way = self._store.ingest(resources, cursor, bulk=self._bulk)

    async def _written(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            await stored(under_way)
