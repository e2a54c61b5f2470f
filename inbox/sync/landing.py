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
    """Never more than one page behind, so that memory stays small and a failed write is noticed."""

    def __init__(self, store: Store, *, bulk: bool = False) -> None:
        self._store = store
        self._bulk = bulk
        self._under_way: Future[Changes] | None = None

    async def put(self, resources: Sequence[Filed], cursor: Cursor | None = None) -> None:
        """Give the store a page, and with it how far the pull has come."""
        await self.landed()
        if resources or cursor:
            self._under_way = self._store.ingest(resources, cursor, bulk=self._bulk)

    async def landed(self) -> None:
        """Wait until all that was put is in the store."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            await stored(under_way)
