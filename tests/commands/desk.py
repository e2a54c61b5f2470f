"""A nurse at a real encrypted store with one conversation in it, and what the server would answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from inbox.commands.bus import Bus, Done
from inbox.commands.declare import Command, Target
from inbox.commands.registry import COMMANDS
from inbox.commands.sort import Piece
from inbox.commands.undo import Undo
from inbox.domain.changes import Changes
from inbox.domain.disposition import CallOutcome
from inbox.domain.entries import Entry
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, MessageId, OperationId, ThreadId
from inbox.domain.people import Actor, Party, Role
from inbox.domain.projection import project
from inbox.domain.review import Packet
from inbox.domain.thread import Thread
from inbox.domain.visit import How
from inbox.domain.work_item import Kind, Promise, WorkItem
from inbox.queries import thread as threads
from inbox.store import outbox
from inbox.store.store import Store
from tests.store.looking import found
from tests.store.plain import COLLEAGUE, KEY, ME, NOON, NURSE, REFILLS, Plain, file, hours, party

T = TypeVar("T")

ARGUMENTS: dict[str, dict[str, object]] = {
    "item.claim": {},
    "item.release": {"reason": "Not mine"},
    "item.route": {"to": party(REFILLS), "reason": "A refill request"},
    "item.assign": {"to": Party("Practitioner/xiong", "Mai Lee Xiong, LPN"), "licence": Role.LPN},
    "item.take_back": {"reason": "absent"},
    "item.kind": {"kind": "billing", "reason": "asks-for-this"},
    "item.split": {"pieces": (Piece("billing", party(REFILLS)),)},
    "item.send": {"text": "It is at the pharmacy."},
    "item.send_and_close": {"text": "It is at the pharmacy."},
    "item.disposition": {"outcome": CallOutcome.NO_ANSWER},
    "flag.dismiss": {"reason": "words-misread", "note": "She means the cake."},
    "flag.raise": {},
    "item.comment": {"text": "Pharmacy called back."},
    "item.ask_visit": {"how": How.VIDEO},
    "item.consent": {},
    "item.wrong_patient": {
        "to": party(REFILLS),
        "reason": "It is about her brother",
        "text": "Please write from his account.",
    },
    "item.done": {},
    "item.snooze": {"until": hours(2)},
    "item.hold": {"wake": hours(48), "reason": "Asked for a reading"},
    "item.escalate": {"packet": Packet("Change the dose?")},
    "sweep.leave": {"reason": "The patient knows"},
    "review.take_back": {},
    "review.approve": {"text": "Take half of it."},
    "review.answer": {"text": "Ask for a weight first."},
    "review.visit": {"how": How.VIDEO},
    "review.decline": {"reason": "Labs are due first"},
    "review.take_over": {},
    "review.reassign": {"to": Party("Practitioner/okafor", "Ngozi Okafor, MD")},
}
"""What a person adds to each command. A command that is not here has not been tried."""
MINE: dict[str, object] = {"owner": ME, "status": "accepted"}
THEIRS: dict[str, object] = {"owner": COLLEAGUE, "status": "accepted"}
PACKET: dict[str, object] = {"kind": Kind.PHYSICIAN_REVIEW, "parent": "asked"}
FITTING: dict[str, dict[str, object]] = {
    "item.disposition": {"flag": 1} | MINE,
    "flag.dismiss": {"flag": 1} | MINE,
    "flag.raise": {"flag": 1, "dismissed": True} | MINE,
    "item.claim": {},
    "item.take_back": THEIRS,
    "review.take_back": PACKET,
    "review.approve": PACKET | MINE,
    "review.answer": PACKET | MINE,
    "review.visit": PACKET | MINE,
    "review.decline": PACKET | MINE,
    "review.take_over": PACKET | MINE,
    "review.reassign": PACKET | MINE,
}
"""What the item must be like for commands that mean something on such items only; else it is `MINE`."""


def target(n: str = "1") -> Target:
    """The item of thread `n`."""
    return Target(ThreadId(f"Communication/{n}"), ItemId(f"Task/{n}"))


class Watch:
    """A clock that is turned by hand."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Desk:
    """The bus and the undo stack of `actor`, over a real store."""

    def __init__(self, folder: Path, actor: Actor = NURSE) -> None:
        self.actor = actor
        self.watch = Watch()
        self.heard: list[Changes] = []
        self.meaning = Plain()
        self.store = Store.open(folder / "inbox.db", KEY, self.meaning, self.heard.append)
        self.bus = Bus(self.store, self.look, actor, self.watch, self.promise)
        self.undo = Undo(self.bus, self.store)

    def close(self) -> None:
        self.store.close()

    def promise(self, thread: Thread, item: WorkItem) -> Promise:
        """Four hours until somebody looks, six at Refills; a day from then on."""
        if item.holding.first_action is not None:
            return Promise(hours(24), "test@1")
        pool = item.holding.pool
        return Promise(hours(6 if pool and pool.ref == REFILLS else 4), "test@1")

    def look(self, thread: ThreadId) -> Thread | None:
        return threads.thread(self.store.reader(), self.meaning, thread)

    def thread(self, n: str = "1") -> Thread:
        found = self.look(ThreadId(f"Communication/{n}"))
        assert found is not None
        return found

    def item(self, n: str = "1") -> WorkItem:
        found = self.thread(n).item(ItemId(f"Task/{n}"))
        assert found is not None
        return found

    def receive(self, resources: Sequence[Filed]) -> None:
        """The server sent these; nothing that was heard of it counts."""
        self.store.ingest(resources).result()
        self.heard.clear()

    def let(self, command: Command) -> None:
        """Whoever sits here has a role that `command` is for, a nurse's where that will do."""
        if self.actor.role not in command.roles:
            self.bus.actor = msgspec.structs.replace(self.actor, role=min(command.roles))

    def do(self, command: str, *on: str, **arguments: object) -> Done:
        """Run a command on the items of the threads `on`, and remember it for undo."""
        done = self.wait(self.bus.run(COMMANDS[command], [target(n) for n in on or ("1",)], **arguments))
        self.undo.push(done)
        return done

    def back(self) -> Done:
        return self.wait(self.undo.back()).done

    def wait(self, work: Awaitable[T]) -> T:
        async def go() -> T:
            return await work

        return asyncio.run(go())

    def waiting(self) -> list[Entry]:
        """The outbox, in order."""
        return outbox.of_actor(self.store.reader(), self.actor.person)

    def finds(self, words: str) -> list[ItemId]:
        """What a search for `words` shows."""
        return found(self.store.reader(), words)

    def verbs(self) -> list[str]:
        return [entry.operation.verb for entry in self.waiting()]

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All that the file holds, table by table; not how the search index is laid out."""
        reader = self.store.reader()
        tables = reader.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: [tuple(row) for row in reader.exec_driver_sql(f"SELECT * FROM {name}")]
            for (name,) in tables
            if not name.startswith(("sqlite_", "found"))
        }

    def leave(self, operations: Sequence[OperationId]) -> None:
        """The engine has begun to send these."""
        assert self.store.sending(operations).result()

    def confirm(self, operations: Sequence[OperationId], n: str = "1") -> None:
        """The engine has sent these of thread `n`, and the server has done them."""
        thread = ThreadId(f"Communication/{n}")
        truth = self.meaning.thread(thread, self.store.truth_now(thread))
        assert truth is not None
        after = project(truth, [entry for entry in self.waiting() if entry.id in operations])
        self.leave(operations)
        self.store.settle(operations, as_the_server_has_it(after)).result()


def as_the_server_has_it(shown: Thread) -> list[Filed]:
    """The replies and items of a projected thread as the server files them, in their second version."""
    replies = {
        f"Communication/{one.pending}": msgspec.structs.replace(
            one, id=MessageId(f"Communication/{one.pending}"), pending=None
        )
        for one in shown.messages
        if one.pending
    }
    bodies: dict[str, object] = {**replies, **{item.id: item for item in shown.items}}
    then = NOON + timedelta(minutes=2)
    return [
        file(ref, body, version="2", updated=then, thread=shown.id, patient=shown.patient)
        for ref, body in bodies.items()
    ]
