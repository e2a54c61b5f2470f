"""What becomes of entries once the server has answered: settled, tried another way, or stopped and told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from random import uniform

from inbox import diary
from inbox.domain.attempt import Attempt, Came
from inbox.domain.entries import Entry, State
from inbox.domain.errors import Offline, Refused, SignInNeeded
from inbox.domain.field_words import in_words
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, OperationId
from inbox.domain.operations import Problem, Reply, Why
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.profile import KEEP, Profile
from inbox.fhir.write import Outcome
from inbox.store.store import Store
from inbox.sync.comparing import BESIDES, not_kept
from inbox.sync.delivery import NO_REASONS, Delivery, Manner, Portion
from inbox.sync.landing import stored
from inbox.sync.tries import after_fault, after_ruling
from inbox.sync.verdict import Ruling, Verdict, no_transaction, rule

TRIES = 3
"""Looks and sends before a thread that keeps changing is left to its author."""
PAUSE = 0.1
"""Seconds, doubled with every try, before going where others are writing at the same moment."""
_KEPT = frozenset({"Communication", "Task"})


class Settling:
    """Of one server's answers. Used for many chains at once; holds nothing of any."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        delivery: Delivery,
        store: Store,
        reading: Callable[[], Reading],
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._profile = profile
        self._delivery = delivery
        self._store = store
        self._reading = reading
        self._now = now

    async def settle(
        self, portion: Portion, outcomes: Sequence[Outcome], there: Thread, manner: Manner
    ) -> Manner | None:
        """See to `portion`, asked for on top of `there`; gives how to try again, None when that is all.

        Raises Busy where the server wants to be left alone for a while.
        """
        ruling = rule(portion.writes, outcomes)
        if ruling.verdict is Verdict.DONE:
            await self._confirm(portion, outcomes, there, ruling)
            self._profile.learn(**manner.lesson)
            return None
        again = self._again(portion, ruling, manner)
        if again is None:
            await self._give_up(portion, ruling)
            return None
        await self.turn_back(portion.ids, after_ruling(ruling, self._now()))
        if ruling.verdict is Verdict.CONTENDED:
            await asyncio.sleep(uniform(0, PAUSE * 2**manner.tries))
        return again

    async def turn_back(self, operations: Sequence[OperationId], attempt: Attempt) -> None:
        """They wait again; where they may have arrived, they are unsure."""
        unsure = attempt.came in (Came.NO_ANSWER, Came.IN_PART, Came.INTERRUPTED)
        await stored(self._store.back_to_waiting(operations, unsure=unsure, attempt=attempt))

    async def stop(
        self, entry: Entry, state: State, problem: Problem, attempt: Attempt | None = None
    ) -> None:
        """Leave it to its author, with what is noted of it."""
        came = {State.REFUSED: Came.REFUSED, State.UNSURE: Came.UNKNOWN}.get(state, Came.CONFLICTED)
        attempt = attempt or Attempt(self._now(), came, problem.sentence)
        diary.note("push.stopped", operation=entry.id, state=state, why=problem.why)
        await stored(self._store.stop(entry.id, state, problem, attempt))

    # What an answer that is no yes comes to

    def _again(self, portion: Portion, ruling: Ruling, manner: Manner) -> Manner | None:
        """How to go about it after an answer that is not the last word; None where it is."""
        if ruling.verdict is Verdict.BUSY:
            return None
        if ruling.verdict is Verdict.TOO_LARGE:
            return portion.smaller(manner, {"body": portion.size - 1})
        if ruling.in_part and not portion.singly:
            self._profile.learn(not_atomic=True)  # that is no refusal: it has been seen
        if (plainer := self._plainer(portion, ruling, manner)) is not None:
            return plainer
        if ruling.verdict in (Verdict.GONE, Verdict.REFUSED):
            # Refused as a whole, nobody knows for which of its parts: taken singly they tell.
            return None if ruling.named else portion.smaller(manner)
        return manner.once_more() if manner.tries + 1 < TRIES else None

    def _plainer(self, portion: Portion, ruling: Ruling, manner: Manner) -> Manner | None:
        """How to ask for the same in a way that servers take which offer less."""
        if ruling.no_reasons and manner.reasons:
            return manner.supposing({"refused": NO_REASONS}, reasons=False)
        if no_transaction(portion.writes, ruling):
            return manner.supposing({"no_transactions": True}, singly=True)
        if ruling.no_update and not manner.patches and self._profile.offers("Task", "patch"):
            return manner.supposing({"patch_claims": True}, patches=True)
        return None

    async def _give_up(self, portion: Portion, ruling: Ruling) -> None:
        attempt = after_ruling(ruling, self._now())
        if ruling.verdict in (Verdict.BUSY, Verdict.CONTENDED, Verdict.UNCLEAR):
            await self.turn_back(portion.ids, attempt)
            if ruling.verdict is not Verdict.UNCLEAR:
                raise Busy(ruling.sentence, ruling.retry_after)
            return
        first = next((one for one in portion.entries if one.id in ruling.at_fault), portion.entries[0])
        rest = [operation for operation in portion.ids if operation != first.id]
        await self.turn_back(rest, Attempt(attempt.at, Came.BESIDE))
        if ruling.verdict is Verdict.GONE:
            await self.stop(first, State.CONFLICTED, gone(), attempt)
        elif ruling.verdict is Verdict.STALE and not ruling.tested:
            await self.stop(first, State.CONFLICTED, _restless(), attempt)
        else:
            sentence = ruling.sentence
            if ruling.verdict is Verdict.TOO_LARGE and _has_files(first):
                self._profile.learn(too_large=portion.size)
                sentence = _too_large()
            await self.stop(first, State.REFUSED, Problem(Why.SERVER, sentence), attempt)

    # What a yes comes to

    async def _confirm(
        self, portion: Portion, outcomes: Sequence[Outcome], before: Thread, ruling: Ruling
    ) -> None:
        """Settle what the server now shows; what it silently kept as it was is a conflict."""
        if portion.singly:
            await self._reasons(portion)
        truth, read = await self._now_there(portion, outcomes)
        held = {one.ref: one for one in self._store.truth_now(before.id)}
        after = self._reading().thread(before.id, list((held | {one.ref: one for one in truth}).values()))
        lost = not_kept(portion.entries, before, after, read) if after else {}
        itself = {entry.id: entry.operation.itself for entry in portion.entries}
        known = self._profile.learned.refused
        lost = {
            operation: fields
            for operation, fields in lost.items()
            if any(field in itself[operation] or _never_kept(field) not in known for field in fields)
        }
        done = [one for one in portion.ids if one not in lost]
        await stored(self._store.settle(done, truth, ruling.request))
        diary.note("push.settled", count=len(done), request=ruling.request or None)
        if not lost:
            return
        first = next(entry for entry in portion.entries if entry.id in lost)
        problem = _reverted(lost[first.id])
        attempt = Attempt(self._now(), Came.CONFLICTED, problem.sentence, ruling.status, ruling.request)
        await self.turn_back([one for one in lost if one != first.id], attempt)
        await self.stop(first, State.CONFLICTED, problem, attempt)
        besides = frozenset(map(_never_kept, BESIDES.intersection(*lost.values())))
        self._profile.learn(refused=besides)

    async def _reasons(self, portion: Portion) -> None:
        """Record why, where that could not go in one with it; until then nobody is told that it is done."""
        try:
            await self._delivery.tell_reasons(portion.entries, again=False)
        except (Offline, SignInNeeded) as fault:
            attempt = after_fault(fault, self._now())
            await stored(self._store.back_to_waiting(portion.ids, unsure=True, attempt=attempt))
            raise

    async def _now_there(
        self, portion: Portion, outcomes: Sequence[Outcome]
    ) -> tuple[list[Filed], set[ItemId]]:
        """The resources as the server now has them, and of which items that is our own change.

        They are read where the server did not send them back. What somebody changed after us in that
        moment says nothing about what became of ours.
        """
        found: list[Filed] = []
        ours: set[ItemId] = set()
        for write, outcome in zip(portion.writes, outcomes, strict=True):
            ref = outcome.ref or (write.url if "/" in write.url else "")
            if ref.partition("/")[0] not in _KEPT:
                continue
            try:
                resource = outcome.resource or await self._client.read(ref, interactive=True)
            except (Offline, Refused, SignInNeeded):
                continue  # it is done; how it looks comes with the next pull
            found.append(filed(resource))
            if outcome.version in ("", resource.version):
                ours.add(ItemId(ref))
        return found, ours


def gone() -> Problem:
    """It is not there, or not to be seen: servers do not tell which."""
    return Problem(Why.GONE, tr("The server no longer has this item, or you may no longer see it."))


def _restless() -> Problem:
    return Problem(Why.SERVER, tr("It keeps changing on the server. Look again before it leaves."))


def _has_files(entry: Entry) -> bool:
    return isinstance(entry.operation, Reply) and bool(entry.operation.files)


def _too_large() -> str:
    return tr(
        "The portal takes no message this large. Edit the reply: take a file out, or attach a smaller one."
    )


def _reverted(fields: Sequence[str]) -> Problem:
    return Problem(
        Why.REVERTED,
        tr("The server took it but left as it was: {fields}.", fields=in_words(fields)),
    )


def _never_kept(field: str) -> str:
    """How it is remembered that this server never keeps a field from this person."""
    return f"{KEEP}{field}"
