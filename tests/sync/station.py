"""One nurse's computer: the real store, the real client, the real sync, against the real portal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec

from inbox.domain.changes import Changes
from inbox.domain.entries import Entry, Saw, State, server_name
from inbox.domain.ids import GroupId, ItemId, OperationId, PersonId, ThreadId
from inbox.domain.operations import AnyOperation, Claim, Complete, Reply
from inbox.domain.people import Actor, Party, Role
from inbox.domain.projection import project
from inbox.domain.thread import Thread
from inbox.fhir.client import FhirClient
from inbox.fhir.incoming import Reading
from inbox.fhir.profile import Learned, Profile, kept
from inbox.fhir.profile.learned import Lesson
from inbox.queries import outbox as outbox_query
from inbox.store.store import Store
from inbox.sync.engine import Engine
from inbox.sync.intake_steps import Direct, nobody_directs
from inbox.sync.portal import LEARNED, Desk, Portal
from inbox.sync.settings import Settings
from inbox.sync.status import Board, Status
from portal.running import Running
from tests.portal.visiting import Launch
from tests.sync.examples import promise_of

QUICK = Settings(poll=0.05, rare=0.2, retry_first=0.02, retry_most=0.1)


class Watch:
    """The real time, which a test may set forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Token:
    """A token that never runs out."""

    def __init__(self, token: str) -> None:
        self.token = token

    async def access(self) -> str:
        return self.token

    async def refreshed(self, after: str) -> str:
        return self.token


