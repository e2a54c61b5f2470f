"""Readings that patients send from home: whose came since the last look; they are kept with the chart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from inbox.domain.cursor import Cursor
from inbox.domain.ids import PatientId
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined
from inbox.fhir.incoming import filed
from inbox.fhir.incoming.series import series
from inbox.fhir.outgoing.moments import written
from inbox.fhir.profile import Profile
from inbox.store import ripe
from inbox.store.store import Store
from inbox.sync.asking import SMALL_PAGE
from inbox.sync.landing import stored
from inbox.sync.settings import Settings

LOOKED = "home readings"
"""The cursor that says how far they have been looked at."""


class Uploads:
    """Belongs to one loop. Only of patients with a conversation here: others are nobody's on this station."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        store: Store,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._profile = profile
        self._store = store
        self._settings = settings
        self._now = now
        self._seconds = asyncio.get_running_loop().time
        self._next = 0.0

    async def since_last(self) -> set[PatientId]:
        """Whose readings are new; nobody's between two looks, or where the server cannot be asked."""
        if self._seconds() < self._next or not self._profile.searches("Observation", "_lastUpdated"):
            return set()
        self._next = self._seconds() + self._settings.rare
        kept = self._store.cursors().get(LOOKED)
        begun = self._now()
        since = (kept.since if kept else begun) - self._settings.overlap
        asked = {
            "category": "vital-signs",
            "_lastUpdated": f"ge{written(since)}",
            "_sort": "_lastUpdated",
            "_count": str(SMALL_PAGE),
        }
        found: set[PatientId] = set()
        reader = self._store.reader()
        try:
            async for page in self._client.search("Observation", asked):
                sent = [one for one in map(filed, page.resources) if any(s.home for s in series([one]))]
                news = [one for one in sent if one.patient and ripe.newest_thread(reader, one.patient)]
                await stored(self._store.ingest(news))
                found.update(one.patient for one in news if one.patient)
        except Declined:
            return set()  # it is said where the chart is spoken of
        await stored(self._store.ingest((), Cursor(LOOKED, begun)))
        return found
