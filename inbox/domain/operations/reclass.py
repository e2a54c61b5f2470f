"""Re-class: say what kind of work an item is. What the patient chose stays with the thread."""

from __future__ import annotations

from typing import ClassVar, Self

import msgspec

from inbox.domain.kind_words import kind_words
from inbox.domain.licence import not_to_close
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why, not_free
from inbox.domain.people import Actor
from inbox.domain.sorting import TAKEN_BACK, Sorting
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import FIXED_KINDS, Promise, WorkItem


class Reclass(Operation, frozen=True, tag="reclass", kw_only=True):
    """Another kind of work, and the promise that goes with it: tighter by rule, looser only with a reason."""

    kind: str
    reason: str = ""
    promise: Promise | None = None
    """What is promised from now on."""
    undoes: bool = False
    """It takes back a re-class of the same person."""

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING, Touch.KIND})

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if hindered := not_free(item, actor):
            return hindered
        if self.undoes:
            return None
        if item.kind in FIXED_KINDS or self.kind in FIXED_KINDS:
            return Problem(Why.FIXED, tr("A physician review and a call-now stay what they are."))
        if item.kind == self.kind:
            return Problem(Why.FIXED, tr("It is that kind of work already."))
        if not_to_close(item.kind, actor) and not not_to_close(self.kind, actor):
            return Problem(
                Why.NOT_LICENSED, tr("Only licensed staff can say that it is no clinical question.")
            )
        if not self.reason.strip() and is_later(self.promise, item.holding.promise):
            return Problem(Why.EMPTY, tr("It would be due later: say why."))
        return None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        holding = msgspec.structs.replace(item.holding, promise=self.promise)
        said = Sorting(self.kind, item.kind, stamp.by, stamp.at, self.reason, stamp.id or None)
        known = item.sortings if any(one.operation == stamp.id for one in item.sortings) else None
        sortings = known or (*item.sortings, said)
        after = msgspec.structs.replace(item, kind=self.kind, holding=holding, sortings=sortings)
        return thread.with_item(after)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.kind == self.kind

    def with_promise(self, stored: Promise | None) -> Self:
        """What others stored meanwhile stays where it is tighter."""
        tighter = stored if is_later(self.promise, stored) else self.promise
        return msgspec.structs.replace(self, promise=tighter)

    def inverse(self, before: Thread) -> Reclass | None:
        was = before.item(self.item)
        if was is None:
            return None
        promise = was.holding.promise
        return Reclass(item=self.item, kind=was.kind, reason=TAKEN_BACK, promise=promise, undoes=True)

    def describe(self) -> str:
        return tr("Re-class to {kind}", kind=kind_words(self.kind))


def is_later(one: Promise | None, other: Promise | None) -> bool:
    """Whether `one` is due later than `other`, or never; nothing stored is never sooner."""
    if other is None or other.due is None:
        return False
    return one is None or one.due is None or one.due > other.due
