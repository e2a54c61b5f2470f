"""Release: give an item back to its pool, with the reason."""

from __future__ import annotations

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, held_by_another, not_open
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Stage


class Release(Operation, frozen=True, tag="release", kw_only=True):
    """The pool owns it again; the clock goes on as it was, since a look was had."""

    reason: str = ""

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        item = thread.item(self.item)
        if item is None:
            return super().refuse_if(thread, actor)
        if item.stage is Stage.UNCLAIMED:
            return Problem(Why.NOT_YOURS, tr("Nobody has claimed it."))
        return not_open(item) or held_by_another(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(thread, status="requested", owner=item.holding.pool, wake=None, hold_reason="")

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        item = thread.item(self.item)
        return item is not None and item.stage is Stage.UNCLAIMED

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Release to the pool")
