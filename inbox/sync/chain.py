"""Sending one thread's operations: look again, decide what may leave, ask, and believe only the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from inbox.domain.attached import gone_file
from inbox.domain.attempt import Attempt, Came
from inbox.domain.entries import Entry, State, conflict, rebased
from inbox.domain.errors import Bug, Offline, Refused, SignInNeeded
from inbox.domain.filed import Filed
from inbox.domain.ids import OperationId, ThreadId
from inbox.domain.operations import Problem, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import ServerFailed
from inbox.fhir.incoming import Reading
from inbox.fhir.profile import Profile
from inbox.store.store import Store
from inbox.sync.asking import Asking
from inbox.sync.delivery import Delivery, Manner, Portion
from inbox.sync.landing import stored
from inbox.sync.looking import landed, look, look_together
from inbox.sync.recipients import barred
from inbox.sync.settling import Settling, gone
from inbox.sync.trial import Trial
from inbox.sync.tries import after_fault, before_leaving
from inbox.sync.twice import is_asked_for, made_twice, nobody_can_tell

ON_ITS_WAY = timedelta(minutes=1)
"""So long after it left, a request whose answer was lost may still be carried out: not to be found does not
mean that it will not come."""
FRESH = timedelta(minutes=2)
"""Somebody who did this so recently is probably waiting for it."""
A_LOOK_HOLDS = timedelta(seconds=1)
"""For so long what leaves may rely on a look at several threads at once."""
NOT_OFFERED = 501

Answer = TypeVar("Answer")


class Server(msgspec.Struct):
    """Whom everything is sent to."""

    client: FhirClient
    profile: Profile
    asking: Asking


class Sender:
    """Sends chains of the signed-in person. Used for many chains at once; holds nothing of any."""

    def __init__(
        self,
        server: Server,
        store: Store,
        reading: Callable[[], Reading],
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._server = server
        self._delivery = Delivery(server.client, server.profile, reading, now, store.file_body)
        self.trial = Trial(server.client, server.profile)
        self._settling = Settling(server.client, server.profile, self._delivery, store, reading, now)
        self._store = store
        self._reading = reading
        self._actor = actor
        self._now = now

    async def look_together(self, chains: Sequence[Sequence[Entry]]) -> dict[ThreadId, datetime]:
        """Look at the threads of several chains at once: which could be, and when. Raises as `send` does."""
        server, at = self._server, self._now()
        everything = [entry for chain in chains for entry in chain]
        fresh = self.is_fresh(everything)
        looking = look_together(server.asking, server.profile, self._store, chains, interactive=fresh)
        try:
            return dict.fromkeys(await self._reached(everything, looking), at)
        except Refused:
            return {}  # each is looked at by itself, and it is said of which it was refused

    async def send(self, chain: Sequence[Entry], looked_at: datetime | None = None) -> None:
        """See `chain`, ready entries of one thread, as far as it gets.

        `looked_at`: when its thread was last brought up to date; a look holds for a moment only.

        Raises Offline, Busy, NoAnswer or SignInNeeded when it is not the chain's fault that it did not:
        what had not left waits again, what may have left is unsure.
        """
        if any(entry.actor != self._actor.person for entry in chain):
            raise Bug("What somebody else did is never sent in this person's name.")
        manner: Manner | None = Manner()
        tried = [entry for entry in chain if entry.state is State.UNSURE]
        while manner is not None:
            if (seen := await self._look(chain, tried, looked_at)) is None:
                return
            looked_at = None
            chain, truth, there = seen
            if not (ready := await self._ready(chain, there)):
                return
            if self.trial.due:
                item = next(one for one in truth if one.ref == ready[0].item)
                await self._reached(ready, self.trial.run(item.ref, item.body))
            portion = self._delivery.portion(ready, truth, manner)
            chain, tried = ready, list(portion.entries)
            manner = await self._ask(portion, there, manner)

    async def _look(
        self, chain: Sequence[Entry], tried: Sequence[Entry], looked_at: datetime | None
    ) -> tuple[list[Entry], list[Filed], Thread] | None:
        """What of `chain` is still to be done and on what; None where that ends it.

        `tried` may have arrived already: what has is settled, and what nobody can tell of stays unsure.
        """
        server, first = self._server, chain[0]
        fresh = self.is_fresh(chain)
        unknown: Collection[OperationId] = ()
        try:
            if looked_at is None or not self.holds(looked_at):
                looking = look(server.asking, server.profile, self._store, chain, tried, interactive=fresh)
                unknown = await self._reached(chain, looking)
        except Refused as no:
            await self._cannot_look(chain, tried, str(no))
            return None
        truth = self._store.truth_now(first.thread)
        there = self._reading().thread(first.thread, truth)
        if there is None:
            await self._settling.stop(first, State.CONFLICTED, gone())
            return None
        rest = await self._without_landed(chain, tried, there)
        if await self._may_be_doubled([entry for entry in rest if entry in tried], unknown):
            return None
        return rest, truth, there

    async def _may_be_doubled(self, missing: Sequence[Entry], unknown: Collection[OperationId]) -> bool:
        """Whether one of `missing`, sent and not found, might be there twice if it went again now."""
        profile, now = self._server.profile, self._now()
        risky = made_twice(missing, profile)
        lost = next((one for one in risky if one.id in unknown or not is_asked_for(one, profile)), None)
        if lost is not None:
            await self._stay_unsure(lost, nobody_can_tell(lost))
        return lost is not None or any(one.left_at and now - one.left_at < ON_ITS_WAY for one in risky)

    async def _reached(self, chain: Sequence[Entry], asking: Awaitable[Answer]) -> Answer:
        """What is asked before anything leaves; where nobody answers, that is noted of `chain`."""
        try:
            return await asking
        except (Offline, SignInNeeded) as fault:
            met = before_leaving(fault, self._now())
            await stored(self._store.note_attempt([one.id for one in chain], met))
            raise

    async def _cannot_look(self, chain: Sequence[Entry], tried: Sequence[Entry], sentence: str) -> None:
        """The server does not show what has to be known before anything more is sent."""
        if tried:
            await self._stay_unsure(tried[0], sentence)
        else:
            await self._settling.stop(chain[0], State.REFUSED, Problem(Why.SERVER, sentence))

    async def _stay_unsure(self, entry: Entry, sentence: str) -> None:
        problem = Problem(Why.UNSURE, sentence)
        if entry.problem != problem:  # said once; looked up again with every run
            await self._settling.stop(entry, State.UNSURE, problem)

    async def _without_landed(
        self, chain: Sequence[Entry], tried: Sequence[Entry], there: Thread
    ) -> list[Entry]:
        """`chain` without what the server has already, which is settled."""
        arrived = landed(tried, there)
        await self._delivery.tell_reasons(arrived, again=True)
        rest = [entry for entry in chain if entry not in arrived]
        if rest and rest[0].operation.done_in(there, rest[0].stamp):
            arrived.append(rest.pop(0))
        if arrived:
            await stored(self._store.settle([entry.id for entry in arrived], []))
        return rest

    async def _ready(self, chain: Sequence[Entry], there: Thread) -> list[Entry]:
        """The entries from the first on that may leave; the one that may not is stopped."""
        fresh, ready = self.is_fresh(chain), list[Entry]()
        try:
            asking = barred(self._server.asking, self._store, chain, there, self._now(), interactive=fresh)
            bars = await self._reached(chain, asking)
        except Refused as no:
            await self._cannot_look(chain, (), str(no))
            return ready
        for entry in (rebased(one, there) for one in chain):
            problem = conflict(entry, there, self._now(), self._actor.role_refs) or bars.get(entry.id)
            if problem is not None:
                await self._settling.stop(entry, State.CONFLICTED, problem)
                break
            if problem := entry.operation.refuse_if(there, self._actor):
                await self._settling.stop(entry, State.REFUSED, problem)
                break
            if self._store.lacks_files(entry):
                await self._settling.stop(entry, State.REFUSED, Problem(Why.FILE_GONE, gone_file()))
                break
            there = entry.operation.apply(there, entry.stamp)
            ready.append(entry)
        return ready

    async def _ask(self, portion: Portion, there: Thread, manner: Manner) -> Manner | None:
        """Ask for a portion; gives how to try again, None where nothing is left to try now."""
        ids, left = portion.ids, self._now()
        if not await stored(self._store.sending(ids, Attempt(left, Came.SENDING))):
            return None  # taken back in this very moment
        try:
            outcomes = await self._delivery.deliver(portion, interactive=self.is_fresh(portion.entries))
            return await self._settling.settle(portion, outcomes, there, manner)
        except Refused as refusal:
            await self._settling.turn_back(ids[1:], Attempt(left, Came.BESIDE))
            await self._settling.stop(portion.entries[0], State.REFUSED, Problem(Why.SERVER, str(refusal)))
            return None
        except BaseException as fault:
            # The program ends, or has a defect: the request may have arrived. Cancelled once, a task may
            # still wait for the store, so that whoever stops the engine finds this written down.
            await self._settling.turn_back(ids, after_fault(fault, left))
            if isinstance(fault, ServerFailed) and fault.status == NOT_OFFERED and not portion.singly:
                self._server.profile.learn(no_transactions=True)
            raise

    def holds(self, looked_at: datetime) -> bool:
        """Whether what was seen then may still be relied on."""
        return self._now() - looked_at <= A_LOOK_HOLDS

    def is_fresh(self, chain: Sequence[Entry]) -> bool:
        """Whether somebody may be waiting for it."""
        return any(self._now() - entry.made_at < FRESH for entry in chain)
