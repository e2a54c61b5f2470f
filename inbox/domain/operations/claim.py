"""Claim: take an item out of the pool; nobody else answers it meanwhile."""

from __future__ import annotations

from inbox.domain.operations.base import Operation, Problem, Stamp, held_by_another, not_open
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage


class Claim(Operation, frozen=True, tag="claim", kw_only=True):
    """The actor becomes the owner. Meets the first-look promise, so the due time moves on."""

    promise: Promise | None = None
    """The due time that runs once it is claimed; None keeps the one it has."""

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        item = thread.item(self.item)
        if item is None:
            return super().refuse_if(thread, actor)
        return not_open(item) or held_by_another(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="accepted",
            owner=stamp.by,
            first_action=item.holding.first_action or stamp.at,
            promise=self.promise or item.holding.promise,
            wake=None,
            hold_reason="",
        )

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        item = thread.item(self.item)
        owner = item.holding.owner if item else None
        return (
            item is not None
            and item.stage is Stage.CLAIMED
            and owner is not None
            and owner.ref == stamp.by.ref
        )

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Claim")
