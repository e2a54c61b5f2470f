"""Prescribe: a refill is ordered as it was before. Only a prescriber's order is one."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.ids import MessageId
from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    Touch,
    Why,
    needs_call,
    not_free,
    not_to_decide,
)
from inbox.domain.people import Actor, Party, Role
from inbox.domain.prescription import Order, Prescribed
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem


class Prescribe(Operation, frozen=True, tag="prescribe", kw_only=True):
    """Makes the order and links it from the packet. Whether the server takes orders from this person is
    known when it leaves; where it does not, a draft stays in the packet and says so."""

    order: Order
    proposed_by: Party | None = None
    """Whose proposal it follows."""
    answers: MessageId | None = None
    """The last message of the patient that its author had on screen."""

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING, Touch.PATIENT_MESSAGES})
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        return super().refuse_if(thread, actor) or not_to_decide(thread, self.item)

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if actor.role is not Role.PRESCRIBER:
            return Problem(Why.NOT_LICENSED, tr("Only a prescriber orders a medicine."))
        if item.prescribed:
            return Problem(Why.NOT_OPEN, tr("It has already been ordered."))
        return not_free(item, actor) or needs_call(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        made = Prescribed(self.order, stamp.by, stamp.at, operation=stamp.id)
        return thread.with_item(msgspec.structs.replace(item, prescribed=(*item.prescribed, made)))

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(one.operation == stamp.id for one in item.prescribed)

    def describe(self) -> str:
        return tr("Order {order}", order=self.order.said)
