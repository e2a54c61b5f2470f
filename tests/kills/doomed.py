"""A person at work whose process kills itself at a named point: the doors of the store are watched for it.

The program has no hooks for this. What is used is where it lets others in: the interpreter it calls inside
of a transaction, the listener it calls after one, and the store's own doors.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Any

from inbox.domain.changes import Changes
from inbox.domain.filed import Filed
from inbox.domain.ids import OperationId, ThreadId
from inbox.domain.thread import Thread
from inbox.fhir.incoming import Reading
from inbox.store import migrations
from inbox.store.store import Store
from tests.faults.at_work import AtWork, Place

WRITER = "store-writer"
"""The thread that writes."""


class Point(StrEnum):
    """Where the process kills itself."""

    NOWHERE = "nowhere"
    IN_ACTION = "in the transaction of an action"
    AFTER_ACTION = "after an action is kept"
    AFTER_MARKED = "after it is marked as leaving"
    BEFORE_SETTLED = "after the answer"
    IN_SETTLED = "in the transaction that settles it"
    AT_SPLIT = "before the second bundle"
    IN_PAGE = "in the transaction of a page"


class Fate:
    """Where this process is going to die: told in the middle of its life, then met on any thread."""

    def __init__(self) -> None:
        self._point = Point.NOWHERE
        self._passes = 0

    def comes_at(self, point: Point, nth: int) -> None:
        """Die when `point` is reached for the nth time from now on."""
        self._point, self._passes = point, nth

    def awaits(self, point: Point) -> bool:
        return self._point is point

    def meet(self, point: Point) -> None:
        """`point` is reached."""
        if self._point is point:
            self._passes -= 1
            if self._passes <= 0:
                die()


FATE = Fate()


def die() -> None:
    """kill -9, as nothing can be done about."""
    os.kill(os.getpid(), signal.SIGKILL)


class DoomedReading(Reading):
    """Is called by the writer in the middle of its transactions."""

    in_transaction: Point | None = None
    """What the next transaction on the writer's thread is, once that is known."""

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        if self.in_transaction is not None and threading.current_thread().name == WRITER:
            FATE.meet(self.in_transaction)
        return super().thread(thread, resources)


class DoomedStore(Store):
    """The store with its doors watched."""

    def sending(self, operations: Sequence[OperationId], *attempt: Any) -> Future[bool]:
        FATE.meet(Point.AT_SPLIT)
        marked = super().sending(operations, *attempt)
        if FATE.awaits(Point.AFTER_MARKED):
            marked.result()
            FATE.meet(Point.AFTER_MARKED)
        return marked

    def settle(
        self, operations: Sequence[OperationId], resources: Sequence[Filed], request: str = ""
    ) -> Future[Changes]:
        FATE.meet(Point.BEFORE_SETTLED)
        if FATE.awaits(Point.IN_SETTLED):
            _reading(self).in_transaction = Point.IN_SETTLED
        return super().settle(operations, resources, request)

    def ingest(self, resources: Sequence[Filed], *cursor: Any, **how: Any) -> Future[Changes]:
        if resources and FATE.awaits(Point.IN_PAGE):
            _reading(self).in_transaction = Point.IN_PAGE
        return super().ingest(resources, *cursor, **how)


class Doomed(AtWork):
    """Works as everybody does, until told how it ends."""

    store_type = DoomedStore
    reading_type = DoomedReading

    def doom(self, point: Point, nth: int = 1) -> None:
        """The process is going to die at the nth passing of `point`."""
        FATE.comes_at(point, nth)

    def perform(self, verb: str, thread: str, text: str = "", item: str = "") -> str:
        if FATE.awaits(Point.IN_ACTION):
            _reading(self._store).in_transaction = Point.IN_ACTION
        return super().perform(verb, thread, text, item)

    def _publish(self, changes: Changes) -> None:
        if changes.by_group is not None:
            FATE.meet(Point.AFTER_ACTION)
        super()._publish(changes)


class _DeadlyStep(tuple[str, ...]):
    """A step of the file format that is not survived beyond some statement."""

    left: int

    def __iter__(self) -> Iterator[str]:
        for number, statement in enumerate(super().__iter__()):
            if number == self.left:
                die()
            yield statement


def dies_migrating(place: Place, statement: int) -> AtWork:
    """Opens a file of the first schema, and dies before so many statements have been carried out."""
    first, *later = migrations.STEPS
    steps: list[tuple[str, ...]] = [first]
    for step in later:
        deadly = _DeadlyStep(step)
        deadly.left, statement = statement, statement - len(step)
        steps.append(deadly)
    migrations.STEPS = tuple(steps)  # type: ignore[assignment]
    return Doomed(place)


def statements() -> int:
    """How many statements bring a file of the first schema to today's."""
    return sum(len(step) for step in migrations.STEPS[1:])


def _reading(store: Store) -> DoomedReading:
    assert isinstance(store.interpreter, DoomedReading)
    return store.interpreter
