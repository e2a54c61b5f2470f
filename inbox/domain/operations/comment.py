"""Comment: a note between colleagues that is never sent to the patient."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Note


class Comment(Operation, frozen=True, tag="comment", kw_only=True):
    """Adds an internal comment; anybody who can see the item may, whoever holds it."""

    text: str

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        if not self.text.strip():
            return Problem(Why.EMPTY, tr("The comment is empty."))
        return super().refuse_if(thread, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        note = Note(self.text, stamp.by, stamp.at, stamp.id)
        return thread.with_item(msgspec.structs.replace(item, notes=(*item.notes, note)))

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        item = thread.item(self.item)
        if item is None:
            return False
        return any(
            note.operation == stamp.id
            or (note.text == self.text and note.by.ref == stamp.by.ref and note.at == stamp.at)
            for note in item.notes
        )

    def describe(self) -> str:
        return tr("Internal comment")
