"""Charts of the patients somebody owes something to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.store.kept import CHARTS_WITHOUT
from inbox.store.store import Store
from inbox.sync.asking import CHART, PATIENTS_AT_ONCE, Asking
from inbox.sync.landing import stored
from inbox.sync.settings import Settings
from inbox.sync.side_by_side import together, whole

SETTLED = timedelta(hours=1)
"""How long after a change a server's search is sure to know of it."""
FetchedAt = Callable[[PatientId], datetime | None]
"""When a patient's chart was last read whole, by the cache; None: never."""


class Charts:
    """Reads charts, a person's wish before what is only likely to be looked at."""

    def __init__(
        self,
        asking: Asking,
        store: Store,
        settings: Settings,
        now: Callable[[], datetime],
        fetched_at: FetchedAt,
    ) -> None:
        self._asking = asking
        self._store = store
        self._settings = settings
        self._now = now
        self._kept = fetched_at
        self._fetched: dict[PatientId, datetime] = {}
        self._wanted: deque[PatientId] = deque()
        self._queued: set[PatientId] = set()
        self._without: frozenset[str] | None = None

    def want(self, patients: Iterable[PatientId]) -> None:
        """Read these when there is time, unless they are here already."""
        for patient in patients:
            if patient not in self._queued and self.fetched_at(patient) is None:
                self._queued.add(patient)
                self._wanted.append(patient)

    def fetched_at(self, patient: PatientId) -> datetime | None:
        """When this chart was last read."""
        return self._fetched.get(patient) or self._kept(patient)

    async def work_off(self, count: Callable[[int], None] = lambda count: None) -> None:
        """Read all that is wanted. What fails stays wanted."""
        while self._wanted:
            group = [self._wanted[at] for at in range(min(PATIENTS_AT_ONCE, len(self._wanted)))]
            await self.read(group)
            for patient in group:
                self._wanted.remove(patient)
                self._queued.discard(patient)
            count(len(group))

    def forget(self, patients: Iterable[PatientId]) -> None:
        """These charts are no longer here."""
        for patient in patients:
            self._fetched.pop(patient, None)

    @property
    def waiting(self) -> int:
        """How many are still to be read."""
        return len(self._wanted)

    async def refresh(self, patient: PatientId) -> None:
        """Read a chart that somebody looks at, unless it is fresh."""
        fetched = self.fetched_at(patient)
        if fetched is None or self._now() - fetched > self._settings.chart_age:
            await self.read([patient], interactive=True)

    async def read(self, patients: Sequence[PatientId], *, interactive: bool = False) -> None:
        """Read whole charts and say so in the store, so that empty means empty."""
        before = await stored(self._store.charts(patients))
        kinds = [kind for kind in CHART if self._asking.offered(kind)]
        parts = await together(self._part(kind, patients, interactive) for kind in kinds)
        found = [one for part in parts for one in part]
        await stored(self._store.ingest(found))
        await self._drop(before, {one.ref for one in found})
        await self._tell_without()
        at = self._now()
        await stored(self._store.charts_fetched(patients, at))
        self._fetched |= dict.fromkeys(patients, at)

    async def _drop(self, before: Mapping[str, datetime], found: Collection[str]) -> None:
        """Forget what a chart had and has no more: an allergy struck out must not be read for ever.

        What the server changed a moment ago is left: its search may not know of it yet.
        """
        read = {kind for kind in CHART if self._asking.offered(kind)}
        settled = self._now() - SETTLED
        gone = [
            ref
            for ref, updated in before.items()
            if ref not in found and ref.partition("/")[0] in read and updated < settled
        ]
        if gone:
            await stored(self._store.remove(gone))

    async def _tell_without(self) -> None:
        """Keep which parts no chart has: nothing found must not be taken for nothing there."""
        without = frozenset(kind for kind in CHART if not self._asking.offered(kind))
        if without != self._without:
            await stored(self._store.keep_note(CHARTS_WITHOUT, msgspec.json.encode(sorted(without))))
            self._without = without

    async def _part(self, kind: str, patients: Sequence[PatientId], interactive: bool) -> list[Filed]:
        return await whole(self._asking.chart(kind, patients, interactive=interactive))