class Station:
    """A computer that `user` has signed in on."""

    def __init__(
        self,
        portal: Running,
        folder: Path,
        user: str,
        settings: Settings = QUICK,
        learned: Learned = Learned(of="Sandbox patient portal", atomic=True),  # noqa: B008 - frozen
    ) -> None:
        self.portal = portal
        self.watch = Watch()
        self.reading = Reading(promise_of)
        self.changes: list[Changes] = []
        self.on_change: Callable[[], None] = lambda: None
        self.folder = folder
        self.name = f"{user}-{uuid4().hex[:6]}"
        self.store = Store.open(folder / f"{self.name}.db", b"k" * 32, self.reading, self._published)
        self.store.keep_note(LEARNED, kept(learned)).result()
        person = PersonId(f"Practitioner/{user}")
        self.actor = Actor(
            person, f"{user.title()}, RN", Role.RN, frozenset({f"PractitionerRole/role-{user}"})
        )
        self.token = Token(Launch(portal).tokens(user)["access_token"])
        self.told: list[Status] = []
        self.board = Board(self.told.append)
        self.settings = settings
        self.direct: Direct = nobody_directs
        self.base_url = portal.base_url
        self._engines: list[Engine] = []
        self.reshape: Callable[[Profile], Profile] = lambda profile: profile
        """Lets a test take something away from what the server offers."""

    def _published(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.on_change()

    def desk(self) -> Desk:
        return Desk(
            self.store,
            lambda: self.reading,
            self.actor,
            self.watch.now,
            self.settings,
            direct=self.direct,
        )

    def engine(self, tell: Callable[[Status], None], desk: Desk | None = None) -> Engine:
        """An engine to be started; `close` stops it, whatever has become of the test by then."""
        self._engines.append(Engine(desk or self.desk(), self.client, tell))
        return self._engines[-1]

    def close(self) -> None:
        """Shut the computer down: an engine that went on without its store would disturb the tests after."""
        stopped = [engine.stop() for engine in self._engines]
        self.store.close()
        assert all(stopped)

    def client(self) -> FhirClient:
        return FhirClient(self.base_url, self.token)

    def with_portal(self, errand: Callable[[Portal], Awaitable[Any]]) -> Any:
        """Do `errand` with the server, on a loop of its own."""

        async def go() -> Any:
            async with self.client() as client:
                profile = self.reshape(await client.capability())
                return await errand(Portal(self.desk(), client, profile, self.board))

        return asyncio.run(go())

    def with_client(self, errand: Callable[[FhirClient], Awaitable[None]]) -> None:
        """Ask the server something by itself."""

        async def go() -> None:
            async with self.client() as client:
                await errand(client)

        asyncio.run(go())

    def knows(self, **lessons: Lesson) -> None:
        """Have seen this of the server before, instead of what is usual."""
        learned = Learned(of="Sandbox patient portal", atomic=True).with_(**lessons)
        self.store.keep_note(LEARNED, kept(learned)).result()

    def first_sync(self) -> None:
        async def whole(portal: Portal) -> None:
            await portal.first.front()
            await portal.first.rest()

        self.with_portal(whole)

    def pull(self) -> None:
        self.with_portal(lambda portal: portal.pull.run())

    def push(self) -> None:
        self.with_portal(lambda portal: portal.push.run())

    def look(self, thread: ThreadId) -> None:
        """Have a thread as the server has it, without a whole first sync."""
        self.with_portal(lambda portal: portal.pull.fetch([thread]))

    # What a person sees and does

    def thread(self, thread: ThreadId) -> Thread:
        """What is on the screen."""
        there = self.reading.thread(thread, self.store.truth_now(thread))
        assert there is not None
        return project(there, [one for one in self.outbox() if one.thread == thread])

    def outbox(self) -> list[Entry]:
        return [one.entry for one in outbox_query.unconfirmed(self.store.reader(), self.actor.person)]

    def states(self) -> list[tuple[str, State]]:
        return [(entry.operation.verb, entry.state) for entry in self.outbox()]

    def do(
        self, thread: ThreadId, *operations: AnyOperation, group: GroupId | None = None, button: str = ""
    ) -> list[Entry]:
        """Perform `operations` as one command on what is on the screen now; `button` was pressed for it."""
        group = group or GroupId(str(uuid4()))
        entries: list[Entry] = []
        for operation in operations:
            seen = self.thread(thread)
            for entry in entries:
                seen = entry.operation.apply(seen, entry.stamp)
            entries.append(
                Entry(
                    id=OperationId(str(uuid4())),
                    group=group,
                    thread=thread,
                    patient=seen.patient,
                    item=operation.item,
                    actor=self.actor.person,
                    actor_name=self.actor.name,
                    role=self.actor.role,
                    made_at=self.watch.now(),
                    operation=operation,
                    saw=Saw.of(seen, operation.item, self.actor.person),
                    named=server_name(seen, operation.item),
                    button=button,
                )
            )
        self.store.run(entries).result()
        return entries

    def claim(self, thread: ThreadId) -> Entry:
        return self.do(thread, Claim(item=item_of(thread)))[0]

    def answer(self, thread: ThreadId, text: str) -> list[Entry]:
        """Claim, reply and close, as one command."""
        seen = self.thread(thread)
        last = seen.last_from_patient
        reply = Reply(
            item=item_of(thread), text=text, to=(Party(seen.patient),), answers=last.id if last else None
        )
        return self.do(thread, Claim(item=item_of(thread)), reply, Complete(item=item_of(thread)))

    def reopen(self) -> None:
        """Close the program and start it again."""
        self.store.close()
        self.store = Store.open(self.folder / f"{self.name}.db", b"k" * 32, self.reading, self._published)


class Backstage:
    """The portal seen without any of our code: its dump, its faults, and other people's direct writes."""

    def __init__(self, portal: Running) -> None:
        self.portal = portal

    def dump(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{self.portal.root}/test/dump/{kind}", timeout=20).json()
        return found

    def task(self, thread: ThreadId) -> dict[str, Any]:
        return next(task for task in self.dump("Task") if task["id"] == item_of(thread).partition("/")[2])

    def texts(self, thread: ThreadId) -> list[str]:
        """The messages of a thread, oldest first."""
        found = [
            one
            for one in self.dump("Communication")
            if any(part["reference"] == thread for part in one.get("partOf", []))
        ]
        return [one["payload"][0]["contentString"] for one in sorted(found, key=lambda one: one["sent"])]

    def fault(self, **rule: Any) -> None:
        httpx.post(f"{self.portal.root}/test/faults", json=rule).raise_for_status()

    def hits(self) -> int:
        return sum(rule["hits"] for rule in httpx.get(f"{self.portal.root}/test/faults").json())

    def no_faults(self) -> None:
        httpx.delete(f"{self.portal.root}/test/faults").raise_for_status()

    def register(self, body: dict[str, Any]) -> dict[str, Any]:
        """Create or update a resource as another system of the clinic does."""
        sent = httpx.post(f"{self.portal.root}/test/registered", content=msgspec.json.encode(body))
        done: dict[str, Any] = sent.raise_for_status().json()
        return done

    def write(self, station: Station, body: dict[str, Any]) -> dict[str, Any]:
        """Create or update a resource as the person of `station`, with any program."""
        headers = {"Authorization": f"Bearer {station.token.token}", "Content-Type": "application/fhir+json"}
        kind, name = body["resourceType"], body.get("id")
        if name:
            headers["If-Match"] = f'W/"{body["meta"]["versionId"]}"'
        url = f"{self.portal.base_url}/{kind}" + (f"/{name}" if name else "")
        sent = httpx.request(
            "PUT" if name else "POST", url, headers=headers, content=msgspec.json.encode(body)
        )
        done: dict[str, Any] = sent.raise_for_status().json()
        return done


def item_of(thread: ThreadId) -> ItemId:
    return ItemId(thread.replace("Communication/thr", "Task/t"))


def thread_of(number: int) -> ThreadId:
    return ThreadId(f"Communication/thr{number}")
