"""The engine: its own thread and loop, on which everything between the cache and the server happens.

Four errands run side by side and none waits for another: sending what people did, looking for changes,
reading the chart somebody opened, and loading what is not urgent. Each leaves the server alone for a
while after a failure.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from inbox import diary
from inbox.domain.errors import InboxError, Offline, Refused, SignInNeeded
from inbox.domain.ids import PatientId
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy
from inbox.sync.backoff import BackOff
from inbox.sync.portal import Desk, Portal
from inbox.sync.pull import OFTEN, STREAMS
from inbox.sync.status import Board, Connection, Status

Errand = Callable[[Portal], Awaitable[float]]
"""One go at something; gives the seconds until the next unless somebody rings before."""

IDLE = 60.0
"""Seconds until an errand with nothing to do looks again by itself."""
ASKED_MOST = 8
"""Charts waited for at once; whoever leafs on does not wait for the older ones."""


class Engine:
    """Start it when somebody has signed in, stop it before the store is closed."""

    def __init__(
        self,
        desk: Desk,
        connect: Callable[[], FhirClient],
        tell: Callable[[Status], None] = lambda status: None,
    ) -> None:
        """`connect` and `tell` are called on the engine's thread."""
        self._desk = desk
        self._connect = connect
        self._board = Board(tell)
        self._poll = desk.settings.poll
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running = threading.Event()
        self._charts_asked: deque[PatientId] = deque(maxlen=ASKED_MOST)

    # From any thread

    @property
    def status(self) -> Status:
        """How things stand."""
        return self._board.status

    def start(self) -> None:
        """Begin; returns when wishes are heard."""
        self._thread.start()
        self._running.wait()

    def stop(self) -> bool:
        """End within two seconds: what is being sent may finish. False when it would not end."""
        self._soon(lambda: self._stopping.set())
        if self._running.is_set():
            self._thread.join(timeout=2)
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Something waits to be sent."""
        self._soon(lambda: self._to_push.set())

    def try_now(self) -> None:
        """Try everything again at once: the network is back, or somebody has signed in."""
        self._soon(self._ring_all)

    def refresh_chart(self, patient: PatientId) -> None:
        """Somebody looks at this patient: read the chart again if it is not fresh."""

        def ask() -> None:
            self._charts_asked.append(patient)
            self._to_chart.set()

        self._soon(ask)

    def watched(self, at_the_screen: bool) -> None:
        """Look for changes often while somebody is at the screen, else rarely."""
        self._poll = self._desk.settings.poll if at_the_screen else self._desk.settings.rare

    # On the engine's thread

    def _soon(self, what: Callable[[], None]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: nothing is left to be told
                self._loop.call_soon_threadsafe(what)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            diary.mistake("sync.ended", error)
            self._board.change(connection=Connection.FAULT, sentence=_our_mistake())
            raise
        finally:
            self._running.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._to_push, self._to_pull, self._to_chart, self._to_load = (asyncio.Event() for _ in range(4))
        self._meeting = asyncio.Lock()
        self._portal: Portal | None = None
        self._next_rare = 0.0
        self._next_reconcile = self._loop.time() + self._desk.settings.reconcile
        self._running.set()
        async with self._connect() as self._client:
            pushing = asyncio.create_task(self._keep(self._push, self._to_push))
            others = [
                asyncio.create_task(self._keep(errand, bell))
                for errand, bell in (
                    (self._pull, self._to_pull),
                    (self._read_charts, self._to_chart),
                    (self._load, self._to_load),
                )
            ]
            await self._stopping.wait()
            await self._end(pushing, others)
        self._board.change(connection=Connection.STOPPED)

    async def _end(self, pushing: asyncio.Task[None], others: list[asyncio.Task[None]]) -> None:
        if self._portal is not None:
            self._portal.push.stopping = True
        self._ring_all()
        for task in others:
            task.cancel()
        await asyncio.wait([pushing], timeout=self._desk.settings.stop_within)
        pushing.cancel()
        await asyncio.gather(pushing, *others, return_exceptions=True)

    def _ring_all(self) -> None:
        for bell in (self._to_push, self._to_pull, self._to_chart, self._to_load):
            bell.set()

    async def _keep(self, errand: Errand, bell: asyncio.Event) -> None:
        """Do an errand over and over until the end."""
        settings = self._desk.settings
        backoff = BackOff(settings.retry_first, settings.retry_most)
        while not self._stopping.is_set():
            bell.clear()
            try:
                wait = await errand(await self._met())
                backoff.succeeded()
            except Exception as error:  # noqa: BLE001 - told, written down, and tried again
                wait = self._failed(error, backoff.failed())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await bell.wait()

    async def _met(self) -> Portal:
        """The server, which has first been asked what it offers."""
        async with self._meeting:
            if self._portal is None:
                profile = await self._client.capability()
                self._portal = Portal(self._desk, self._client, profile, self._board)
            return self._portal

    def _failed(self, error: Exception, wait: float) -> float:
        """Say what is the matter; gives the seconds until the next try."""
        sentence = str(error)
        if isinstance(error, SignInNeeded):
            connection = Connection.SIGN_IN
        elif isinstance(error, Busy):
            connection, wait = Connection.BUSY, max(wait, error.retry_after or 0)
        elif isinstance(error, Offline):
            connection = Connection.OFFLINE
        elif isinstance(error, Refused):
            connection = Connection.REFUSED
        else:
            connection = Connection.FAULT
            if not isinstance(error, InboxError):
                sentence = _our_mistake()
            diary.mistake("sync.failed", error)
        diary.note("sync.waits", connection=connection, seconds=wait)
        next_try = self._desk.now() + timedelta(seconds=wait)
        self._board.change(connection=connection, sentence=sentence, next_try=next_try)
        return wait

    # The errands

    async def _push(self, portal: Portal) -> float:
        await portal.push.run()
        if self._board.status.connection is not Connection.CONNECTED:
            self._to_pull.set()
        due = await portal.push.next_due()
        return IDLE if due is None else min(IDLE, max(0.0, (due - self._desk.now()).total_seconds()))

    async def _pull(self, portal: Portal) -> float:
        if not self._board.status.ready:
            await portal.first.front()
            self._to_load.set()
        seconds = asyncio.get_running_loop().time()
        rare = seconds >= self._next_rare
        await portal.pull.run(STREAMS if rare else OFTEN)
        if rare:
            self._next_rare = seconds + self._desk.settings.rare
        if seconds >= self._next_reconcile:
            await portal.pull.reconcile(self._desk.open_here())
            self._next_reconcile = seconds + self._desk.settings.reconcile
        self._heard()
        if portal.charts.waiting:
            self._to_load.set()
        await portal.audits.send()
        return self._poll

    def _heard(self) -> None:
        """The server has answered to everything."""
        back = self._board.status.connection not in (Connection.CONNECTED, Connection.BUSY)
        self._board.change(
            connection=Connection.CONNECTED, sentence="", last_sync=self._desk.now(), next_try=None
        )
        if back:
            self._to_push.set()
            self._to_load.set()

    async def _read_charts(self, portal: Portal) -> float:
        while self._charts_asked:
            await portal.charts.refresh(self._charts_asked.popleft())
        return IDLE

    async def _load(self, portal: Portal) -> float:
        if self._board.status.ready:
            await portal.first.rest()
            await portal.charts.work_off()
        return IDLE


def _our_mistake() -> str:
    return tr("Something went wrong in this program. It is written down, and tried again soon.")
