"""Put back: return an item to how it was held before. The inverse of claim, release, route, hold, close."""

from __future__ import annotations

from typing import Self

import msgspec

from inbox.domain.ids import ItemId
from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    closed_by_another,
    held_by_another,
    same_moment,
    same_owner,
)
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Holding, Promise, WorkItem


class PutBack(Operation, frozen=True, tag="put-back", kw_only=True):
    """Everything about who holds the item is as in `to` again; messages and comments stay."""

    to: Holding

    @classmethod
    def to_how_it_was(cls, item: ItemId, before: Thread) -> PutBack | None:
        """The operation that restores `item` as `before` shows it."""
        was = before.item(item)
        return cls(item=item, to=was.holding) if was else None

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        return held_by_another(item, actor) or closed_by_another(item, actor)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        return self.changed(thread, **{name: getattr(self.to, name) for name in self.to.__struct_fields__})

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return (
            item.stage is self.to.stage
            and same_moment(item.holding.wake, self.to.wake)
            and same_owner(item.holding, self.to)
        )

    def with_promise(self, stored: Promise | None) -> Self:
        return msgspec.structs.replace(self, to=msgspec.structs.replace(self.to, promise=stored))

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Take back")
