"""Take back: an item of a colleague who is absent or does not get to it, back to its pool."""

from __future__ import annotations

import msgspec

from inbox.domain.given import given_to
from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_open
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.taken_back import TakenBack
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class TakeBack(Operation, frozen=True, tag="take-back", kw_only=True):
    """The pool owns it again. Only who leads the day does that, and says why."""

    reason: str
    promise: Promise | None = None
    """The due time from then on; None keeps the one it has."""

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if problem := not_open(item):
            return problem
        if _is_nobodys(item):
            return Problem(Why.NOT_YOURS, tr("Nobody has it."))
        if item.holding.owner is not None and item.holding.owner.ref in (actor.person, *actor.role_refs):
            return Problem(Why.NOT_YOURS, tr("It is yours: release it."))
        if not actor.leads:
            said = tr("Only a supervisor or the charge nurse takes work back from a colleague.")
            return Problem(Why.NOT_YOURS, said)
        return None if self.reason.strip() else Problem(Why.EMPTY, tr("Say why it is taken back."))

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is not None and item.holding.owner is not None and not _is_nobodys(item):
            taken = TakenBack(stamp.by, stamp.at, item.holding.owner, self.reason.strip(), stamp.id)
            thread = thread.with_item(msgspec.structs.replace(item, taken_back=(*item.taken_back, taken)))
        return self.back_in_its_pool(thread, self.promise)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.stage is Stage.UNCLAIMED and _is_nobodys(item)

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Take back to the pool")


def _is_nobodys(item: WorkItem) -> bool:
    """Whether it lies in its pool, addressed to nobody."""
    return item.stage is Stage.UNCLAIMED and given_to(item.holding) is None
