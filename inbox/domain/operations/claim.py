"""Claim: take an item out of the pool; nobody else answers it meanwhile."""

from __future__ import annotations

from inbox.domain.disposition import CallOutcome
from inbox.domain.operations.base import Operation, Problem, Stamp, Why, first_look, not_free
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Claim(Operation, frozen=True, tag="claim", kw_only=True):
    """The actor becomes the owner. Meets the first-look promise, so the due time moves on."""

    promise: Promise | None = None
    """The due time that runs once it is claimed; None keeps the one it has."""

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.needs_call and (why := CallOutcome.NO_ANSWER.not_for(actor.role)):
            return Problem(Why.NOT_LICENSED, why)
        return not_free(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="accepted",
            owner=stamp.by,
            first_action=first_look(item, stamp),
            promise=self.promise or item.holding.promise,
            wake=None,
            hold_reason="",
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.stage is Stage.CLAIMED and item.is_of(stamp.by)

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Claim")
