"""What measures are computed from: obligations as their Tasks state them, and what Provenance recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from inbox.domain.ids import ItemId, PersonId, ThreadId
from inbox.domain.work_item import Kind, Stage, Wait, WorkItem

HANDED_ON = frozenset({"assign", "escalate", "release", "route", "take-back"})
"""Activities of Provenance by which work goes from one to another; what is claimed is taken, not handed."""


class Work(msgspec.Struct, frozen=True):
    """One obligation, open or closed. Times are UTC."""

    item: ItemId
    thread: ThreadId | None
    kind: str
    pool: str
    owner: str
    """Who has or closed it: the person where the reference is known to mean one."""
    arrived: datetime
    first_look: datetime | None = None
    closed: datetime | None = None
    waits: tuple[Wait, ...] = ()
    parent: ItemId | None = None
    by_rule: bool = False
    """Closed without a person."""

    @property
    def is_own_work(self) -> bool:
        """Whether it came of what a patient needs, not of other work."""
        return self.kind not in (Kind.PHYSICIAN_REVIEW, Kind.BREACH, Kind.NOT_READ)


class Recorded(msgspec.Struct, frozen=True):
    """One Provenance: what was done to an item, by whom and when."""

    item: ItemId
    activity: str
    by: str
    at: datetime
    button: str = ""
    """The speed button that did it; empty where none did, or where the server was not told."""


def work_of(item: WorkItem, thread: ThreadId | None, names: Mapping[str, PersonId]) -> Work:
    """What measures need of `item`. `names`: which person each reference means."""
    holding = item.holding
    owner = holding.owner.ref if holding.owner else ""
    last = item.by_rule[-1] if item.by_rule else None
    closed = holding.closed_at if item.stage is Stage.DONE else None
    return Work(
        item=item.id,
        thread=thread,
        kind=item.kind,
        pool=holding.pool.ref if holding.pool else "",
        owner=names.get(owner, owner),
        arrived=item.arrived,
        first_look=holding.first_action,
        closed=closed,
        waits=item.waits,
        parent=item.parent,
        by_rule=closed is not None and last is not None and last.at == item.changed_at,
    )


def reviewed(works: Iterable[Work]) -> frozenset[ItemId]:
    """The items a physician was asked about."""
    return frozenset(
        work.parent for work in works if work.kind == Kind.PHYSICIAN_REVIEW and work.parent is not None
    )
