"""Replies begun and not sent, kept on this station within a second of being typed."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.errors import InboxError
from inbox.domain.ids import ThreadId
from inbox.domain.words import tr
from inbox.queries import drafts
from inbox.ui.desk import Desk


class Drafts(QObject):
    """Keeps and finds drafts. What is still on its way to the file is found as well."""

    kept = Signal(str)
    """The draft of that thread is safe."""
    not_kept = Signal(str, str)
    """The draft of that thread could not be kept, and why."""
    _answered = Signal(str, int, str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._under_way: dict[ThreadId, tuple[int, Draft | None]] = {}
        self._number = 0
        self._answered.connect(self._take_answer)

    def of(self, thread: ThreadId) -> Draft | None:
        """What this person has begun to write there."""
        if thread in self._under_way:
            return self._under_way[thread][1]
        return drafts.draft(self._desk.reader, thread, self._desk.actor.person)

    def keep(self, draft: Draft) -> None:
        """Keep `draft` in place of the one that was there."""
        self._follow(draft.thread, draft, self._desk.store.save_draft(draft))

    def drop(self, thread: ThreadId) -> None:
        """Throw away what was begun there."""
        self._follow(thread, None, self._desk.store.drop_draft(thread, self._desk.actor.person))

    def _follow(self, thread: ThreadId, draft: Draft | None, done: Future[Changes]) -> None:
        self._number += 1
        number = self._number
        self._under_way[thread] = (number, draft)
        done.add_done_callback(lambda over: self._answered.emit(thread, number, _why_not(over)))

    def _take_answer(self, thread: ThreadId, number: int, why_not: str) -> None:
        if self._under_way.get(thread, (0, None))[0] == number:
            del self._under_way[thread]
        if why_not:
            self.not_kept.emit(thread, why_not)
        else:
            self.kept.emit(thread)


def _why_not(over: Future[Changes]) -> str:
    """Why the store refused, as a sentence; empty when all is well."""
    error = over.exception()
    if error is None:
        return ""
    return str(error) if isinstance(error, InboxError) else tr("The disk would not take it.")
