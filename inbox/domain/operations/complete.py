"""Complete: the obligation is met and the item leaves the list."""

from __future__ import annotations

from typing import ClassVar

from inbox.domain.ids import OperationId, reply_id
from inbox.domain.licence import not_to_close
from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    Touch,
    Why,
    needs_call,
    not_free,
)
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.review import Decision
from inbox.domain.thread import Thread
from inbox.domain.words import mark, tr
from inbox.domain.work_item import WorkItem

ANSWERED = "answered"
NO_REPLY_NEEDED = "no-reply-needed"
RELEASED = "released"
"""Of a result: the portal shows it to the patient by this record."""
WITH_REPLY = frozenset({ANSWERED, RELEASED, Decision.APPROVED, Decision.EDITED})
"""Outcomes that name the reply they came with, where there is one."""
_SAID = {
    ANSWERED: mark("Close"),
    NO_REPLY_NEEDED: mark("Done, no reply"),
    RELEASED: mark("Release the result"),
    Decision.APPROVED: mark("Approve"),
    Decision.EDITED: mark("Approve with changes"),
    Decision.TO_NURSE: mark("Answer the nurse"),
    Decision.VISIT: mark("Needs a visit"),
    Decision.TAKEN_OVER: mark("Take over"),
    Decision.DECLINED: mark("Decline"),
}


class Complete(Operation, frozen=True, tag="complete", kw_only=True):
    """Closes the item, naming the reply that closed it where there is one."""

    outcome: str = ANSWERED
    reply: OperationId | None = None
    """The reply of the same group that answers the patient; it leaves first or not at all."""
    reason: str = ""
    """Why, where it is a refusal: stored as the reason of the status."""

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING, Touch.PATIENT_MESSAGES})
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        hindered = not_free(item, actor) or needs_call(item)
        if hindered is None and (why := not_to_close(item.kind, actor)):
            return Problem(Why.NOT_LICENSED, why)
        return hindered

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="completed",
            owner=stamp.by,
            first_action=item.holding.first_action or stamp.at,
            outcome=self.outcome,
            answer=reply_id(self.reply) if self.reply else None,
            closed_at=stamp.at,
            wake=None,
            hold_reason=self.reason,
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.holding.status == "completed" and item.is_of(stamp.by)

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr(_SAID.get(self.outcome, _SAID[NO_REPLY_NEEDED]))
