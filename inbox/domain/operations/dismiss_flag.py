"""Dismiss a red flag: a person has read it, and says why it counts no more."""

from __future__ import annotations

from typing import ClassVar

from inbox.domain.flag import CALL_LEVELS, Dismissal, Flag, not_to_dismiss
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why, not_open
from inbox.domain.operations.raise_flag import RaiseFlag, recorded
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, WorkItem


class DismissFlag(Operation, frozen=True, tag="dismiss-flag", kw_only=True):
    """Records the dismissal of one flag, whoever holds the item. The flag stays to be seen."""

    flag: Flag
    """As it was on screen, with the version of the rules that found it."""
    reason: str
    """A code of the site's list; the note says more."""
    note: str = ""
    promise: Promise | None = None
    """The due time that runs after it; None keeps the one it has."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if why := not_to_dismiss(actor.role):
            return Problem(Why.NOT_LICENSED, why)
        if not self.reason.strip():
            return Problem(Why.EMPTY, tr("Say why the flag is dismissed."))
        if self.flag.level in CALL_LEVELS and not self.note.strip():
            return Problem(Why.EMPTY, tr("Say in your words why it needs no call."))
        if not any(flag.same_as(self.flag) for flag in item.flags):
            return Problem(Why.GONE, tr("This flag is no longer here."))
        return not_open(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        if self.done_in(thread, stamp):
            return thread
        note = self.note.strip()
        record = Dismissal(self.flag, stamp.by, stamp.at, self.reason, note, operation=stamp.id)
        thread = recorded(self, thread, record)
        return self.changed(thread, promise=self.promise) if self.promise else thread

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(record.operation == stamp.id for record in item.dismissals)

    def inverse(self, before: Thread) -> RaiseFlag | None:
        item = before.item(self.item)
        return RaiseFlag(item=self.item, flag=self.flag, promise=item.holding.promise) if item else None

    def describe(self) -> str:
        return tr("Dismiss a red flag")
