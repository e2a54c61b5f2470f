"""An open cache file and the thread that works on it: every piece of work is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection

from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.entries import State
from inbox.domain.errors import InboxError, Refused
from inbox.domain.filed import Interpreter
from inbox.domain.ids import OperationId
from inbox.store import intake, kept, outbox, performed, rebuilding
from inbox.store.courtesy import Courtesy
from inbox.store.database import Alarm, Database
from inbox.store.errors import Broken, NotKept
from inbox.store.transaction import Transaction
from inbox.store.unkept import Adrift, Unkept
from inbox.store.writer import Writer, report

T = TypeVar("T")
Publish = Callable[[Changes], None]

SLICE = 150
"""Resources in one transaction once people are at work: about 20 ms during which they would wait."""
READ_AGAIN = 20
"""Threads projected again in one transaction: the same, where their messages have to be read by rules."""


def _unheard(error: InboxError) -> None:
    """Nobody listens; whoever asks for something is told in any case."""


class OpenFile:
    """Only one process has it."""

    def __init__(
        self, database: Database, interpreter: Interpreter, publish: Publish, alarm: Alarm = _unheard
    ) -> None:
        self.interpreter = interpreter
        """May be replaced when policies or names change; `reproject` then applies it."""
        self._database = database
        self._publish = publish
        self.unkept = Unkept()
        self.adrift = Adrift()
        self.courtesy = Courtesy()
        """To be told of keys, so that what can wait stands back."""
        self._writer = Writer(self._rest, alarm, self.courtesy)

    @classmethod
    def open(
        cls, path: Path, key: bytes, interpreter: Interpreter, publish: Publish, alarm: Alarm = _unheard
    ) -> Self:
        """Create or open the file. `key`: 32 random bytes. Raises what `store.errors` lists.

        What a crash left half sent has an unknown fate from here on, and shows so. `alarm`: see `Alarm`.
        """
        database = Database(path, key, alarm)
        opened = cls(database, interpreter, publish, alarm)
        try:
            opened._now(performed.recover).result()
            if database.may_lack_rows:
                opened._rebuild()
        except BaseException:
            opened.close()
            raise
        return opened

    def close(self) -> None:
        """Finish all that was asked for, then close the file. Readers must be done."""
        self._writer.close()
        self._database.close()

    @property
    def at_rest(self) -> bool:
        """Any thread: whether nothing is to be written."""
        return self._writer.at_rest

    def reader(self) -> Connection:
        """The calling thread's own read-only connection; each statement sees the newest commit."""
        return self._database.reader()

    def as_of(self) -> int:
        """On the calling thread: another number than before once anything has been written since."""
        return int(self.reader().exec_driver_sql("PRAGMA data_version").scalar_one())

    def _rest(self) -> bool:
        """On the writer's thread, when nobody wants anything; True when there is more to do."""
        with suppress(NotKept, Broken):  # still no room
            self._catch_up()
        return self._database.rest()

    def _catch_up(self) -> None:
        """Keep what a full disk did not take."""
        if adrift := self.adrift.everything():
            self._transact(partial(_unsure, operations=adrift), durable=True)
            self.adrift.taken_in(adrift)
        for held in self.unkept.everything():
            if isinstance(held, Draft):
                bodies = self.unkept.bodies_of(one.digest for one in held.files)
                keep = partial(kept.save_draft, draft=held, bodies=bodies)
            else:
                keep = partial(kept.spool, notes=[held])
            with suppress(Refused):  # another patient's draft is there by now
                self._transact(keep, durable=True)
            self.unkept.let_go(held)

    def _now(self, work: Callable[[Transaction], T]) -> Future[T]:
        return self._writer.first(lambda: self._transact(work, durable=True)[0])

    def _change_now(self, work: Callable[[Transaction], None], named: str = "") -> Future[Changes]:
        """`named`: what a person calls it, for the sentence that says that it was not kept."""

        def step() -> Changes:
            try:
                return self._transact(work, durable=True)[1]
            except NotKept as fault:
                raise type(fault)(named) from None

        return self._writer.first(step)

    def _change_later(
        self, works: Sequence[Callable[[Transaction], None]], *, bulk: bool = False
    ) -> Future[Changes]:
        def step(work: Callable[[Transaction], None]) -> Changes:
            self._database.hurry(bulk)
            return self._transact(work, durable=False)[1]

        return self._writer.later([partial(step, work) for work in works], merge=_all)

    def _transact(self, work: Callable[[Transaction], T], *, durable: bool) -> tuple[T, Changes]:
        with self._database.write(durable=durable) as connection:
            transaction = Transaction(connection, self.interpreter)
            answer = work(transaction)
            changes = transaction.finish()
        if changes:
            self._tell(changes)
        return answer, changes

    def _tell(self, changes: Changes) -> None:
        try:
            self._publish(changes)
        except Exception as error:  # noqa: BLE001 - what is committed is done; the fault is the listener's
            report(error)

    def _rebuild(self) -> None:
        """Make derived tables whole, people first: conversations are found by their names.

        Nobody waits for the conversations: what an end in the middle leaves out is found at the next start.
        """
        self._change_now(rebuilding.people_again).result()
        threads = rebuilding.threads_without_rows(self.reader())
        parts = [threads[at : at + READ_AGAIN] for at in range(0, len(threads), READ_AGAIN)]
        self._change_later([partial(intake.reproject, threads=part) for part in parts])


def _unsure(work: Transaction, operations: Sequence[OperationId]) -> None:
    """What still counts as being sent may have arrived: it is looked up."""
    entries = outbox.named(work.connection, operations)
    sending = [entry.id for entry in entries if entry.state is State.SENDING]
    performed.back_to_waiting(work, sending, unsure=True, attempt=None)


def _all(parts: list[Changes]) -> Changes:
    merged = Changes()
    for part in parts:
        merged |= part
    return merged
