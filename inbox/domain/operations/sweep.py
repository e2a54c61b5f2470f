"""Sweep: an item was looked at before the clinic closed, and maybe left as it is, with a reason."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, not_open
from inbox.domain.people import Actor
from inbox.domain.swept import Swept
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem


class Sweep(Operation, frozen=True, tag="sweep", kw_only=True):
    """Adds the record of a look. It stops no clock and takes nothing: whoever holds the item keeps it."""

    left: str = ""
    """Why it stays as it is until the next opening."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        return not_open(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        look = Swept(stamp.by, stamp.at, self.left.strip(), stamp.id)
        return thread.with_item(msgspec.structs.replace(item, swept=(*item.swept, look)))

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(look.operation == stamp.id for look in item.swept)

    def describe(self) -> str:
        return tr("Leave it until the next opening") if self.left else tr("Looked at before closing")
