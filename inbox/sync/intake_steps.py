"""What a conversation still needs by rule, and asking the server for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.obligations import EARLIEST_STAYS, INTAKE, ROUTED, name_of, open_work, twice, unmet
from inbox.domain.people import Actor, Party
from inbox.domain.routing import Place
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Holding, Promise, WorkItem
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OBLIGATION
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.incoming.obligations import obligations
from inbox.fhir.outgoing.obligations import cancelled, joined, kind_of, obligation
from inbox.fhir.profile import Profile
from inbox.fhir.search import query
from inbox.fhir.write import Outcome
from inbox.store import intake as here
from inbox.store.store import Store
from inbox.sync.pull import Pull


class Open(msgspec.Struct, frozen=True):
    """Messages of the patient for which nobody owes anything yet, oldest first."""

    messages: tuple[Message, ...]


class Join(msgspec.Struct, frozen=True):
    """Messages that came while work was open, oldest first."""

    item: ItemId
    messages: tuple[Message, ...]


class Cancel(msgspec.Struct, frozen=True):
    """Work that was made twice."""

    item: ItemId
    stays: ItemId


Step = Open | Join | Cancel
Direct = Callable[[Thread, str, Party | None], Place | None]
"""Where the site's routing rules send `kind` of new work of a conversation that came to a pool."""


def nobody_directs(_thread: Thread, _kind: str, _pool: Party | None) -> Place | None:
    """Without rules work stays in the pool it came to."""
    return None


class Steps:
    """Holds nothing of any conversation: each step is found in the cache as it is now."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        store: Store,
        pull: Pull,
        reading: Callable[[], Reading],
        actor: Actor,
        now: Callable[[], datetime],
        direct: Direct = nobody_directs,
    ) -> None:
        self._client = client
        self._profile = profile
        self._store = store
        self._pull = pull
        self._reading = reading
        self._actor = actor
        self._now = now
        self._direct = direct

    def step(self, thread: ThreadId, since: datetime) -> Step | None:
        """What `thread` needs next; messages before `since` need nothing."""
        truth = self._store.truth_now(thread)
        there = self._reading().thread(thread, truth)
        if there is None:
            return None
        if double := twice(there, obligations(truth)):
            return Cancel(*double)
        messages = unmet(there)
        if not messages or messages[-1].sent < since:
            return None
        item = open_work(there)
        return Join(item.id, messages) if item else Open(messages)

    async def do(self, thread: ThreadId, step: Step) -> Outcome:
        """Ask the server for `step`, as found just now, and keep what it made of it."""
        truth = self._store.truth_now(thread)
        there = self._reading().thread(thread, truth)
        assert there is not None, "a step was found in it"
        if isinstance(step, Open):
            outcome = await self._open(there, step.messages)
        else:
            body = next(one.body for one in truth if one.ref == step.item)
            outcome = await self._change(there, step, body)
        if outcome.done:
            resource = outcome.resource or await self._client.read(outcome.ref)
            await self._pull.take([filed(resource)])
        return outcome

    async def _open(self, there: Thread, messages: tuple[Message, ...]) -> Outcome:
        """Create the work unless it exists: safe to repeat, by any number of stations."""
        name = name_of(there, messages[0].id)
        made = self._by(INTAKE)
        holding, sent = self._directed(there, made)
        promise = self._promise(there, messages, holding)
        body = obligation(there, messages, holding, promise, made, sent)
        named = {"identifier": f"{OBLIGATION}|{name}"}
        if self._profile.conditional_create("Task"):
            return await self._client.create(body, if_none_exist=query(named))
        async for page in self._client.search("Task", named):
            for one in page.resources:
                return Outcome(200, one.ref, one.version, one)
        return await self._client.create(body)

    async def _change(self, there: Thread, step: Join | Cancel, body: bytes) -> Outcome:
        """Update the work, provided that it is still as it was read."""
        item = there.item(step.item)
        assert item is not None, "a step was found for it"
        if isinstance(step, Join):
            changed = joined(body, step.messages, self._tighter(there, item), self._by(INTAKE))
        else:
            changed = cancelled(body, step.stays, self._by(EARLIEST_STAYS))
        return await self._client.update(step.item, changed, if_match=item.version)

    def _promise(self, there: Thread, messages: tuple[Message, ...], holding: Holding) -> Promise:
        """By when it is due, as this station computes it."""
        item = WorkItem(
            id=ItemId(""),
            kind=kind_of(there),
            holding=holding,
            arrived=messages[0].sent,
            triggers=tuple(message.id for message in messages),
        )
        return self._reading().promise_of(there, item)

    def _tighter(self, there: Thread, item: WorkItem) -> Promise | None:
        """The promise with what was said meanwhile, where that is earlier than the one the item stores."""
        stored_ = item.holding.promise
        now = self._reading().promise_of(there, item)
        if stored_ is None or stored_.due is None or now.due is None or now.due >= stored_.due:
            return None
        return now

    def _directed(self, there: Thread, made: ByRule) -> tuple[Holding, ByRule | None]:
        """Whose new work is, and the routing rule that says so; else that of the pool it came to."""
        came_to = self._pool(there)
        place = self._direct(there, kind_of(there), came_to)
        if place is None or place.pool is None:
            return Holding("requested", owner=came_to, pool=came_to), None
        sent = msgspec.structs.replace(made, rule=ROUTED, act=place.rule)
        return Holding("requested", owner=place.to, pool=place.pool), sent

    def _pool(self, there: Thread) -> Party | None:
        """Whom the patient wrote to; else the only pool there is; else the first one of this person."""
        is_pool = self._reading().directory.is_pool
        if written_to := next((party for party in there.recipients if is_pool(party.ref)), None):
            return written_to
        return own_pool(here.pools(self._store.reader()), self._actor)

    def _by(self, rule: str) -> ByRule:
        return ByRule(rule, self._now(), self._actor.person, self._actor.name)


def own_pool(known: Sequence[Party], actor: Actor) -> Party | None:
    """Where work goes that was sent to none: the only pool there is, else the first one of this person."""
    own = [pool for pool in known if pool.ref in actor.pools]
    return next(iter(known if len(known) == 1 else own), None)
