"""Somebody who works by chance: real commands on a real store, sent through a network that may fail."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from inbox.commands.bus import Bus, Done
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.entries import LIVE, Saw, State
from inbox.domain.errors import InboxError, Refused
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Reply
from inbox.domain.thread import Thread
from tests.sync.examples import promise_of
from tests.sync.station import Backstage, Station, item_of

AT_ONCE = timedelta(0)
ACTS = {
    "item.claim": 2,
    "item.send": 6,
    "item.send_and_close": 1,
    "item.done": 1,
    "item.release": 2,
    "item.comment": 2,
}
"""Commands, and how often each is tried."""


@dataclass
class Colleague:
    """One person at one computer, with what was written there and what became of it by decision."""

    station: Station
    chance: Random
    threads: list[ThreadId]
    written: list[tuple[ThreadId, str]] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)
    last: Done | None = None

    @classmethod
    def at_work(
        cls, backstage: Backstage, folder: Path, user: str, chance: Random, threads: list[ThreadId]
    ) -> Colleague:
        """Sit down and look at the conversations."""
        station = Station(backstage.portal, folder, user)
        for thread in threads:
            station.look(thread)
        return cls(station, chance, threads)

    def act(self) -> ThreadId | None:
        """Do something that is allowed to one of the conversations; gives which."""
        for _ in range(5):
            thread = self.chance.choice(self.threads)
            with contextlib.suppress(Refused):
                self._perform(self.chance.choices(list(ACTS), list(ACTS.values()))[0], thread)
                return thread
        return None

    def _perform(self, verb: str, thread: ThreadId) -> None:
        text = f"{self.station.actor.name} says {len(self.written)} on {thread}"
        words = {"text": text} if "send" in verb or verb == "item.comment" else {}
        self.last = asyncio.run(self._bus().run(COMMANDS[verb], [Target(thread, item_of(thread))], **words))
        if any(isinstance(entry.operation, Reply) for entry in self.last.entries):
            self.written.append((thread, text))

    def undo(self) -> None:
        """Take back what was done last, as far as it still waits."""
        if self.last is None:
            return
        back, _left = self.station.store.take_back(self.last.group, self.station.actor.person).result()
        self.taken_back |= {entry.operation.text for entry in back if isinstance(entry.operation, Reply)}
        self.last = None

    def decide(self) -> None:
        """Look at what was stopped: drop it, or have it sent in the knowledge of what is there now."""
        for entry in self.station.outbox():
            if entry.state in LIVE:
                continue
            me, store = self.station.actor.person, self.station.store
            if self.chance.random() < 0.5:
                before = self._waiting_texts()
                store.discard(entry.id, me).result()
                self.taken_back |= before - self._waiting_texts()
            else:
                saw = Saw.of(self.station.thread(entry.thread), entry.item, me)
                store.retry(entry.id, me, saw, self.station.watch.now()).result()
            return

    def push(self) -> None:
        """Send what waits; the network may have other plans."""
        with contextlib.suppress(InboxError):
            self.station.push()

    def pull(self) -> None:
        """Look for news of the conversations."""
        for thread in self.threads:
            with contextlib.suppress(InboxError):
                self.station.look(thread)

    def restart(self) -> None:
        """Close the program and open it again."""
        self.station.reopen()

    def settle(self) -> None:
        """With the network back: send until nothing moves any more."""
        for _ in range(8):
            self.pull()
            self.push()
            if not any(entry.state in (State.SENDING, State.UNSURE) for entry in self.station.outbox()):
                break
        self.pull()

    def stopped(self, thread: ThreadId) -> bool:
        """Whether something on this conversation waits for a decision of this person."""
        return any(one.thread == thread and one.state not in LIVE for one in self.station.outbox())

    def shows(self, thread: ThreadId) -> Thread:
        return self.station.thread(thread)

    def waits(self, text: str) -> bool:
        """Whether the words are still here, to be decided about."""
        return text in self._waiting_texts()

    def _waiting_texts(self) -> set[str]:
        return {one.operation.text for one in self.station.outbox() if isinstance(one.operation, Reply)}

    def _bus(self) -> Bus:
        station = self.station
        return Bus(station.store, station.thread, station.actor, station.watch, promise_of, AT_ONCE)
