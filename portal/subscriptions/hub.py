"""Who is bound to which Subscription, and telling them what was committed."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from portal import json_text
from portal.profile import Profile
from portal.search.dates import span
from portal.search.query import Search
from portal.search.results import among
from portal.storage.database import Database
from portal.storage.resources import fetch
from portal.storage.versions import Change
from portal.subscriptions.criteria import read_criteria

_log = logging.getLogger("portal")


@dataclass(eq=False)
class Line:
    """One open WebSocket: what is bound to it, and what waits to be sent."""

    cut: Callable[[], None]
    outbox: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    bound: dict[str, Search] = field(default_factory=dict)
    """By the id of the Subscription."""


class Hub:
    """For the event loop's thread only."""

    def __init__(
        self, database: Database, profile: Profile, word: Callable[[str, Change], str], sign_of_life: float
    ) -> None:
        """`word`: what a bound client is told of a change. `sign_of_life`: seconds between two heartbeats."""
        self.lines: set[Line] = set()
        self.muted = False
        self._database = database
        self._profile = profile
        self._word = word
        self._sign_of_life = sign_of_life
        self._changes: asyncio.Queue[Sequence[Change]] = asyncio.Queue()

    @contextlib.asynccontextmanager
    async def telling(self, heartbeat: Callable[[Sequence[str]], str] | None) -> AsyncIterator[None]:
        """While this lasts, what is committed is told. `heartbeat`: what to say in between, if anything."""
        loop = asyncio.get_running_loop()

        def heard(changes: Sequence[Change]) -> None:
            loop.call_soon_threadsafe(self._changes.put_nowait, changes)

        self._database.listen(heard)
        tasks = [asyncio.create_task(self._tell(), name="subscriptions")]
        if heartbeat is not None:
            tasks.append(asyncio.create_task(self._beat(heartbeat), name="heartbeat"))
        for task in tasks:
            task.add_done_callback(_tell_failure)
        try:
            yield
        finally:
            self._database.listen(None)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def bind(self, line: Line, subscription: str) -> bool:
        """Whether there is such a Subscription, in force."""
        search = await self._database.reading(lambda connection: self._in_force(connection, subscription))
        if search is not None:
            line.bound[subscription] = search
        return search is not None

    def say(self, line: Line, text: str) -> None:
        if not self.muted:
            line.outbox.put_nowait(text)

    def _in_force(self, connection: sa.Connection, subscription: str) -> Search | None:
        stored = fetch(connection, "Subscription", subscription)
        if stored is None or stored.deleted:
            return None
        resource = json_text.decode(stored.body)
        ends = span(str(resource.get("end", "")))
        if resource["status"] != "active" or (ends is not None and ends[1] <= self._database.now()):
            return None
        return read_criteria(resource["criteria"], self._profile)

    async def _tell(self) -> None:
        while True:
            changes = await self._changes.get()
            for line in list(self.lines):
                for subscription, search in list(line.bound.items()):
                    await self._tell_one(line, subscription, search, changes)

    async def _tell_one(
        self, line: Line, subscription: str, search: Search, changes: Sequence[Change]
    ) -> None:
        of_type = [change for change in changes if change.stored.type == search.type]
        if not of_type:
            return
        keys = [change.stored.pk for change in of_type if not change.stored.deleted]
        matching = await self._database.reading(lambda connection: among(connection, search, keys))
        for change in of_type:
            # What a deleted resource said is no longer in the index: its type has to do.
            if change.stored.deleted or change.stored.pk in matching:
                self.say(line, self._word(subscription, change))

    async def _beat(self, heartbeat: Callable[[Sequence[str]], str]) -> None:
        while True:
            await asyncio.sleep(self._sign_of_life)
            for line in self.lines:
                if line.bound:
                    self.say(line, heartbeat(list(line.bound)))


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("Nobody is told of changes any more: %s failed.", task.get_name(), exc_info=error)
