"""Release: give an item back to its pool, with the reason."""

from __future__ import annotations

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_free
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Release(Operation, frozen=True, tag="release", kw_only=True):
    """The pool owns it again; the clock goes on as it was, since a look was had."""

    reason: str = ""
    promise: Promise | None = None
    """The due time from then on; None keeps the one it has."""

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.stage is Stage.UNCLAIMED:
            return Problem(Why.NOT_YOURS, tr("Nobody has claimed it."))
        return not_free(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        return self.back_in_its_pool(thread, self.promise)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.stage is Stage.UNCLAIMED

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Release to the pool")
