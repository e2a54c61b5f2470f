"""Sending one thread's operations: look again, decide what may leave, ask, and believe only the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum

import msgspec

from inbox import diary
from inbox.domain.entries import Entry, State, conflict
from inbox.domain.errors import Offline, Refused, SignInNeeded
from inbox.domain.filed import Filed
from inbox.domain.operations import Problem, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy, NoAnswer
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.outgoing import writes
from inbox.fhir.profile import Profile
from inbox.fhir.write import Outcome, Write
from inbox.store.store import Store
from inbox.sync.asking import Asking
from inbox.sync.landing import stored
from inbox.sync.looking import landed, look, must_look, same_holder
from inbox.sync.verdict import Verdict, rule

TRIES = 3
"""Looks and sends before a thread that keeps changing is left to its author."""
MOST_AT_ONCE = 8
"""Writes in one transaction where several commands could share it: some servers take no more."""
FRESH = timedelta(minutes=2)
"""Somebody who did this so recently is probably waiting for it."""
_KEPT = frozenset({"Communication", "Task"})


class Next(Enum):
    """What to do after the server has answered."""

    DONE = "done"
    LOOK_AGAIN = "look-again"


class Server(msgspec.Struct):
    """Whom everything is sent to, and what has been learned of them."""

    client: FhirClient
    profile: Profile
    asking: Asking
    reply_status: str = "completed"
    """What this server calls a sent message."""
    reasons: bool = True
    """Whether it takes Provenance from this person."""


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
        self._store = store
        self._reading = reading
        self._actor = actor
        self._now = now

    async def send(self, chain: Sequence[Entry]) -> None:
        """See `chain`, ready entries of one thread, as far as it gets.

        Raises Offline, Busy, NoAnswer or SignInNeeded when it is not the chain's fault that it did not:
        what had not left waits again, what may have left is unsure.
        """
        looked = must_look(chain)
        tried = [entry for entry in chain if entry.state is State.UNSURE]
        for _ in range(TRIES):
            if looked:
                await look(self._server.asking, self._store, chain, interactive=self._is_fresh(chain))
            truth = await stored(self._store.truth(chain[0].thread))
            there = self._reading().thread(chain[0].thread, truth)
            if there is None:
                await self._stop(chain[0], State.CONFLICTED, _gone())
                return
            chain = await self._without_landed(chain, tried, there)
            ready = await self._ready(chain, there)
            if not ready or await self._ask(ready, truth, there) is Next.DONE:
                return
            chain, tried, looked = ready, ready, True
        await self._stop(chain[0], State.CONFLICTED, _restless())

    async def _without_landed(
        self, chain: Sequence[Entry], tried: Sequence[Entry], there: Thread
    ) -> list[Entry]:
        """`chain` without what the server has already, which is settled."""
        arrived = landed(tried, there)
        rest = [entry for entry in chain if entry not in arrived]
        if rest and rest[0].operation.done_in(there, rest[0].stamp):
            arrived.append(rest.pop(0))
        if arrived:
            await stored(self._store.settle([entry.id for entry in arrived], []))
        return rest

    async def _ready(self, chain: Sequence[Entry], there: Thread) -> list[Entry]:
        """The entries from the first on that may leave; the one that may not is stopped."""
        ready: list[Entry] = []
        for entry in chain:
            if problem := conflict(entry, there, self._now()):
                await self._stop(entry, State.CONFLICTED, problem)
                break
            if problem := entry.operation.refuse_if(there, self._actor):
                await self._stop(entry, State.REFUSED, problem)
                break
            there = entry.operation.apply(there, entry.stamp)
            ready.append(entry)
        return ready

    async def _ask(self, ready: Sequence[Entry], truth: Sequence[Filed], there: Thread) -> Next:
        """Ask for `ready`, or as much of it as goes at once; the rest comes with the next round."""
        ready, asked = self._at_once(ready, truth)
        ids = [entry.id for entry in ready]
        if not await stored(self._store.sending(ids)):
            return Next.DONE  # taken back in this very moment
        try:
            outcomes = await self._write(asked, interactive=self._is_fresh(ready))
        except NoAnswer:
            await stored(self._store.back_to_waiting(ids, unsure=True))
            raise
        except (Offline, SignInNeeded):
            await stored(self._store.back_to_waiting(ids, unsure=False))
            raise
        except Refused as refusal:
            await stored(self._store.back_to_waiting(ids, unsure=False))
            return await self._stop(ready[0], State.REFUSED, Problem(Why.SERVER, str(refusal)))
        except BaseException:
            # The program ends, or has a defect: the request may have arrived. Cancelled once, a task may
            # still wait for the store, so that whoever stops the engine finds this written down.
            await stored(self._store.back_to_waiting(ids, unsure=True))
            raise
        return await self._judge(ready, asked, outcomes, there)

    def _at_once(
        self, ready: Sequence[Entry], truth: Sequence[Filed]
    ) -> tuple[Sequence[Entry], Sequence[Write]]:
        """What goes in one request: all, or whole commands up to the usual limit of a transaction.

        A server without transactions gets one operation at a time, each confirmed before the next.
        """
        if not self._server.profile.transactions:
            ready = ready[:1]
        asked = self._writes(ready, truth)
        while len(asked) > MOST_AT_ONCE and ready[-1].group != ready[0].group:
            ready = [entry for entry in ready if entry.group != ready[-1].group]
            asked = self._writes(ready, truth)
        return ready, asked

    def _writes(self, ready: Sequence[Entry], truth: Sequence[Filed]) -> list[Write]:
        server, now = self._server, self._now()
        return writes(
            ready, truth, self._reading(), now, reply_status=server.reply_status, reasons=server.reasons
        )

    async def _write(self, asked: Sequence[Write], *, interactive: bool) -> list[Outcome]:
        if self._server.profile.transactions:
            return await self._server.client.bundle(asked, interactive=interactive)
        # The item's version is the guard, so it goes before the words to the patient.
        order = sorted(range(len(asked)), key=lambda at: asked[at].method != "PUT")
        outcomes = [Outcome(424, problem=tr("Not done, because something sent with it was refused."))] * len(
            asked
        )
        for at in order:
            outcomes[at] = await self._server.client.write(asked[at], interactive=interactive)
            if not outcomes[at].done:
                break
        return outcomes

    async def _judge(
        self, ready: Sequence[Entry], asked: Sequence[Write], outcomes: Sequence[Outcome], there: Thread
    ) -> Next:
        """What the answers mean for the entries."""
        ruling = rule(asked, outcomes)
        if ruling.verdict is Verdict.DONE:
            return await self._confirm(ready, outcomes, there)
        unclear = ruling.verdict is Verdict.UNCLEAR
        await stored(self._store.back_to_waiting([entry.id for entry in ready], unsure=unclear))
        if ruling.no_reasons:
            self._server.reasons = False
            diary.note("push.reasons-not-kept")
        if ruling.verdict is Verdict.BUSY:
            raise Busy(ruling.sentence, ruling.retry_after)
        if ruling.verdict not in (Verdict.GONE, Verdict.REFUSED):
            return Next.LOOK_AGAIN
        first = next((entry for entry in ready if entry.id in ruling.at_fault), ready[0])
        if ruling.verdict is Verdict.GONE:
            return await self._stop(first, State.CONFLICTED, _gone())
        return await self._stop(first, State.REFUSED, Problem(Why.SERVER, ruling.sentence))

    async def _confirm(self, ready: Sequence[Entry], outcomes: Sequence[Outcome], asked: Thread) -> Next:
        """Settle what the server now shows; what it silently kept as it was is a conflict."""
        shown = asked
        for entry in ready:
            shown = entry.operation.apply(shown, entry.stamp)
        truth = await self._now_there(outcomes)
        held = {one.ref: one for one in await stored(self._store.truth(asked.id))}
        after = self._reading().thread(asked.id, list((held | {one.ref: one for one in truth}).values()))
        reverted = [
            entry
            for entry in ready
            if not entry.operation.traceable and after and not same_holder(after, shown, entry.item)
        ]
        if reverted:
            await stored(self._store.back_to_waiting([entry.id for entry in reverted], unsure=False))
        await stored(self._store.settle([entry.id for entry in ready if entry not in reverted], truth))
        if reverted:
            await self._stop(reverted[0], State.CONFLICTED, _reverted())
        diary.note("push.settled", count=len(ready) - len(reverted))
        return Next.DONE

    async def _now_there(self, outcomes: Sequence[Outcome]) -> list[Filed]:
        """The resources as the server now has them, read where it did not send them back."""
        found: list[Filed] = []
        for outcome in outcomes:
            kind = outcome.ref.partition("/")[0]
            if kind not in _KEPT:
                continue
            try:
                resource = outcome.resource or await self._server.client.read(outcome.ref, interactive=True)
            except (Offline, Refused):
                continue  # it is done; how it looks comes with the next pull
            found.append(filed(resource))
        return found

    async def _stop(self, entry: Entry, state: State, problem: Problem) -> Next:
        diary.note("push.stopped", operation=entry.id, state=state, why=problem.why)
        await stored(self._store.stop(entry.id, state, problem))
        return Next.DONE

    def _is_fresh(self, chain: Sequence[Entry]) -> bool:
        return any(self._now() - entry.made_at < FRESH for entry in chain)


def _gone() -> Problem:
    return Problem(Why.GONE, tr("The server no longer has this item, or you may no longer see it."))


def _restless() -> Problem:
    return Problem(Why.SERVER, tr("It keeps changing on the server. Look again before it leaves."))


def _reverted() -> Problem:
    return Problem(Why.REVERTED, tr("The server took it but left the item as it was."))
