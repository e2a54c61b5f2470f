"""What the disk would not take: held in memory, and tried again until it does."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import TypeVar

from inbox.domain.attached import AttachedFile
from inbox.domain.audit import AuditNote
from inbox.domain.draft import Draft
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId, PersonId, ThreadId
from inbox.store.errors import NotKept

T = TypeVar("T")
Held = Draft | AuditNote


class Unkept:
    """The newest draft of each conversation and person, with its files, and every note.

    Used on several threads.
    """

    def __init__(self) -> None:
        self._held: dict[Hashable, Held] = {}
        self._bodies: dict[str, bytes] = {}
        self._mutex = threading.Lock()

    def hold_bodies(self, bodies: Mapping[str, bytes]) -> None:
        """Have the bodies of files at hand, by digest, until what names them is kept."""
        with self._mutex:
            self._bodies |= bodies

    def bodies_of(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Those of `digests` that may not be kept yet."""
        with self._mutex:
            return {digest: self._bodies[digest] for digest in digests if digest in self._bodies}

    def follow(self, what: Held, saving: Future[T]) -> Future[T]:
        """Hold `what` if `saving` it fails; let go of an older draft if it does not."""

        def answered(saved: Future[T]) -> None:
            error = saved.exception()
            if error is None or isinstance(error, Refused):
                self.let_go(what)
                return
            with self._mutex:
                self._held[_name(what)] = what

        saving.add_done_callback(answered)
        return saving

    def let_go(self, what: Held) -> None:
        """It has been kept with its files, or never can be."""
        self._drop(_name(what))
        if isinstance(what, Draft):
            with self._mutex:
                named = {one.digest for held in self._held.values() for one in _files(held)}
                for one in what.files:
                    if one.digest not in named:
                        self._bodies.pop(one.digest, None)

    def drop_draft(self, thread: ThreadId, person: PersonId) -> None:
        """It is wanted no longer."""
        self._drop((thread, person))

    def everything(self) -> list[Held]:
        """What is held, oldest first."""
        with self._mutex:
            return list(self._held.values())

    def with_files(self) -> list[tuple[Held, dict[str, bytes]]]:
        """The same, each with the bodies of its files."""
        return [(held, self.bodies_of(one.digest for one in _files(held))) for held in self.everything()]

    def _drop(self, name: Hashable) -> None:
        with self._mutex:
            self._held.pop(name, None)


def _files(what: Held) -> tuple[AttachedFile, ...]:
    return what.files if isinstance(what, Draft) else ()


class Adrift:
    """Entries marked as being sent whose answer the disk would not take: nobody sends them any more."""

    def __init__(self) -> None:
        self._operations: set[OperationId] = set()
        self._mutex = threading.Lock()

    def follow(self, operations: Sequence[OperationId], writing: Future[T]) -> Future[T]:
        """`writing` says what became of `operations`, or that they leave."""

        def answered(written: Future[T]) -> None:
            with self._mutex:
                if isinstance(written.exception(), NotKept):
                    self._operations.update(operations)
                else:
                    self._operations.difference_update(operations)

        writing.add_done_callback(answered)
        return writing

    def everything(self) -> list[OperationId]:
        """All of them."""
        with self._mutex:
            return sorted(self._operations)

    def taken_in(self, operations: Sequence[OperationId]) -> None:
        """They are marked as unsure by now."""
        with self._mutex:
            self._operations.difference_update(operations)


def _name(what: Held) -> Hashable:
    return (what.thread, what.person) if isinstance(what, Draft) else what.id
