"""Split: one thread owes several things, each to be done by its own pool. The patient sees one thread."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.ids import ItemId, MessageId, OperationId, ThreadId
from inbox.domain.kind_words import kind_words
from inbox.domain.obligations import is_void, split_name
from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_free
from inbox.domain.operations.withdraw import Withdraw
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import FIXED_KINDS, Holding, Promise, Stage, WorkItem


def split_id(operation: OperationId) -> ItemId:
    """The name that split-off work has here until the server gives its own."""
    return ItemId(f"urn:uuid:{operation}")


class Split(Operation, frozen=True, tag="split", kw_only=True):
    """Further work beside the item, unclaimed in a pool of its own, with its own promise."""

    kind: str
    to: Party
    """A pool, everybody in a role, or a person."""
    pool: Party | None = None
    """The pool it is in; None: `to` is the pool."""
    message: MessageId
    """The patient's message that asks for it."""
    number: int
    """Which of the pieces that come of that message: two stations that split off the same make one."""
    promise: Promise | None = None
    reason: str = ""

    traceable: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        if problem := super().refuse_if(thread, actor):
            return problem
        if any(one.kind == self.kind and one.stage is not Stage.DONE for one in thread.items):
            said = tr("There is open work of that kind in this conversation already.")
            return Problem(Why.THERE_ALREADY, said)
        return None

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.kind in FIXED_KINDS or self.kind in FIXED_KINDS:
            return Problem(Why.FIXED, tr("A physician review and a call-now are not split."))
        return not_free(item, actor)

    def name_in(self, thread: ThreadId) -> str:
        """What the new work is called on the server."""
        return split_name(thread, self.message, self.number)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        source = thread.item(self.item)
        if source is None or self.done_in(thread, stamp):
            return thread
        sent = (message.sent for message in thread.messages if message.id == self.message)
        made = WorkItem(
            id=split_id(stamp.id),
            kind=self.kind,
            holding=Holding("requested", owner=self.to, pool=self.pool or self.to, promise=self.promise),
            arrived=next(sent, source.arrived),
            triggers=(self.message,),
            names=(self.name_in(thread.id),),
        )
        return msgspec.structs.replace(thread, items=(*thread.items, made))

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        name = self.name_in(thread.id)
        return any(name in item.names and not is_void(item) for item in thread.items)

    def inverse(self, before: Thread) -> Withdraw | None:
        if before.item(self.item) is None:
            return None
        return Withdraw(item=self.item, name=self.name_in(before.id))

    def describe(self) -> str:
        return tr("Split off {kind}, to {pool}", kind=kind_words(self.kind), pool=self.to.name)
