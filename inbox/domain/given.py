"""Whom an item was given to by name, before they have begun with it; and who took one back."""

from __future__ import annotations

from inbox.domain.people import Party
from inbox.domain.taken_back import TakenBack
from inbox.domain.work_item import Holding, Stage, WorkItem


def given_to(holding: Holding) -> Party | None:
    """None while it lies in its pool for everybody, and once somebody has claimed, holds or closed it."""
    owner, pool = holding.owner, holding.pool
    if holding.stage is not Stage.UNCLAIMED or owner is None:
        return None
    return None if pool is not None and owner.ref == pool.ref else owner


def taken_back(item: WorkItem) -> TakenBack | None:
    """Who took it back, while it lies in its pool and nobody has done anything about it since."""
    last = item.taken_back[-1] if item.taken_back else None
    if last is None or item.stage is not Stage.UNCLAIMED or given_to(item.holding) is not None:
        return None
    return last if item.changed_at is None or item.changed_at <= last.at else None
