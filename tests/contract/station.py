"""One person's computer: the real encrypted cache, the real sync, without screens."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from inbox.domain import resources
from inbox.domain.changes import Changes
from inbox.domain.entries import Entry, Saw
from inbox.domain.errors import Offline
from inbox.domain.filed import Filed
from inbox.domain.ids import GroupId, OperationId, ThreadId
from inbox.domain.operations import AnyOperation, Claim, Complete, Reply
from inbox.domain.people import Actor, Party
from inbox.domain.policy import parse
from inbox.domain.projection import project
from inbox.domain.promises import Promises
from inbox.domain.site import SiteServer
from inbox.domain.thread import Thread
from inbox.fhir.client import FhirClient, TokenSource
from inbox.fhir.faults import Busy
from inbox.fhir.incoming import Directory, Reading
from inbox.fhir.profile import Profile
from inbox.queries import outbox as outbox_query
from inbox.queries.worklist import open_items
from inbox.store.store import Store
from inbox.sync.portal import Desk, Portal
from inbox.sync.settings import Settings
from inbox.sync.status import Board
from tests.contract.clinic import Conversation
from tests.contract.credentials import WallClock

TRIES = 4
A_MOMENT = 0.5
"""Seconds to leave a server alone that is busy and does not say how long."""


class Station:
    """Belongs to one event loop. `close` it."""

    def __init__(self, folder: Path, base: str, tokens: TokenSource, actor: Actor, site: SiteServer) -> None:
        self.actor = actor
        self.settings = Settings()
        self._site = site
        self.ahead = timedelta()
        """How far its clock is ahead: some things the program does only a while later."""
        self.base = base
        self._tokens = tokens
        policy = resources.path("starter", "policy.json")
        promises = Promises(parse(policy.read_bytes(), policy.name), (), WallClock())
        self.reading = Reading(promises.of, Directory())
        self.board = Board(lambda status: None)
        self.store = Store.open(folder / f"{uuid4().hex}.db", os.urandom(32), self.reading, self._hear)
        self.changes = 0
        """How many times something changed in the cache."""
        self._met: dict[str, tuple[Portal, Profile]] = {}
        self._open = AsyncExitStack()

    def now(self) -> datetime:
        """The time on this computer."""
        return WallClock().now() + self.ahead

    def _hear(self, _changes: Changes) -> None:
        self.changes += 1

    async def close(self) -> None:
        await self._open.aclose()
        await asyncio.to_thread(self.store.close)

    # With the server

    async def portal(self, base: str = "") -> Portal:
        """What the program does with the server, by way of `base`; it asks once what is offered."""
        base = base or self.base
        if base not in self._met:
            client = await self._open.enter_async_context(FhirClient(base, self._tokens))
            profile = await client.capability()
            self._met[base] = Portal(self.desk(), client, profile, self.board), profile
        return self._met[base][0]

    def forget(self, base: str) -> None:
        """Meet the server by way of `base` anew the next time, as after a start of the program."""
        self._met.pop(base, None)

    async def profile(self, base: str = "") -> Profile:
        """What the program takes the server for."""
        await self.portal(base)
        return self._met[base or self.base][1]

    @property
    def taken_for(self) -> Profile:
        """What it has taken the server for, by whichever way it met it last."""
        return list(self._met.values())[-1][1]

    def desk(self, store: Store | None = None) -> Desk:
        """This side of the sync."""
        kept = store or self.store
        return Desk(
            store=kept,
            reading=lambda: self.reading,
            actor=self.actor,
            now=self.now,
            settings=self.settings,
            site=self._site,
            open_here=lambda: open_items(kept.reader()),
        )

    async def look(self, conversation: Conversation) -> Thread:
        """Have a conversation as the server has it, as when somebody opens it."""
        portal = await self.portal()
        await portal.pull.fetch([conversation.thread])
        return self.thread(conversation.thread)

    async def reconcile(self) -> None:
        """Compare what is open here with what is open there, as the program does now and then."""
        await (await self.portal()).reconcile.run(self.desk().open_here())

    async def push(self) -> None:
        """Send what waits; again where a busy server asked to be left alone, as the program does. Raises
        what keeps the server out of reach."""
        for _ in range(TRIES):
            fault = await self.try_to_push()
            if not isinstance(fault, Busy):
                break
            await asyncio.sleep(A_MOMENT if fault.retry_after is None else fault.retry_after)
        if fault is not None:
            raise fault

    async def try_to_push(self, base: str = "") -> Offline | None:
        """Send what waits, once; gives what kept the server out of reach."""
        try:
            await (await self.portal(base)).push.run()
        except Offline as offline:
            return offline
        return None

    # What a person sees and does

    def thread(self, thread: ThreadId) -> Thread:
        """What is on the screen. LookupError when nothing is."""
        there = self.reading.thread(thread, self.truth(thread))
        if there is None:
            raise LookupError("The conversation is not in the cache.")
        return project(there, [one for one in self.outbox() if one.thread == thread])

    def truth(self, thread: ThreadId) -> list[Filed]:
        """The resources of a thread in the cache."""
        return self.store.truth_now(thread)

    def outbox(self) -> list[Entry]:
        """What this person did and the server has not confirmed."""
        return [one.entry for one in outbox_query.unconfirmed(self.store.reader(), self.actor.person)]

    def waiting(self, conversation: Conversation) -> list[Entry]:
        """The same for one conversation."""
        return [entry for entry in self.outbox() if entry.thread == conversation.thread]

    async def perform(
        self, thread: ThreadId, *operations: AnyOperation, reply: OperationId | None = None
    ) -> list[Entry]:
        """Do `operations` as one command on what is on the screen now. `reply` names the Reply among them."""
        group, entries, seen = GroupId(str(uuid4())), list[Entry](), self.thread(thread)
        for operation in operations:
            entry = Entry(
                id=reply if reply and isinstance(operation, Reply) else new_id(),
                group=group,
                thread=thread,
                patient=seen.patient,
                item=operation.item,
                actor=self.actor.person,
                actor_name=self.actor.name,
                role=self.actor.role,
                made_at=self.now(),
                operation=operation,
                saw=Saw.of(seen, operation.item, self.actor.person),
            )
            entries.append(entry)
            seen = operation.apply(seen, entry.stamp)
        await asyncio.wrap_future(self.store.run(entries))
        return entries

    async def answer(self, conversation: Conversation, text: str = "Yes, you may.") -> Answered:
        """Claim, reply and close, as one command."""
        name, item = new_id(), conversation.task
        operations = (Claim(item=item), self.reply(conversation, text), Complete(item=item, reply=name))
        return Answered(name, await self.perform(conversation.thread, *operations, reply=name))

    def reply(self, conversation: Conversation, text: str = "Yes, you may.") -> Reply:
        """Words to the patient, in answer to the last message on the screen."""
        thread = self.thread(conversation.thread)
        last = thread.last_from_patient
        to = (Party(thread.patient),)
        return Reply(item=conversation.task, text=text, to=to, answers=last.id if last else None)


class Answered(NamedTuple):
    """A claim, a reply and a close."""

    reply: OperationId
    entries: list[Entry]


def new_id() -> OperationId:
    """A name for something done."""
    return OperationId(str(uuid4()))
