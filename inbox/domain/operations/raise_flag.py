"""Raise a red flag again that somebody has dismissed: it counts as before."""

from __future__ import annotations

from typing import ClassVar, Self

import msgspec

from inbox.domain.flag import Dismissal, Flag, dismissal_of
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, WorkItem


class RaiseFlag(Operation, frozen=True, tag="raise-flag", kw_only=True):
    """Takes a dismissal back. It errs on the safe side, so anybody may."""

    flag: Flag
    promise: Promise | msgspec.UnsetType | None = msgspec.UNSET
    """The due time that it had before the flag was dismissed; unset keeps the one it has."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if dismissal_of(self.flag, item.dismissals) is None:
            return Problem(Why.GONE, tr("This flag is not dismissed."))
        return None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        if self.done_in(thread, stamp):
            return thread
        thread = recorded(self, thread, Dismissal(self.flag, stamp.by, stamp.at, "", "", True, stamp.id))
        return thread if self.promise is msgspec.UNSET else self.changed(thread, promise=self.promise)

    def with_promise(self, stored: Promise | None) -> Self:
        return msgspec.structs.replace(self, promise=msgspec.UNSET)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(record.operation == stamp.id for record in item.dismissals)

    def describe(self) -> str:
        return tr("Raise a red flag again")


def recorded(operation: Operation, thread: Thread, record: Dismissal) -> Thread:
    """`thread` with `record` on the item of `operation`."""
    item = thread.item(operation.item)
    if item is None:
        return thread
    # Where a flag is stored is no part of what somebody said about it.
    record = msgspec.structs.replace(record, flag=msgspec.structs.replace(record.flag, found_here=False))
    return thread.with_item(msgspec.structs.replace(item, dismissals=(*item.dismissals, record)))
