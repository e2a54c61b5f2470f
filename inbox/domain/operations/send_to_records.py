"""Send to records: the message is about somebody other than the patient of its account."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why, needs_call, not_free
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Thread
from inbox.domain.visit import WrongPatient
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem


class SendToRecords(Operation, frozen=True, tag="wrong-patient", kw_only=True):
    """Marks the work and hands it to those who keep the records, who find the account by it.

    It moves no words: what was written stays in the thread it was written in. The mark has no inverse.
    """

    to: Party
    """The pool that keeps the records."""
    reason: str

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING})
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.wrong_patient is not None:
            return Problem(Why.NOT_OPEN, tr("It is already with those who put it right."))
        if not self.reason.strip():
            return Problem(Why.EMPTY, tr("Say how you know that it is about somebody else."))
        return not_free(item, actor) or needs_call(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        marked = WrongPatient(stamp.by, stamp.at, self.reason.strip(), stamp.id)
        thread = thread.with_item(msgspec.structs.replace(item, wrong_patient=marked))
        return self.changed(
            thread,
            status="requested",
            owner=self.to,
            pool=self.to,
            first_action=item.holding.first_action or stamp.at,
            wake=None,
            hold_reason="",
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.wrong_patient is not None and item.wrong_patient.operation == stamp.id

    def describe(self) -> str:
        return tr("Wrong patient: to {pool}", pool=self.to.name)
