"""Whom an item was given to by name, before they have begun with it."""

from __future__ import annotations

from inbox.domain.people import Party
from inbox.domain.work_item import Holding, Stage


def given_to(holding: Holding) -> Party | None:
    """None while it lies in its pool for everybody, and once somebody has claimed, holds or closed it."""
    owner, pool = holding.owner, holding.pool
    if holding.stage is not Stage.UNCLAIMED or owner is None:
        return None
    return None if pool is not None and owner.ref == pool.ref else owner
