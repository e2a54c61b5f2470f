"""Work that the server made in no conversation gets one, so that it can be shown, taken and answered.

Like what is done by rule it is no work of the outbox, and nothing of it is kept: whatever still stands alone
is found in the cache. The conversation is named by its Task and made by a conditional create, and the Task
is pointed at it provided that nobody has changed it: however many stations see it, one of them does it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from random import uniform

from inbox import diary
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.domain.work_item import WorkItem
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import CONVERSATION
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.incoming.lone import lone_work
from inbox.fhir.outgoing.conversations import header, placed
from inbox.fhir.profile import Profile
from inbox.fhir.search import query
from inbox.fhir.write import Outcome
from inbox.store import truth
from inbox.store.store import Store
from inbox.sync.pull import Pull
from inbox.sync.settings import Settings
from inbox.sync.status import Board

IDLE = 60.0
_NOT_FOR_US = frozenset({403, 405})
_NEEDED = (("Communication", "create"), ("Task", "update"))


class LoneWork:
    """Belongs to one loop; a new start finds everything again."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        store: Store,
        pull: Pull,
        reading: Callable[[], Reading],
        now: Callable[[], datetime],
        board: Board,
        settings: Settings,
    ) -> None:
        """`now`: by the server's clock."""
        self._client = client
        self._profile = profile
        self._store = store
        self._pull = pull
        self._reading = reading
        self._now = now
        self._board = board
        self._settings = settings
        self._seconds = asyncio.get_running_loop().time
        self._ripe: dict[str, float] = {}
        """From when on each is to be done here, by the loop's clock."""
        self._refused = False
        """The server does not let this person do it, until the next start."""
        self._set_aside: set[tuple[str, str]] = set()
        """Versions of Tasks that could not be given a conversation: none is asked for twice."""

    async def run(self) -> float:
        """Do the most urgent that is due; gives the seconds until the next."""
        todo = [one for one in self._look() if (one[0].ref, one[0].version) not in self._set_aside]
        if self._refused or not todo:
            return IDLE
        now = self._seconds()
        gap = self._settings.rule_gap * uniform(0.5, 1.5)
        ripe = [one for one in todo if self._ripe[one[0].ref] <= now]
        if not ripe:
            return max(gap, min(min(self._ripe[task.ref] for task, _ in todo) - now, IDLE))
        task, item = min(ripe, key=_urgency)
        self._learn(task, await self._place(task, item))
        self._look()
        return gap

    def _look(self) -> list[tuple[Filed, WorkItem]]:
        """What has no conversation, and saying how much of it stays so: all the rest soon has one."""
        waiting = list(self.waiting())
        self._ripe = {task.ref: self._ripe.get(task.ref, self._later()) for task, _ in waiting}
        self._refused = self._refused or not all(self._profile.offers(*one) for one in _NEEDED)
        stays = [one for one, _ in waiting if self._refused or (one.ref, one.version) in self._set_aside]
        self._board.change(unseen=len(stays))
        return waiting

    def waiting(self, patient: PatientId | None = None) -> Iterator[tuple[Filed, WorkItem]]:
        """The open work without a conversation, of `patient` or of everybody."""
        directory = self._reading().directory
        for task in truth.lone_work(self._store.reader()):
            if patient in (None, task.patient) and (item := lone_work(task, directory)):
                yield task, item

    def _later(self) -> float:
        return self._seconds() + self._settings.rule_after * uniform(0, 1)

    async def _place(self, task: Filed, item: WorkItem) -> Outcome:
        """Make the conversation unless it exists, and point the Task at it; keep what came of both."""
        there = await self._conversation(task, item)
        if not there.done:
            return there
        body = placed(task, item, there.ref, self._now())
        outcome = await self._client.update(task.ref, body, if_match=task.version)
        brought = [there.resource or await self._client.read(there.ref)]
        if outcome.done:
            brought.append(outcome.resource or await self._client.read(task.ref))
        elif outcome.changed:  # by a colleague, who may have been faster, or by the portal
            brought.append(await self._client.read(task.ref))
        await self._pull.take([filed(one) for one in brought])
        return outcome

    async def _conversation(self, task: Filed, item: WorkItem) -> Outcome:
        """Safe to repeat, by any number of stations."""
        body, named = header(task, item, self._profile.sent_status), f"{CONVERSATION}|{task.id}"
        if self._profile.conditional_create("Communication"):
            return await self._client.create(body, if_none_exist=query({"identifier": named}))
        async for page in self._client.search("Communication", {"identifier": named}):
            for one in page.resources:
                return Outcome(200, one.ref, one.version, one)
        return await self._client.create(body)

    def _learn(self, task: Filed, outcome: Outcome) -> None:
        """What is refused is not asked again, nor what the server says it did and did not do."""
        diary.note("lone-work.asked", status=outcome.status)
        if outcome.status in _NOT_FOR_US:
            self._refused = True
        elif not outcome.changed and not outcome.busy:
            self._set_aside.add((task.ref, task.version))


def _urgency(one: tuple[Filed, WorkItem]) -> datetime:
    item = one[1]
    return (item.holding.promise.due if item.holding.promise else None) or item.arrived
