"""Escalate: a prescriber is asked to decide, with a packet. The item stays with whoever has it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.ids import ItemId, OperationId
from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_free
from inbox.domain.operations.recall import Recall
from inbox.domain.people import Actor
from inbox.domain.review import Packet, review_name, review_of
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Holding, Kind, Promise, WorkItem


def review_id(operation: OperationId) -> ItemId:
    """The name that a review has here until the server gives its own."""
    return ItemId(f"urn:uuid:{operation}")


class Escalate(Operation, frozen=True, tag="escalate", kw_only=True):
    """Makes a physician's review below the item. While it is open there is no second one."""

    packet: Packet
    promise: Promise | None = None
    """By when it is to be decided: never after the item's own promise."""

    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        item = thread.item(self.item)
        if item is not None and review_of(thread, item):
            return Problem(Why.ESCALATED, tr("It waits for a prescriber already."))
        return super().refuse_if(thread, actor)

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if not self.packet.question.strip():
            return Problem(Why.EMPTY, tr("The packet needs a question."))
        if item.kind == Kind.PHYSICIAN_REVIEW:
            return Problem(Why.ESCALATED, tr("It is a prescriber’s review itself."))
        return not_free(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        source = thread.item(self.item)
        if source is None or self.done_in(thread, stamp):
            return thread
        pool = source.holding.pool
        made = WorkItem(
            id=review_id(stamp.id),
            kind=Kind.PHYSICIAN_REVIEW,
            holding=Holding("requested", owner=self.packet.to or pool, pool=pool, promise=self.promise),
            arrived=stamp.at,
            priority="urgent" if self.packet.urgent else source.priority,
            names=(review_name(thread.id, stamp.id),),
            parent=source.id,
            medication=source.medication,
            question=self.packet.question,
            summary=self.packet.summary,
            proposed_reply=self.packet.proposal,
            asked_by=stamp.by,
            after=self.packet.after,
            supply=self.packet.supply,
        )
        return msgspec.structs.replace(thread, items=(*thread.items, made))

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        name = review_name(thread.id, stamp.id)
        return any(name in item.names for item in thread.items)

    def inverse(self, before: Thread) -> Recall | None:
        return Recall(item=self.item) if before.item(self.item) else None

    def describe(self) -> str:
        to = self.packet.to.name if self.packet.to else ""
        return tr("Ask {name} to decide", name=to) if to else tr("Ask a prescriber to decide")
