"""Keep time: minutes that a billing clinician started, stopped and confirmed as their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from inbox.domain.messaging.minutes import BILLING_ROLES
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.visit import Spent
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem

MOST = timedelta(hours=2)
"""Nobody works longer on one message at a stretch: the clock was forgotten."""


class KeepTime(Operation, frozen=True, tag="keep-time", kw_only=True):
    """Adds a stretch of the author's own time. What of it counts toward a visit is another matter."""

    start: datetime
    end: datetime

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if actor.role not in BILLING_ROLES:
            return Problem(Why.NOT_LICENSED, tr("Only the billing clinician’s own minutes count."))
        if self.end <= self.start:
            return Problem(Why.EMPTY, tr("No time has passed."))
        if self.end - self.start > MOST:
            return Problem(Why.EMPTY, tr("That is more than two hours: the clock was forgotten. Start anew."))
        return None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        spent = Spent(self.start, self.end, stamp.by, stamp.id)
        return thread.with_item(msgspec.structs.replace(item, times=(*item.times, spent)))

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(spent.operation == stamp.id for spent in item.times)

    def describe(self) -> str:
        return tr("Keep my minutes")
