"""Route: hand an item to another pool, with the reason."""

from __future__ import annotations

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_free
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Route(Operation, frozen=True, tag="route", kw_only=True):
    """The other pool owns it, unclaimed. The due time never gets later by being passed on."""

    to: Party
    reason: str = ""
    promise: Promise | None = None
    """The due time in the new pool, already tightened to the old one; None keeps what it has."""

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        pool = item.holding.pool
        if item.stage is Stage.UNCLAIMED and pool is not None and pool.ref == self.to.ref:
            return Problem(Why.MOVED_ELSEWHERE, tr("It is already in {pool}.", pool=self.to.name))
        return not_free(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="requested",
            owner=self.to,
            pool=self.to,
            promise=self.promise or item.holding.promise,
            wake=None,
            hold_reason="",
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        pool = item.holding.pool
        return item.stage is Stage.UNCLAIMED and pool is not None and pool.ref == self.to.ref

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Route to {pool}", pool=self.to.name)
