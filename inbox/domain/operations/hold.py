"""Hold: wait for the patient, until a date on which it comes back."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    Touch,
    first_look,
    needs_call,
    not_free,
    same_moment,
)
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Hold(Operation, frozen=True, tag="hold", kw_only=True):
    """Pauses the clock until the patient answers or `wake` comes; the holder keeps it."""

    wake: datetime
    reason: str = ""
    promise: Promise | None = None
    """The due time while it waits; None keeps the one it has."""

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING, Touch.PATIENT_MESSAGES})
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        return not_free(item, actor) or needs_call(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="on-hold",
            owner=stamp.by,
            first_action=first_look(item, stamp),
            wake=self.wake,
            hold_reason=self.reason,
            promise=self.promise or item.holding.promise,
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        held = item.stage is Stage.HELD and same_moment(item.holding.wake, self.wake)
        return held and item.is_of(stamp.by)

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Wait for the patient")
