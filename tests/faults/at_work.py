"""The program without its window, in a process of its own: store, engine and bus put together as `app` does.

It does what it is told through a pipe, one thing after the other, while its engine works on its own
thread. There is no way in here to make it safe: it is killed as it stands.
"""

from __future__ import annotations

import asyncio
import faulthandler
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from inbox import diary
from inbox.commands.bus import Bus, Done
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain import resources
from inbox.domain.changes import Changes
from inbox.domain.entries import LIVE, Entry, Saw, State
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId, PersonId, PoolId, ThreadId
from inbox.domain.people import Actor, Party, Role
from inbox.domain.policy import parse
from inbox.domain.projection import project
from inbox.domain.promises import Promises
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir.client import FhirClient
from inbox.fhir.incoming import Directory, Reading
from inbox.queries import outbox as outbox_query
from inbox.queries import patient as patients
from inbox.queries import thread as threads
from inbox.queries import worklist
from inbox.store.store import Store
from inbox.sync.engine import Engine
from inbox.sync.portal import Desk
from inbox.sync.settings import Settings
from inbox.sync.status import Connection as Standing
from inbox.sync.status import Status
from tests.faults.attaching import attached
from tests.faults.letters import WITH_ONE
from tests.faults.small_clinic import POOL, item_of

KEY = b"k" * 32
BRISK = Settings(
    poll=0.5, poll_listening=1, wake_gap=0.05, rare=2, reconcile=3, retry_first=0.02, retry_most=0.3
)
"""Seconds that a test can wait for, and that leave its portal time to breathe."""


class Place(msgspec.Struct, frozen=True):
    """Who works where."""

    user: str
    name: str
    folder: Path
    portal: str
    """The address of its FHIR interface, as seen from there."""
    token: str
    skew: float = 0
    """Seconds by which the clock is wrong."""
    undo: float = 0
    """Seconds of the undo window."""
    settings: Settings = BRISK

    @property
    def cache(self) -> Path:
        return self.folder / "cache.db"

    @property
    def diary(self) -> Path:
        return self.folder / "diary"


class Screen(msgspec.Struct, frozen=True):
    """What somebody is shown of a conversation: all of it, and of that what the portal has confirmed."""

    texts: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    status: str = ""
    owner: str = ""


class Unsent(msgspec.Struct, frozen=True):
    """One entry of the outbox as its author sees it."""

    id: str
    thread: str
    verb: str
    state: str
    text: str = ""
    problem: str = ""
    """Why it was stopped, in words; empty while it is on its way."""


class Clock:
    """The real time, wrong by so many seconds."""

    def __init__(self, skew: float) -> None:
        self.skew = timedelta(seconds=skew)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew


