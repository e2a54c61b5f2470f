"""Readings that patients send from home: whose came since the last look; they are kept with the chart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime

from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.domain.patient import Series
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
    """Belongs to one loop. Only of patients with a conversation here the readings are kept."""

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
        self.strangers: dict[PatientId, list[Series]] = {}
        """What patients without a conversation here have sent; whoever has looked at it takes it out."""
        self._met: set[PatientId] = set()

    def met(self, patient: PatientId) -> None:
        """A stranger turned out to have a conversation: the next look gives them with the others."""
        self._met.add(patient)

    async def since_last(self) -> set[PatientId]:
        """Whose readings are new, of those with a conversation here.

        Nobody's between two looks, or where the server cannot be asked.
        """
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
        found, self._met = self._met, set()
        reader = self._store.reader()
        try:
            async for page in self._client.search("Observation", asked):
                sent = [one for one in map(filed, page.resources) if any(s.home for s in series([one]))]
                news = [one for one in sent if one.patient and ripe.newest_thread(reader, one.patient)]
                await stored(self._store.ingest(news))
                self._note_strangers([one for one in sent if one not in news])
                found.update(one.patient for one in news if one.patient)
        except Declined:
            return set()  # it is said where the chart is spoken of
        await stored(self._store.ingest((), Cursor(LOOKED, begun)))
        return found

    async def since(self, patient: PatientId, code: str, day: date) -> list[Series]:
        """What the patient has sent of one kind since a day, for a gain shows only over days.

        Nothing where the server cannot be asked so.
        """
        if not all(self._profile.searches("Observation", by) for by in ("patient", "code", "date")):
            return []
        sent: list[Filed] = []
        asked = {"patient": patient, "code": code, "date": f"ge{day:%Y-%m-%d}", "_count": str(SMALL_PAGE)}
        async for page in self._client.search("Observation", asked):
            sent += map(filed, page.resources)
        return [one for one in series(sent) if one.home and one.code == code]

    def _note_strangers(self, sent: Sequence[Filed]) -> None:
        """Each with all that came of them now."""
        for patient in {one.patient for one in sent if one.patient}:
            found = series([one for one in sent if one.patient == patient])
            self.strangers.setdefault(patient, []).extend(one for one in found if one.home)
