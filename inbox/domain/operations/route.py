"""Route: hand an item to another pool, to a kind of staff or to one person, with the reason."""

from __future__ import annotations

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_free
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Route(Operation, frozen=True, tag="route", kw_only=True):
    """The other owns it, unclaimed. The due time never gets later by being passed on."""

    to: Party
    """A pool, everybody in a role, or a person."""
    pool: Party | None = None
    """The pool it is in then; None: `to` is the pool."""
    reason: str = ""
    promise: Promise | None = None
    """The due time in the new pool, already tightened to the old one; None keeps what it has."""

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if self._is_there(item):
            return Problem(Why.MOVED_ELSEWHERE, tr("It is already in {pool}.", pool=self.to.name))
        return not_free(item, actor)

    def _is_there(self, item: WorkItem) -> bool:
        """Whether it waits for whom it is to go to. What a pool owns needs no owner beside the pool."""
        if item.stage is not Stage.UNCLAIMED:
            return False
        pool, owner = item.holding.pool, item.holding.owner
        is_in = pool is not None and pool.ref == (self.pool or self.to).ref
        return is_in and (owner.ref if owner else pool.ref if pool else "") == self.to.ref

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="requested",
            owner=self.to,
            pool=self.pool or self.to,
            promise=self.promise or item.holding.promise,
            wake=None,
            hold_reason="",
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return self._is_there(item)

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Route to {pool}", pool=self.to.name)
