"""The first load: what is most urgent first, and resumable wherever it was cut off.

Marks in the cursor table say how far it has come; each is saved with the page it belongs to. The delta
pull's own cursors are set before anything else, from the server's clock, so that whatever changes while
this runs is heard of afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import aclosing
from datetime import datetime

from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, PoolId, ThreadId
from inbox.domain.words import tr
from inbox.fhir.faults import Declined
from inbox.fhir.incoming import urgency
from inbox.store.store import Store
from inbox.sync.asking import IDS_AT_ONCE, KIT, PEOPLE, POOLS_ELSEWHERE, THREADS_AT_ONCE, Asking, in_groups
from inbox.sync.charts import Charts
from inbox.sync.landing import Landing, stored
from inbox.sync.pull import STREAMS
from inbox.sync.settings import Settings
from inbox.sync.side_by_side import side_by_side, whole
from inbox.sync.status import Board, Meter

OPEN_DONE = "first: open work"
CHARTS_DONE = "first: charts"
LOAD = 5_000
"""Resources of history held in memory until they are written together."""
_HISTORY = ("Task", "Communication")
"""Work first: a conversation then becomes visible once, when its messages come."""


def _reached(resource_type: str) -> str:
    return f"first: {resource_type} back to"


def _finished(resource_type: str) -> str:
    return f"first: {resource_type} done"


class FirstSync:
    """Runs once for a cache; every part may be repeated without harm."""

    def __init__(
        self,
        asking: Asking,
        store: Store,
        charts: Charts,
        board: Board,
        settings: Settings,
        now: Callable[[], datetime],
        pools: Collection[PoolId] = (),
    ) -> None:
        """`pools` are this person's own."""
        self._asking = asking
        self._pools = pools
        self._store = store
        self._charts = charts
        self._board = board
        self._settings = settings
        self._now = now
        self._patients: set[str] = set()

    async def front(self) -> None:
        """Until the list can be used: people and pools, then all open work with its messages."""
        marks = self._store.cursors()
        if OPEN_DONE not in marks:
            for kind in STREAMS:
                if kind not in marks and self._asking.offered(kind):
                    await self._keep(Cursor(kind, await self._asking.newest(kind)))
            await self._people()
            await self._open_work()
        self._board.change(ready=True)

    async def rest(self) -> None:
        """Then the charts of open work, and closed conversations from the newest back."""
        marks = self._store.cursors()
        if CHARTS_DONE not in marks:
            await self._all_charts()
        for kind in _HISTORY:
            if _finished(kind) not in marks and self._asking.offered(kind):
                await self._history(kind, marks.get(_reached(kind)))
        self._board.change(progress=())

    async def _people(self) -> None:
        meter = self._meter(tr("People and pools"), None)
        landing = Landing(self._store, bulk=True)
        for kind in (*KIT, *PEOPLE):
            if self._asking.offered(kind):
                async for page in self._asking.all_of(kind):
                    await landing.put(page)
                    meter.add(len(page))
        for kind in POOLS_ELSEWHERE:  # many of these are no pools: only the person's own are read
            own = [pool for pool in self._pools if pool.startswith(f"{kind}/")]
            async for page in self._asking.by_id(own):
                await landing.put(page)
        await landing.landed()
        meter.finish()

    async def _open_work(self) -> None:
        meter = self._meter(tr("Open work"), None)
        landing = Landing(self._store, bulk=True)
        tasks: list[Filed] = []
        there: set[str] = set()
        async for page in self._asking.open_tasks():
            await landing.put(page)
            tasks += [one for one in page if one.type == "Task"]
            there |= {one.ref for one in page}
            meter.add(len(page))
        threads = _most_urgent_first(tasks)
        self._patients = {task.patient for task in tasks if task.patient}
        for missing in (_less(threads, there), _less(sorted(self._patients), there)):
            groups = in_groups(missing, IDS_AT_ONCE)
            async with aclosing(side_by_side(groups, lambda refs: whole(self._asking.by_id(refs)))) as found:
                async for _, resources in found:
                    await landing.put(resources)
        await landing.landed()
        meter.finish()
        await self._messages(threads, landing)
        await self._keep(Cursor(OPEN_DONE, self._now()))

    async def _messages(self, threads: list[ThreadId], landing: Landing) -> None:
        meter = self._meter(tr("Messages of open work"), len(threads))
        groups = in_groups(threads, THREADS_AT_ONCE)
        async with aclosing(side_by_side(groups, lambda some: whole(self._asking.messages(some)))) as found:
            async for group, messages in found:
                await landing.put(messages)
                meter.add(len(group))
        await landing.landed()
        meter.finish()

    async def _all_charts(self) -> None:
        tasks = [one async for page in self._asking.open_tasks() for one in page if one.type == "Task"]
        self._charts.want(_patients_in_order(tasks))
        meter = self._meter(tr("Charts"), self._charts.waiting)
        await self._charts.work_off(meter.add)
        meter.finish()
        await self._keep(Cursor(CHARTS_DONE, self._now()))

    async def _history(self, kind: str, reached: Cursor | None) -> None:
        after = self._now() - min(self._settings.history, self._settings.retention)
        edge = reached.since if reached else None
        total = await self._asking.count(kind, self._asking.history_of(kind, after, edge))
        label = tr("Earlier messages") if kind == "Communication" else tr("Closed work")
        meter = self._meter(label, total)
        landing = Landing(self._store, load=LOAD)
        headers: set[str] = set()
        threads: set[str] = set()
        async for page in self._back_from(kind, after, edge):
            headers |= {one.ref for one in page if one.thread == one.ref}
            threads |= {one.thread for one in page if one.thread}
            await self._bring(page, landing)
            await landing.put(page, Cursor(_reached(kind), min(one.updated for one in page)))
            meter.add(len(page))
        if kind == "Communication":
            async for page in self._asking.by_id(sorted(threads - headers)):
                await landing.put(page)
        await landing.landed()
        await self._keep(Cursor(_finished(kind), self._now()))
        meter.finish()

    async def _back_from(
        self, kind: str, after: datetime, edge: datetime | None
    ) -> AsyncIterator[list[Filed]]:
        """Newest first. A server that refuses to page any deeper is asked anew from where it stopped."""
        while True:
            begun = edge
            try:
                async for page in self._asking.history(kind, after, edge):
                    if page:
                        yield page
                        edge = min(one.updated for one in page)
            except Declined:
                if edge == begun:
                    raise
            else:
                return

    async def _bring(self, page: Iterable[Filed], landing: Landing) -> None:
        """The patients a page names who have not come yet."""
        named = {one.patient for one in page if one.patient}
        async for patients in self._asking.by_id(sorted(named - self._patients)):
            await landing.put(patients)
        self._patients |= named

    async def _keep(self, cursor: Cursor) -> None:
        await stored(self._store.ingest([], cursor))

    def _meter(self, stage: str, total: int | None) -> Meter:
        return Meter(self._board, stage, total, asyncio.get_running_loop().time)


def _most_urgent_first(tasks: Iterable[Filed]) -> list[ThreadId]:
    return list(dict.fromkeys(task.thread for task in sorted(tasks, key=urgency) if task.thread))


def _patients_in_order(tasks: Iterable[Filed]) -> list[PatientId]:
    return list(dict.fromkeys(task.patient for task in sorted(tasks, key=urgency) if task.patient))


def _less(refs: Iterable[str], there: set[str]) -> list[str]:
    return [ref for ref in refs if ref not in there]
