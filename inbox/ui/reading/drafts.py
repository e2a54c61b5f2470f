"""Replies begun and not sent, kept on this station within a second of being typed."""

from __future__ import annotations

from concurrent.futures import Future

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.errors import InboxError
from inbox.domain.ids import ThreadId
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.queries import drafts
from inbox.shortcuts.phrases.expansion import Expansion, Field
from inbox.ui.desk import Desk

KEEP_AFTER_MS = 700
"""From the first unsaved keystroke: a crash costs less than a second of typing."""

_fields = msgspec.json.Decoder(tuple[Field, ...]).decode


class Drafts(QObject):
    """Keeps and finds drafts. What is still on its way to the file is found as well."""

    due = Signal()
    """Something typed has waited long enough: keep it."""
    kept = Signal(str, str)
    """The draft of that thread is safe; or why it is not."""
    _answered = Signal(str, int, str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._under_way: dict[ThreadId, tuple[int, Draft | None]] = {}
        self._number = 0
        self._patience = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._patience.timeout.connect(self.due)
        self._answered.connect(self._take_answer)
        self.unsaved = False
        """Whether something was typed since the last keeping."""

    def typed(self) -> None:
        """Something was typed: it is due soon, counted from the first of it."""
        if not self.unsaved:
            self.unsaved = True
            self._patience.start()

    def settled(self) -> None:
        """Nothing is unsaved: it was kept, or another reply is shown."""
        self.unsaved = False
        self._patience.stop()

    def of(self, thread: Thread) -> Expansion | None:
        """What this person has begun to write there; a draft for another patient is not shown."""
        if thread.id in self._under_way:
            found = self._under_way[thread.id][1]
        else:
            found = drafts.draft(self._desk.reader, thread.id, self._desk.actor.person)
        return reply_of(found) if found is not None and found.patient == thread.patient else None

    def keep(self, thread: Thread, reply: Expansion) -> None:
        """Keep `reply` in place of what was there, bound to the patient; an empty one is thrown away."""
        self.settled()
        if not reply.text.strip():
            self.drop(thread.id)
            return
        last = thread.last_from_patient
        draft = Draft(
            thread=thread.id,
            patient=thread.patient,
            person=self._desk.actor.person,
            text=reply.text,
            saved_at=self._desk.now(),
            answers=last.id if last else None,
            fields=msgspec.json.encode(reply.fields) if reply.fields else b"",
        )
        self._follow(thread.id, draft, self._desk.store.save_draft(draft))

    def drop(self, thread: ThreadId) -> None:
        """Throw away what was begun there."""
        self._follow(thread, None, self._desk.store.drop_draft(thread, self._desk.actor.person))

    def _follow(self, thread: ThreadId, draft: Draft | None, done: Future[Changes]) -> None:
        self._number += 1
        number = self._number
        self._under_way[thread] = (number, draft)

        def answered(over: Future[Changes]) -> None:
            if isValid(self):  # the screen may have been closed before the disk was done
                self._answered.emit(thread, number, _why_not(over))

        done.add_done_callback(answered)

    def _take_answer(self, thread: ThreadId, number: int, why_not: str) -> None:
        if self._under_way.get(thread, (0, None))[0] == number:
            del self._under_way[thread]
        self.kept.emit(thread, why_not)


def reply_of(draft: Draft) -> Expansion:
    """A draft as it is edited: fields that no longer fit the text are left out, the text stays."""
    fields = _fields(draft.fields) if draft.fields else ()
    fitting = tuple(field for field in fields if 0 <= field.start <= field.end <= len(draft.text))
    return Expansion(draft.text, fitting)


def _why_not(over: Future[Changes]) -> str:
    """Why the store refused, as a sentence; empty when all is well."""
    error = over.exception()
    if error is None:
        return ""
    return str(error) if isinstance(error, InboxError) else tr("The disk would not take it.")
