"""What is done at once or not at all: its author waits for the answer, nothing of it is kept for later."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Coroutine, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any, TypeVar

from inbox.domain.clinic.changes import Change
from inbox.domain.coverage import Coverage
from inbox.domain.errors import Offline
from inbox.domain.kit_history import KitVersion
from inbox.domain.measures import Recorded
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.words import tr
from inbox.sync.errands import Bells
from inbox.sync.portal import Portal

T = TypeVar("T")


class AtOnce:
    """The engine's side that screens ask. Any thread may ask; the work is done on the engine's."""

    _loop: asyncio.AbstractEventLoop | None
    _bells: Bells

    async def _at_hand(self) -> Portal:
        """What can be done with the server, once it has said what it offers."""
        raise NotImplementedError

    def publish(
        self, part: Part, version: str, body: bytes, saw: KitFile | None, reason: str = ""
    ) -> Future[KitFile]:
        """Publish a part of the site's kit in place of `saw`, which its author looked at; None: of nothing.

        The future raises Refused for anybody but a supervisor, Overtaken where a colleague has published
        meanwhile, and Offline where the server cannot be reached: then nothing is kept for later.
        """
        nothing = tr("The server cannot be reached. Nothing was published.")
        return self._ask(lambda portal: portal.publishing.publish(part, version, body, saw, reason), nothing)

    def versions(self, libraries: Collection[str]) -> Future[list[KitVersion]]:
        """What a part of the kit has been in these Libraries, newest first. The future raises Offline,
        Refused."""
        nothing = tr("The server cannot be reached.")
        return self._ask(lambda portal: portal.publishing.versions(libraries), nothing)

    def propose(
        self, part: Part, version: str, body: bytes, saw: Proposal | None, reason: str
    ) -> Future[Proposal]:
        """Propose what holds once somebody else has signed it, in place of the proposal `saw`. The future
        raises Overtaken where there is another by now, Refused where it may not be, Offline."""
        nothing = tr("The server cannot be reached. Nothing was proposed.")
        return self._ask(lambda portal: portal.signing.propose(part, version, body, saw, reason), nothing)

    def sign(self, saw: Proposal) -> Future[KitFile]:
        """Sign a proposal in one's own name: it holds from then on. The future raises as `propose`'s does."""
        nothing = tr("The server cannot be reached. Nothing was signed.")
        return self._ask(lambda portal: portal.signing.sign(saw), nothing)

    def withdraw(self, saw: Proposal) -> Future[None]:
        """Nobody is to sign a proposal any more. The future raises as that of `propose`."""
        nothing = tr("The server cannot be reached. Nothing was withdrawn.")
        return self._ask(lambda portal: portal.signing.withdraw(saw), nothing)

    def cover(self, coverage: Coverage) -> Future[None]:
        """Let `coverage` hold. The future raises Refused where it may not, Offline without the server."""
        nothing = tr("The server cannot be reached. Nothing was set.")
        asked = self._ask(lambda portal: portal.covering.set(coverage), nothing)
        asked.add_done_callback(lambda _done: self._soon(self._bells.rules.set))
        return asked

    def arrange(self, changes: Sequence[Change], reason: str = "") -> Future[None]:
        """Let pools be as `changes` say, all of them or none. The future raises Overtaken where a colleague
        has changed one meanwhile, Refused where it may not be, Offline without the server."""
        nothing = tr("The server cannot be reached. Nothing was changed.")
        return self._ask(lambda portal: portal.arranging.arrange(changes, reason), nothing)

    def recorded(self, since: datetime) -> Future[list[Recorded] | None]:
        """What was recorded since then of why work moved; None where it cannot be read by this person.

        The future raises Offline where the server cannot be reached: it is kept nowhere here.
        """
        return self._ask(lambda portal: portal.recorded(since), tr("The server cannot be reached."))

    def file(self, address: str) -> Future[bytes]:
        """The file at an attachment's address. The future raises Refused where it is not to be had."""
        return self._ask(lambda portal: portal.file(address), tr("The server cannot be reached."))

    def _ask(self, what: Callable[[Portal], Coroutine[Any, Any, T]], otherwise: str) -> Future[T]:
        """Ask the server at once; where it cannot be reached, that is said and nothing is kept for later."""
        if self._loop is None:
            raise Offline(otherwise)

        async def asked() -> T:
            return await what(await self._at_hand())

        return asyncio.run_coroutine_threadsafe(asked(), self._loop)

    def _soon(self, what: Callable[[], None]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: nothing is left to be told
                self._loop.call_soon_threadsafe(what)