class Token:
    """A sign-in that does not run out. Refused, it asks again and again, as after a new sign-in."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def access(self) -> str:
        return self._token

    async def refreshed(self, after: str) -> str:
        return self._token


class AtWork:
    """One person at one computer. Every public method is something they can be told to do."""

    store_type: type[Store] = Store
    reading_type: type[Reading] = Reading

    def __init__(self, place: Place) -> None:
        self.place = place
        self._clock = Clock(place.skew)
        self._news = threading.Condition()
        self._status = Status()
        self._engine: Engine | None = None
        self._last: Done | None = None
        person, roles = PersonId(f"Practitioner/{place.user}"), {f"PractitionerRole/role-{place.user}"}
        self._actor = Actor(person, place.name, Role.RN, frozenset(roles), (PoolId(POOL),))
        policy = resources.path("starter", "policy.json")
        self._promises = Promises(parse(policy.read_bytes(), policy.name), (), self._clock)
        self._reading = self.reading_type(self._promise_of, Directory())
        place.folder.mkdir(parents=True, exist_ok=True)
        diary.keep_in(place.diary)
        self._store = self.store_type.open(place.cache, KEY, self._reading, self._publish)
        self._engine = Engine(self._desk(), self._connect, self._hear)

    # What they do

    def sit_down(self) -> None:
        """Let the program begin to work."""
        self._running.start()

    def get_up(self) -> None:
        """End the program in good order."""
        self._running.stop()
        self._store.close()
        diary.close()

    def perform(self, verb: str, thread: str, text: str = "", item: str = "") -> str:
        """Run a command on an item of a conversation. Gives why it was refused; empty when it is done."""
        told: dict[str, object] = {"text": text} if text else {}
        if verb == "item.hold":
            told = {"wake": self._clock.now() + timedelta(days=3)}
        elif verb == "item.route":
            told = {"to": Party(POOL, "Nurses"), "reason": "Theirs"}
        target = Target(ThreadId(thread), ItemId(item or item_of(thread)))
        if "send" in verb and text.endswith(WITH_ONE):
            me, now = self._actor.person, self._clock.now()
            told["files"] = (attached(self._store, target.thread, me, text, now),)
        try:
            self._last = asyncio.run(self._bus().run(COMMANDS[verb], [target], **told))
        except Refused as refusal:
            return str(refusal)
        return ""

    def undo(self) -> list[str]:
        """Take back what was done last, as far as it still waits. Gives the words taken back."""
        if self._last is None:
            return []
        back, _left = self._store.take_back(self._last.group, self._actor.person).result()
        self._last = None
        return [_words(entry) for entry in back]

    def decide(self, *, anyway: bool) -> list[str]:
        """Look at the first that was stopped: have it sent in the knowledge of what is there now
        (`anyway`), or drop it. Gives the words that were dropped."""
        stopped = next((one for one in self._outbox() if one.state not in LIVE), None)
        if stopped is None:
            return []
        me, together = self._actor.person, self._of_group(stopped)
        seen = self._shown(stopped.thread)
        if anyway and seen is not None:
            saw = Saw.of(seen, stopped.item, me)
            self._store.retry(stopped.id, me, saw, self._clock.now()).result()
            together = []
        else:
            self._store.discard(stopped.id, me).result()
        self._running.wake()
        return [_words(one) for one in together]

    def set_clock(self, seconds: float) -> None:
        """The clock is wrong by so much from now on."""
        self._clock.skew = timedelta(seconds=seconds)

    def settle(self, patience: float) -> bool:
        """Wait until nothing is on its way any more and the portal has then been heard; False when not.

        Twice: the look that ends first may have begun before, and know nothing of what others did meanwhile.
        """
        calm = self._wait(lambda: not self._on_the_way(), patience)
        return calm and self._hears(patience) and self._hears(patience)

    # What they see

    def shows(self, thread: str) -> Screen:
        """What is on the screen of a conversation; an empty screen where it is not here."""
        seen = self._shown(ThreadId(thread))
        if seen is None or not seen.items:
            return Screen()
        item = seen.items[0]
        return Screen(
            tuple(one.text for one in seen.messages),
            tuple(one.text for one in seen.messages if not one.pending),
            tuple(note.text for note in item.notes),
            item.holding.status,
            item.holding.owner.ref if item.holding.owner else "",
        )

    def outbox(self) -> list[Unsent]:
        """What the portal has not confirmed."""
        return [
            Unsent(
                one.id,
                one.thread,
                one.operation.verb,
                str(one.state),
                _words(one),
                one.problem.sentence if one.problem else "",
            )
            for one in self._outbox()
        ]

    def open_items(self) -> list[str]:
        """The items of the list that are not closed."""
        return sorted(worklist.open_items(self._store.reader()))

    # How it is put together

    @property
    def _running(self) -> Engine:
        assert self._engine is not None
        return self._engine

    def _desk(self) -> Desk:
        return Desk(
            store=self._store,
            reading=lambda: self._reading,
            actor=self._actor,
            now=self._clock.now,
            settings=self.place.settings,
            chart_fetched=lambda patient: patients.chart_fetched(self._store.reader(), patient),
            open_here=lambda: worklist.open_items(self._store.reader()),
        )

    def _connect(self) -> FhirClient:
        return FhirClient(self.place.portal, Token(self.place.token))

    def _bus(self) -> Bus:
        undo = timedelta(seconds=self.place.undo)
        return Bus(self._store, self._look, self._actor, self._clock, self._promise_of, undo)

    def _promise_of(self, thread: Thread, item: WorkItem) -> Promise:
        return self._promises.of(thread, item)

    def _look(self, thread: ThreadId) -> Thread | None:
        return threads.thread(self._store.reader(), self._reading, thread)

    def _shown(self, thread: ThreadId) -> Thread | None:
        there = self._reading.thread(thread, self._store.truth_now(thread))
        return project(there, [one for one in self._outbox() if one.thread == thread]) if there else None

    def _outbox(self) -> list[Entry]:
        found = outbox_query.unconfirmed(self._store.reader(), self._actor.person)
        return [one.entry for one in found]

    def _of_group(self, first: Entry) -> list[Entry]:
        """What stands or falls with an entry."""
        same = [one for one in self._outbox() if (one.group, one.thread) == (first.group, first.thread)]
        return [one for one in same if one.seq >= first.seq]

    def _publish(self, changes: Changes) -> None:
        """Writer thread: something changed; what was performed leaves at once."""
        if changes.by_group is not None and self._engine is not None:
            self._engine.wake()
        self._ring()

    def _hear(self, status: Status) -> None:
        """Sync thread: how it stands."""
        self._status = status
        self._ring()

    def _ring(self) -> None:
        with self._news:
            self._news.notify_all()

    def _wait(self, happened: Callable[[], bool], patience: float) -> bool:
        with self._news:
            return self._news.wait_for(happened, patience)

    def _on_the_way(self) -> bool:
        """Whether anything will still leave by itself: what waits behind something stopped will not."""
        stopped: set[str] = set()
        for one in self._outbox():
            if one.state not in LIVE:
                stopped.add(one.thread)
            elif one.thread not in stopped or one.state is State.SENDING:
                return True
        return False

    def _hears(self, patience: float) -> bool:
        """Wait for the end of a look at the portal."""
        heard = self._status.last_sync
        self._running.try_now()
        return self._wait(lambda: self._in_touch() and self._status.last_sync != heard, patience)

    def _in_touch(self) -> bool:
        return self._status.connection is Standing.CONNECTED


def _words(entry: Entry) -> str:
    return str(getattr(entry.operation, "text", ""))


def work(pipe: Connection, place: Place, at_work: Callable[[Place], AtWork] = AtWork) -> None:
    """What the process does: obey until the pipe closes or it is killed."""
    faulthandler.enable()
    person = at_work(place)
    pipe.send("ready")
    while True:
        try:
            what, told = pipe.recv()
        except EOFError:
            return
        answer: Any = getattr(person, what)(**told)
        pipe.send(answer)
