"""Drafts that the disk would not take: held in memory, and tried again until it does."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.errors import Refused
from inbox.domain.ids import PersonId, ThreadId


class Unkept:
    """The newest of each conversation and person. Used on several threads."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[ThreadId, PersonId], Draft] = {}
        self._mutex = threading.Lock()

    def follow(self, draft: Draft, saving: Future[Changes]) -> Future[Changes]:
        """Hold `draft` if `saving` it fails, and let go of an older one if it does not."""

        def answered(saved: Future[Changes]) -> None:
            error = saved.exception()
            with self._mutex:
                if error is None or isinstance(error, Refused):
                    self._drafts.pop((draft.thread, draft.person), None)
                else:
                    self._drafts[draft.thread, draft.person] = draft

        saving.add_done_callback(answered)
        return saving

    def let_go(self, thread: ThreadId, person: PersonId) -> None:
        """It is wanted no longer, or has been kept."""
        with self._mutex:
            self._drafts.pop((thread, person), None)

    def drafts(self) -> list[Draft]:
        """What is held."""
        with self._mutex:
            return list(self._drafts.values())
