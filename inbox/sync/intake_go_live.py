"""From when on messages become work: said by the site's file, or confirmed once by a supervisor for all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from inbox import diary
from inbox.domain.cursor import Cursor
from inbox.domain.people import Actor
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined
from inbox.fhir.going_live import URL, go_live_in, library
from inbox.fhir.profile import Profile
from inbox.fhir.search import query
from inbox.store.store import Store
from inbox.sync.first_sync import OPEN_DONE
from inbox.sync.landing import stored

AGREED = "intake: go-live"
"""The cursor that keeps what was agreed."""
BEFORE_SIGN_IN = timedelta(days=14)
"""So long before the first sign-in on a station the proposed day is."""
ASK_EVERY = 120.0
"""Seconds between two looks whether it has been agreed on elsewhere."""


class GoLive:
    """What this station knows of it."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        store: Store,
        actor: Actor,
        said: datetime | None,
        now: Callable[[], datetime],
    ) -> None:
        """`said`: by the site's file."""
        self._client = client
        self._profile = profile
        self._store = store
        self._actor = actor
        self._said = said
        self._now = now
        self._seconds = asyncio.get_running_loop().time
        self._ask_next = 0.0

    @property
    def proposed(self) -> datetime:
        """What a supervisor is asked to confirm."""
        signed_in = self._store.cursors().get(OPEN_DONE)
        return (signed_in.since if signed_in else self._now()) - BEFORE_SIGN_IN

    async def agreed(self, *, look: bool) -> datetime | None:
        """What holds; None while nobody has confirmed it. `look`: whether it is worth asking the server."""
        if self._said is not None:
            return self._said
        kept = self._store.cursors().get(AGREED)
        if kept is not None:
            return kept.since
        look = look and self._seconds() >= self._ask_next
        if not look or not self._profile.offers("Library", "search-type"):
            return None
        self._ask_next = self._seconds() + ASK_EVERY
        found = await self._on_server()
        return await self._keep(found) if found else None

    async def confirm(self) -> datetime:
        """Agree on what is proposed, unless something else was agreed on meanwhile.

        A server that keeps no Library from this person leaves it at this station.
        """
        if self._profile.offers("Library", "create"):
            body = library(self.proposed, self._actor.party, self._now())
            done = await self._client.create(body, if_none_exist=query({"url": URL}), interactive=True)
            if not done.done:
                diary.note("intake.go-live-kept-here", status=done.status)
        found = await self._on_server() if self._profile.offers("Library", "search-type") else None
        return await self._keep(found or self.proposed)

    async def _on_server(self) -> datetime | None:
        """The earliest, should several stations have been first."""
        said: list[datetime] = []
        try:
            async for page in self._client.search("Library", {"url": URL}):
                said += [at for one in page.resources if (at := go_live_in(one.body))]
        except Declined as no:
            diary.note("intake.go-live-unknown", status=no.status)
        return min(said, default=None)

    async def _keep(self, at: datetime) -> datetime:
        await stored(self._store.ingest((), Cursor(AGREED, at)))
        return at
