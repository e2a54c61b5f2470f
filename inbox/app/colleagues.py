"""Who covers for whom, as this station knows it, for the person at it."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from inbox.domain.clock import Clock
from inbox.domain.coverage import Coverage, behalf
from inbox.domain.ids import PersonId
from inbox.domain.people import Party
from inbox.domain.pool import Staff
from inbox.domain.work_item import WorkItem


class Colleagues:
    """Kept up as people change; asked from any thread."""

    def __init__(self, me: PersonId, clock: Clock) -> None:
        self._me = me
        self._clock = clock
        self._coverages: tuple[Coverage, ...] = ()
        self._zone = ZoneInfo("UTC")

    def know(self, staff: Iterable[Staff], zone: str) -> None:
        """These are the colleagues now; `zone` is the clinic's."""
        self._coverages = tuple(one for colleague in staff for one in colleague.covers)
        self._zone = ZoneInfo(zone)

    def behalf_of(self, item: WorkItem) -> Party | None:
        """The absent colleague for whom this person has `item` now."""
        pool = item.holding.pool.ref if item.holding.pool else ""
        return behalf(self._coverages, item, self._me, pool, self._clock.now(), self._zone)
