"""Being told that something changed, where the server tells: then the next look comes at once.

Looks go on all the same, less often: nothing depends on a word that may never come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from inbox import diary
from inbox.domain.errors import Offline, Refused, SignInNeeded
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.profile import Profile
from inbox.fhir.subscriptions import LIFETIME, NoWord, Subscriptions, Unconfirmed
from inbox.sync.backoff import BackOff
from inbox.sync.settings import Settings
from inbox.sync.status import Board

CRITERIA = ("Communication", "Task")
AGAIN = LIFETIME.total_seconds() / 2
"""Seconds after which a line is opened anew, while the Subscriptions of the old one still live."""
TRIES = 4
"""Lines in a row that the server did not confirm, before it is no longer asked: two for each way to bind."""


class Wake:
    """Keeps a line to the server open and rings the bell for the pull."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        board: Board,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._subscriptions = Subscriptions(client, profile.said.websocket, CRITERIA, settings.silence)
        self._profile = profile
        self._board = board
        self._settings = settings
        self._now = now
        self._backoff = BackOff(settings.retry_first, settings.retry_most)
        self._unconfirmed = 0
        self._heard = asyncio.Event()
        self.listening = False

    @property
    def possible(self) -> bool:
        """Whether it is worth asking the server. Statements seldom name the way, so it is tried."""
        return (
            self._profile.site.changes != "polling"
            and not self._profile.learned.no_word
            and self._profile.offers("Subscription", "create")
        )

    async def run(self, ring: Callable[[], None]) -> None:
        """Until cancelled: `ring` at every word, and whenever some may have been missed."""
        ringing = asyncio.create_task(self._ring(ring))
        try:
            while self.possible:
                try:
                    await self._listen()
                except NoWord:
                    self._give_up()
                except (Offline, Refused, SignInNeeded) as why:
                    diary.note("wake.lost", why=type(why).__name__.lower())
                    self._hear(listening=False)
                    self._unconfirmed += isinstance(why, Unconfirmed)
                    if self._unconfirmed >= TRIES:
                        self._give_up()
                    await asyncio.sleep(self._backoff.failed())
        finally:
            self._hear(listening=False)
            ringing.cancel()

    def _give_up(self) -> None:
        """It was promised, or tried, and does not come."""
        diary.note("wake.no-word")
        self._profile.learn(no_word=True)

    async def _listen(self) -> None:
        """One line, as long as it holds."""
        try:
            async with asyncio.timeout(AGAIN), self._subscriptions.line(self._now()) as line:
                self._backoff.succeeded()
                self._unconfirmed = 0
                self._hear(listening=True)
                async for _ in line.words():
                    self._heard.set()
        except TimeoutError:
            diary.note("wake.anew")

    def _hear(self, *, listening: bool) -> None:
        """Say how changes are noticed from now on, and look for what nobody told of."""
        self.listening = listening
        self._heard.set()
        if listening:
            words = tr("The server says so at once.")
        else:
            words = tr("By looking every {seconds} seconds.", seconds=round(self._settings.poll))
        self._board.change(noticing=words)

    async def _ring(self, ring: Callable[[], None]) -> None:
        """At once, but not for every word of many: a look finds all of them."""
        while True:
            await self._heard.wait()
            self._heard.clear()
            ring()
            await asyncio.sleep(self._settings.wake_gap)
