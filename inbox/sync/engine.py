"""The engine: its own thread and loop, on which everything between the cache and the server happens.

Errands run side by side and none waits for another: sending what people did, looking for changes, reading
the chart somebody opened, loading what is not urgent, and making work of messages that have none. Each
leaves the server alone for a while after a failure.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta

from inbox import diary
from inbox.domain.errors import AccessEnded, InboxError, Offline, Refused, SignInNeeded
from inbox.domain.ids import PatientId
from inbox.domain.people import Actor, Role
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy
from inbox.store.errors import Broken, Ended, NotKept
from inbox.sync.at_once import AtOnce
from inbox.sync.backoff import BackOff
from inbox.sync.errands import HEARD, Bells, Errand, Errands, beside_pushing
from inbox.sync.portal import Desk, Portal
from inbox.sync.status import Board, Connection, Status


class Engine(AtOnce):
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
        heard = desk.store.cursors().get(HEARD)
        self._board = Board(
            tell,
            Status(
                last_sync=heard.since if heard else None,
                stale_after=desk.settings.stale,
                telephone=desk.settings.telephone,
            ),
        )
        self._poll = desk.settings.poll
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running = threading.Event()
        self._bells = Bells()

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
        self._soon(self._bells.push.set)

    def own_kit_changed(self) -> None:
        """This person has changed their own phrases or speed buttons."""
        self._soon(self._bells.own.set)

    def try_now(self) -> None:
        """Try everything again at once: the network is back, or somebody has signed in."""
        self._soon(self._again)

    def refresh_chart(self, patient: PatientId) -> None:
        """Somebody looks at this patient: read the chart again if it is not fresh."""
        self._soon(lambda: self._bells.want_chart(patient))

    def go_live(self) -> None:
        """A supervisor confirms `Status.intake`: from that day on messages without work become work.

        Raises Refused for anybody else.
        """
        _demand_supervisor(self._desk.actor)
        self._soon(self._bells.confirm_going_live)

    def learn_anew(self) -> None:
        """Forget what was seen of the server, and try everything as it says it: somebody has repaired it."""
        self._soon(self._unlearn)

    def watched(self, at_the_screen: bool) -> None:
        """Look for changes often while somebody is at the screen, else rarely."""
        self._poll = self._desk.settings.poll if at_the_screen else self._desk.settings.rare

    # On the engine's thread

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            diary.mistake("sync.ended", error)
            self._board.change(connection=Connection.FAULT, sentence=_our_mistake())
            raise
        finally:
            self._running.set()

    def _again(self) -> None:
        """Whether the server takes the sign-in is open again: one that it refuses too is told anew."""
        if self._board.status.connection is Connection.SIGN_IN:
            self._board.change(connection=Connection.STARTING, sentence="")
        self._bells.ring()

    def _unlearn(self) -> None:
        if self._errands is not None:
            self._errands.portal.profile.forget()
        self._bells.ring()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._meeting = asyncio.Lock()
        self._acquainted = asyncio.Event()
        self._errands: Errands | None = None
        self._running.set()
        async with self._connect() as self._client:
            bells = self._bells
            pushing = asyncio.create_task(self._keep(Errands.push, bells.push))
            others = [
                *(asyncio.create_task(self._keep(errand, bell)) for errand, bell in beside_pushing(bells)),
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._prepare()),
            ]
            await self._stopping.wait()
            await self._end(pushing, others)
        self._board.change(connection=Connection.STOPPED)

    async def _end(self, pushing: asyncio.Task[None], others: list[asyncio.Task[None]]) -> None:
        if self._errands is not None:
            self._errands.portal.push.stopping = True
        self._bells.ring()
        for task in others:
            task.cancel()
        noting = asyncio.create_task(self._last_notes())
        await asyncio.wait([pushing, noting], timeout=self._desk.settings.stop_within)
        pushing.cancel()
        noting.cancel()
        await asyncio.gather(pushing, noting, *others, return_exceptions=True)

    async def _last_notes(self) -> None:
        """What was noted of the leaving goes where it can: whoever leaves may never come back here."""
        if self._errands is not None and self._board.status.connection is Connection.CONNECTED:
            with contextlib.suppress(InboxError):  # it is kept, as every note is until the server has it
                await self._errands.portal.audits.send()

    async def _keep(self, errand: Errand, bell: asyncio.Event) -> None:
        """Do an errand over and over until the end."""
        settings = self._desk.settings
        backoff = BackOff(settings.retry_first, settings.retry_most)
        while not self._stopping.is_set():
            bell.clear()
            try:
                wait = await errand(await self._met())
                backoff.succeeded()
            except (Broken, Ended) as fault:  # the store has told whoever shows it, and is closed next
                diary.note("sync.not-kept", why=type(fault).__name__.lower())
                return
            except Exception as error:  # noqa: BLE001 - told, written down, and tried again
                wait = self._failed(error, backoff.failed())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await bell.wait()

    async def _prepare(self) -> None:
        """Have what is slow the first time behind us before somebody needs it."""
        try:
            await asyncio.to_thread(self._desk.prepare)
        except Exception as error:  # noqa: BLE001 - whoever needs it is told
            diary.mistake("sync.not-prepared", error)

    async def _listen(self) -> None:
        """Be told of changes, where the server tells. Whatever becomes of it, looks go on."""
        await self._acquainted.wait()
        assert self._errands is not None, "whoever is acquainted has them"
        try:
            await self._errands.portal.wake.run(self._bells.pull.set)
        except Exception as error:  # noqa: BLE001 - looks go on without
            diary.mistake("wake.ended", error)

    async def _at_hand(self) -> Portal:
        return (await self._met()).portal

    async def _met(self) -> Errands:
        """What can be done with the server, which has first been asked what it offers."""
        async with self._meeting:
            if self._errands is None:
                profile = await self._client.capability()
                portal = Portal(self._desk, self._client, profile, self._board)
                self._errands = Errands(portal, self._desk, self._board, self._bells, lambda: self._poll)
                self._acquainted.set()
            return self._errands

    def _failed(self, error: Exception, wait: float) -> float:
        """Say what is the matter; gives the seconds until the next try."""
        connection = _connection(error)
        if isinstance(error, Busy):
            wait = max(wait, error.retry_after or 0)
        if connection is Connection.FAULT:
            _write_down(error)
        sentence = str(error) if isinstance(error, InboxError) else _our_mistake()
        diary.note("sync.waits", connection=connection, seconds=wait)
        next_try = self._desk.now() + timedelta(seconds=wait)
        request = error.request if isinstance(error, InboxError) else ""
        self._board.change(connection=connection, sentence=sentence, request=request, next_try=next_try)
        return wait


def _demand_supervisor(actor: Actor) -> None:
    if actor.role is not Role.SUPERVISOR:
        raise Refused(tr("A supervisor confirms from when on messages become work."))


def _connection(error: Exception) -> Connection:
    """How things stand after `error`."""
    if isinstance(error, SignInNeeded | AccessEnded):
        return Connection.SIGN_IN
    if isinstance(error, Busy):
        return Connection.BUSY
    if isinstance(error, Offline):
        return Connection.OFFLINE
    return Connection.REFUSED if isinstance(error, Refused) else Connection.FAULT


def _write_down(error: Exception) -> None:
    """A disk that is full or cannot be written is no mistake of this program."""
    if isinstance(error, NotKept):
        diary.note("sync.not-kept", why=type(error).__name__.lower())
    else:
        diary.mistake("sync.failed", error)


def _our_mistake() -> str:
    return tr("Something went wrong in this program. It is written down, and tried again soon.")
