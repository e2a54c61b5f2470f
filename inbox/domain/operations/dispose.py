"""Dispose: record what came of the call that a red flag of level 1 or 2 asks for."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.disposition import CallOutcome, Disposition
from inbox.domain.ids import MessageId
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Dispose(Operation, frozen=True, tag="dispose", kw_only=True):
    """Adds the record of a call. It counts as a first look.

    A call that was made is a fact: whoever holds the item, it can be recorded, and it has no inverse.
    """

    outcome: CallOutcome
    note: str = ""
    messages: tuple[MessageId, ...] = ()
    """The flagged messages that its author had on screen."""
    promise: Promise | None = None
    """The due time that runs after it; None keeps the one it has."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if why := self.outcome.not_for(actor.role):
            return Problem(Why.NOT_LICENSED, why)
        if self.outcome is CallOutcome.NOT_AN_EMERGENCY and not self.note.strip():
            return Problem(Why.EMPTY, tr("Say why it is not an emergency."))
        return None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        record = Disposition(self.outcome, stamp.by, stamp.at, self.note.strip(), self.messages, stamp.id)
        thread = thread.with_item(msgspec.structs.replace(item, dispositions=(*item.dispositions, record)))
        if item.stage is Stage.DONE:
            return thread
        return self.changed(
            thread,
            first_action=item.holding.first_action or stamp.at,
            promise=self.promise or item.holding.promise,
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(record.operation == stamp.id for record in item.dispositions)

    def describe(self) -> str:
        return tr("Call recorded: {outcome}", outcome=self.outcome.said)
