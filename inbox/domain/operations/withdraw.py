"""Withdraw: cancel work that was split off, while nobody has touched it. The inverse of split."""

from __future__ import annotations

from typing import Self

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_open
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Stage, WorkItem

WITHDRAWN = "withdrawn"


class Withdraw(Operation, frozen=True, tag="withdraw", kw_only=True):
    """The work of that name is cancelled; what it was split off from stays as it is."""

    name: str

    def meant(self, thread: Thread) -> Self:
        """The same for the item that the server made meanwhile of what was split off."""
        found = next((item.id for item in reversed(thread.items) if self.name in item.names), self.item)
        return msgspec.structs.replace(self, item=found)

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if self.name not in item.names:
            return Problem(Why.GONE, tr("What was split off is no longer here."))
        touched = item.stage is not Stage.UNCLAIMED or item.holding.first_action or item.notes
        if item.stage is not Stage.DONE and touched:
            return Problem(Why.CLAIMED_ELSEWHERE, tr("Somebody has begun to work on what was split off."))
        return not_open(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        return self.changed(thread, status="cancelled", outcome=WITHDRAWN, closed_at=stamp.at)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.holding.status == "cancelled"

    def describe(self) -> str:
        return tr("Take back what was split off")
