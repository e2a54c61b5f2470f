"""Conclude: what a prescriber's decision makes of the item it was asked about."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from inbox.domain.ids import ItemId, OperationId, reply_id
from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    Touch,
    Why,
    needs_call,
    not_open,
    same_moment,
)
from inbox.domain.operations.complete import ANSWERED, RELEASED
from inbox.domain.people import Actor, Role
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage, WorkItem


class Way(StrEnum):
    """What becomes of it."""

    CLOSE = "close"
    WAIT = "wait"
    TAKE = "take"


class Conclude(Operation, frozen=True, tag="conclude", kw_only=True):
    """The item is closed, or waits for the patient, as the nurse asked and in her name; or the prescriber
    takes it over. Whoever holds it by then, it is the decision they asked for."""

    review: ItemId
    """The packet that was decided on."""
    way: Way
    wake: datetime | None = None
    """Until when it waits for the patient."""
    reply: OperationId | None = None
    """The reply that was approved; it leaves first or not at all."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if actor.role is not Role.PRESCRIBER:
            return Problem(Why.NOT_LICENSED, tr("A prescriber decides on it: closing it is the decision."))
        return not_open(item) or needs_call(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        was = item.holding
        free = item.stage is Stage.UNCLAIMED or was.owner is None
        owner = stamp.by if free or self.way is Way.TAKE else was.owner
        fields: dict[str, object] = {"owner": owner, "first_action": was.first_action or stamp.at}
        match self.way:
            case Way.CLOSE:
                answer = reply_id(self.reply) if self.reply else None
                outcome = RELEASED if item.kind == Kind.RESULT_RELEASE else ANSWERED
                fields |= {"status": "completed", "outcome": outcome, "answer": answer}
                fields |= {"closed_at": stamp.at, "wake": None, "hold_reason": ""}
            case Way.WAIT:
                fields |= {"status": "on-hold", "wake": self.wake, "hold_reason": tr("Patient to answer")}
            case Way.TAKE:
                fields |= {"status": "accepted", "wake": None, "hold_reason": ""}
        return self.changed(thread, **fields)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        match self.way:
            case Way.CLOSE:
                return item.holding.status == "completed" and item.holding.outcome in (ANSWERED, RELEASED)
            case Way.WAIT:
                return item.stage is Stage.HELD and same_moment(item.holding.wake, self.wake)
            case Way.TAKE:
                return item.stage is Stage.CLAIMED and item.is_of(stamp.by)

    def describe(self) -> str:
        return {
            Way.CLOSE: tr("Close what was asked about"),
            Way.WAIT: tr("Wait for the patient"),
            Way.TAKE: tr("Take over"),
        }[self.way]
