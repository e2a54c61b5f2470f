"""What is done at once or not at all: its author waits for the answer, nothing of it is kept for later."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Coroutine, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from inbox.domain.audit import ARRANGE, COVER, PROPOSE, PUBLISH, SIGN, WITHDRAW, AuditNote
from inbox.domain.clinic.changes import Change
from inbox.domain.coverage import Coverage
from inbox.domain.errors import Offline
from inbox.domain.ids import OperationId
from inbox.domain.kit_history import KitVersion
from inbox.domain.measures import Recorded
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.words import tr
from inbox.fhir.faults import NoAnswer
from inbox.sync.errands import Bells
from inbox.sync.portal import Desk, Portal

if TYPE_CHECKING:
    from inbox.domain.trail import Leaf, Wanted

T = TypeVar("T")
UNANSWERED = "No answer came: it may hold or not."
"""The outcome of what nobody knows the end of. For the server's people: not translated."""


class AtOnce:
    """The engine's side that screens ask. Any thread may ask; the work is done on the engine's."""

    _loop: asyncio.AbstractEventLoop | None
    _bells: Bells
    _desk: Desk

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
        publishing = self._ask(
            lambda portal: portal.publishing.publish(part, version, body, saw, reason), nothing
        )
        return self._noted(publishing, PUBLISH, [str(part)])

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
        asked = self._ask(lambda portal: portal.signing.propose(part, version, body, saw, reason), nothing)
        return self._noted(asked, PROPOSE, [str(part)])

    def sign(self, saw: Proposal) -> Future[KitFile]:
        """Sign a proposal in one's own name: it holds from then on. The future raises as `propose`'s does."""
        nothing = tr("The server cannot be reached. Nothing was signed.")
        asked = self._ask(lambda portal: portal.signing.sign(saw), nothing)
        return self._noted(asked, SIGN, [str(saw.file.part)])

    def withdraw(self, saw: Proposal) -> Future[None]:
        """Nobody is to sign a proposal any more. The future raises as that of `propose`."""
        nothing = tr("The server cannot be reached. Nothing was withdrawn.")
        asked = self._ask(lambda portal: portal.signing.withdraw(saw), nothing)
        return self._noted(asked, WITHDRAW, [str(saw.file.part)])

    def cover(self, coverage: Coverage) -> Future[None]:
        """Let `coverage` hold. The future raises Refused where it may not, Offline without the server."""
        nothing = tr("The server cannot be reached. Nothing was set.")
        asked = self._ask(lambda portal: portal.covering.set(coverage), nothing)
        asked.add_done_callback(lambda _done: self._soon(self._bells.rules.set))
        return self._noted(asked, COVER, [coverage.away.ref])

    def arrange(self, changes: Sequence[Change], reason: str = "") -> Future[None]:
        """Let pools be as `changes` say, all of them or none. The future raises Overtaken where a colleague
        has changed one meanwhile, Refused where it may not be, Offline without the server."""
        nothing = tr("The server cannot be reached. Nothing was changed.")
        arranging = self._ask(lambda portal: portal.arranging.arrange(changes, reason), nothing)
        return self._noted(arranging, ARRANGE, [change.ref or "new" for change in changes])

    def recorded(self, since: datetime) -> Future[list[Recorded] | None]:
        """What was recorded since then of why work moved; None where it cannot be read by this person.

        The future raises Offline where the server cannot be reached: it is kept nowhere here.
        """
        return self._ask(lambda portal: portal.recorded(since), tr("The server cannot be reached."))

    def trail(self, wanted: Wanted, after: str = "") -> Future[Leaf]:
        """Some of the audit trail (`sync.trail`), kept nowhere here. The future raises Refused, Offline."""
        nothing = tr("The server cannot be reached. The audit trail is kept there.")
        return self._ask(lambda portal: portal.trail.read(wanted, after), nothing)

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

    def _noted(self, asked: Future[T], what: str, about: Sequence[str]) -> Future[T]:
        """What was asked for is noted for the audit trail once it holds, or nobody knows whether it does."""

        def note(done: Future[T]) -> None:
            error = None if done.cancelled() else done.exception()
            if error is None or isinstance(error, NoAnswer):
                desk, outcome = self._desk, "" if error is None else UNANSWERED
                for one in about:
                    id_ = OperationId(str(uuid4()))
                    person, role = desk.actor.person, desk.actor.role
                    made = AuditNote(id_, what, person, role, desk.now(), outcome=outcome, about=one)
                    desk.store.audit(made)

        asked.add_done_callback(note)
        return asked

    def _soon(self, what: Callable[[], None]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: nothing is left to be told
                self._loop.call_soon_threadsafe(what)
