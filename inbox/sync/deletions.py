"""What was deleted, by the history of a type, where the server has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from inbox import diary
from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined, NotThere
from inbox.fhir.outgoing.moments import written
from inbox.fhir.profile import Profile
from inbox.fhir.resource import UNDATED
from inbox.store.store import Store
from inbox.sync.asking import Asking
from inbox.sync.landing import stored
from inbox.sync.pull import Pull
from inbox.sync.settings import Settings

TYPES = ("Task", "Communication", "Patient")
PAGE = 200


class Deletions:
    """Asks the histories of what people work with."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        asking: Asking,
        store: Store,
        pull: Pull,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._profile = profile
        self._asking = asking
        self._store = store
        self._pull = pull
        self._settings = settings
        self._now = now

    async def run(self) -> Changes:
        """Forget what was deleted since the last time."""
        changes = Changes()
        cursors = self._store.cursors()
        for kind in TYPES:
            if self._profile.history and self._asking.offered(kind):
                changes |= await self._of(kind, cursors.get(_name(kind)) or cursors.get(kind))
        return changes

    async def _of(self, kind: str, cursor: Cursor | None) -> Changes:
        """Look from as far behind the cursor as a look at changes does, and by the same clock."""
        reached = cursor.since if cursor else self._now()
        since = max(reached - self._settings.overlap, UNDATED)
        query = urlencode({"_since": written(since), "_count": str(PAGE)}, safe=":")
        deleted: set[str] = set()
        url, newest = f"{kind}/_history?{query}", reached
        try:
            while url:
                page = await self._client.page(url)
                deleted.update(page.deleted)
                newest = max([newest, *(one.updated for one in page.resources)])
                url = page.next
        except Declined as no:
            diary.note("sync.no-history", type=kind.lower(), status=no.status)
            self._profile.learn(no_history=True)
            return Changes()
        newest = min(newest, self._now() + self._settings.overlap)
        changes = await self._forget([ref for ref in sorted(deleted) if await self._is_gone(ref)])
        if newest > reached:
            await stored(self._store.ingest((), Cursor(_name(kind), newest)))
        return changes

    async def _is_gone(self, ref: str) -> bool:
        """A history also tells of deletions that were taken back."""
        try:
            await self._asking.item(ItemId(ref))
        except NotThere:
            return True
        return False

    async def _forget(self, gone: list[str]) -> Changes:
        if not gone:
            return Changes()
        diary.note("sync.deleted", count=len(gone))
        threads = [ThreadId(ref) for ref in gone if ref.startswith("Communication/")]
        patients = [PatientId(ref) for ref in gone if ref.startswith("Patient/")]
        changes = await stored(self._store.remove([ref for ref in gone if ref not in patients]))
        changes |= await stored(self._store.forget(threads, patients))
        self._pull.forget(threads, patients)
        return changes


def _name(kind: str) -> str:
    return f"deleted: {kind}"
