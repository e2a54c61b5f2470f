"""Redue: give an open item the due time that newly published promises mean for it."""

from __future__ import annotations

from typing import ClassVar, Self

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why, same_promise
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Redue(Operation, frozen=True, tag="redue", kw_only=True):
    """Only the due time and the policy it comes from change; who has the item, and how, stays.

    It never makes an item due later unless its author has confirmed that, and a closed item never changes.
    """

    to: Promise | None
    """What it stores from then on; without a due time nothing is promised any more."""
    reason: str = ""
    confirmed: bool = False
    """Its author has confirmed that the item is due later than it was."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    itself: ClassVar[frozenset[str]] = frozenset({"promise"})

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.stage is Stage.DONE or self.confirmed or not later(self.to, item.holding.promise):
            return None
        return Problem(
            Why.LOOSER, tr("It would be due later than was promised. Confirm that, with the reason.")
        )

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or item.stage is Stage.DONE:
            return thread
        return self.changed(thread, promise=self.to)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.stage is Stage.DONE or same_promise(item.holding.promise, self.to)

    def with_promise(self, stored: Promise | None) -> Self:
        """An earlier due time that others have stored meanwhile stays: this one was weighed without it."""
        return msgspec.structs.replace(self, to=stored) if later(self.to, stored) else self

    def inverse(self, before: Thread) -> Redue | None:
        was = before.item(self.item)
        return Redue(item=self.item, to=was.holding.promise, confirmed=True) if was else None

    def describe(self) -> str:
        policy = self.to.policy if self.to else ""
        return tr("Due by {policy}", policy=policy) if policy else tr("Due as before")


def later(one: Promise | None, other: Promise | None) -> bool:
    """Whether `one` promises it later than `other` does; no promise at all is the latest."""
    if other is None or other.due is None:
        return False
    return one is None or one.due is None or one.due > other.due
