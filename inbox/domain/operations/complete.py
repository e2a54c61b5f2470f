"""Complete: the obligation is met and the item leaves the list."""

from __future__ import annotations

from typing import ClassVar

from inbox.domain.ids import OperationId, reply_id
from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    Touch,
    Why,
    held_by_another,
    needs_call,
    not_open,
)
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import not_to_close

ANSWERED = "answered"
NO_REPLY_NEEDED = "no-reply-needed"


class Complete(Operation, frozen=True, tag="complete", kw_only=True):
    """Closes the item, naming the reply that closed it where there is one."""

    outcome: str = ANSWERED
    reply: OperationId | None = None
    """The reply of the same group that answers the patient; it leaves first or not at all."""

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING, Touch.PATIENT_MESSAGES})
    in_undo_window: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        item = thread.item(self.item)
        if item is None:
            return super().refuse_if(thread, actor)
        hindered = not_open(item) or held_by_another(item, actor) or needs_call(item)
        if hindered is None and (why := not_to_close(item.kind, actor.role)):
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
            hold_reason="",
        )

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        item = thread.item(self.item)
        owner = item.holding.owner if item else None
        return (
            item is not None
            and item.holding.status == "completed"
            and owner is not None
            and owner.ref == stamp.by.ref
        )

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Close") if self.outcome == ANSWERED else tr("Done, no reply")
