"""Drafts and audit notes that the disk would not take: held in memory, and tried again until it does."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from concurrent.futures import Future
from typing import TypeVar

from inbox.domain.audit import AuditNote
from inbox.domain.draft import Draft
from inbox.domain.errors import Refused
from inbox.domain.ids import PersonId, ThreadId

T = TypeVar("T")
Held = Draft | AuditNote


class Unkept:
    """The newest draft of each conversation and person, and every note. Used on several threads."""

    def __init__(self) -> None:
        self._held: dict[Hashable, Held] = {}
        self._mutex = threading.Lock()

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
        """It has been kept, or never can be."""
        self._drop(_name(what))

    def drop_draft(self, thread: ThreadId, person: PersonId) -> None:
        """It is wanted no longer."""
        self._drop((thread, person))

    def everything(self) -> list[Held]:
        """What is held, oldest first."""
        with self._mutex:
            return list(self._held.values())

    def _drop(self, name: Hashable) -> None:
        with self._mutex:
            self._held.pop(name, None)


def _name(what: Held) -> Hashable:
    return (what.thread, what.person) if isinstance(what, Draft) else what.id
