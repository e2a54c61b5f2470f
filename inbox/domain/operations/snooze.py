"""Snooze: one person does not want to see an item until a time. Its clock goes on."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from inbox.domain.ids import PersonId
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why, not_free, same_moment
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Snooze as Snoozed
from inbox.domain.work_item import Stage, WorkItem


class Snooze(Operation, frozen=True, tag="snooze", kw_only=True):
    """Hides the item from its author's lists `until` then; None shows it again.

    It pauses no clock and tells nobody else anything, so it stands beside whatever others do.
    """

    until: datetime | None

    touches: ClassVar[frozenset[Touch]] = frozenset()

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if hindered := not_free(item, actor):
            return hindered
        if self.until is None:
            return None
        if item.flag_level is not None and item.flag_level <= 3:
            return Problem(Why.FLAGGED, tr("A flagged item cannot be snoozed."))
        if item.stage is Stage.HELD:
            return Problem(Why.NOT_OPEN, tr("It already waits for the patient."))
        return None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item, person = thread.item(self.item), PersonId(stamp.by.ref)
        if item is None:
            return thread
        others = tuple(one for one in item.snoozes if one.by != person)
        mine = (Snoozed(person, self.until, stamp.at),) if self.until else ()
        return thread.with_item(msgspec.structs.replace(item, snoozes=(*others, *mine)))

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        mine = item.snooze_of(PersonId(stamp.by.ref))
        return same_moment(mine.until if mine else None, self.until)

    def inverse(self, before: Thread) -> Snooze | None:
        return Snooze(item=self.item, until=None) if before.item(self.item) else None

    def describe(self) -> str:
        return tr("Snooze") if self.until else tr("End the snooze")
