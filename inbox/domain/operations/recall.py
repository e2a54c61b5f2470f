"""Recall: take back a packet that no prescriber has decided on. The inverse of escalate."""

from __future__ import annotations

from typing import ClassVar, Self

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_open
from inbox.domain.operations.withdraw import WITHDRAWN
from inbox.domain.people import Actor
from inbox.domain.review import review_of
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage, WorkItem


class Recall(Operation, frozen=True, tag="recall", kw_only=True):
    """The packet is cancelled; the item it was about stays as it is. Nothing of it was ever sent."""

    traceable: ClassVar[bool] = True

    def meant(self, thread: Thread) -> Self:
        """The same on the open packet, where the item that it is about was named."""
        item = thread.item(self.item)
        packet = review_of(thread, item) if item and item.kind != Kind.PHYSICIAN_REVIEW else None
        return msgspec.structs.replace(self, item=packet.id) if packet else self

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        item = thread.item(self.item)
        if item is None or item.kind != Kind.PHYSICIAN_REVIEW:
            return Problem(Why.GONE, tr("No prescriber is asked about it."))
        if problem := super().refuse_if(thread, actor):
            return problem
        parent = thread.item(item.parent) if item.parent else None
        theirs = [item.asked_by, parent.holding.owner if parent else None]
        if not any(party and actor.is_me(party.ref) for party in theirs):
            name = item.asked_by.name if item.asked_by else tr("A colleague")
            return Problem(Why.NOT_YOURS, tr("{name} asked this; it is theirs to take back.", name=name))
        return None

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.stage is Stage.CLAIMED and item.holding.owner and not actor.is_me(item.holding.owner.ref):
            name = item.holding.owner.name or tr("A prescriber")
            return Problem(Why.CLAIMED_ELSEWHERE, tr("{name} is deciding on it now.", name=name))
        return not_open(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        return self.changed(thread, status="cancelled", owner=stamp.by, outcome=WITHDRAWN, closed_at=stamp.at)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.holding.status == "cancelled" and item.is_of(stamp.by)

    def describe(self) -> str:
        return tr("Take the packet back")
