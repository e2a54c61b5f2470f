"""Comment: a note between colleagues that is never sent to the patient."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Note, WorkItem


class Comment(Operation, frozen=True, tag="comment", kw_only=True):
    """Adds an internal comment; anybody who can see the item may, whoever holds it."""

    text: str

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        return None if self.text.strip() else Problem(Why.EMPTY, tr("The comment is empty."))

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        note = Note(self.text, stamp.by, stamp.at, stamp.id)
        return thread.with_item(msgspec.structs.replace(item, notes=(*item.notes, note)))

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(
            note.operation == stamp.id
            or (note.text == self.text and note.by.ref == stamp.by.ref and note.at == stamp.at)
            for note in item.notes
        )

    def describe(self) -> str:
        return tr("Internal comment")
