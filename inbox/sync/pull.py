"""What changed on the server since the last look.

Each type has a cursor: the newest change seen, by the server's own clock. A look starts some minutes
behind it, since a transaction under way may commit with an earlier time; versions already held are
skipped by the store. What comes later than that is found by the wide look, now and then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from inbox import diary
from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, PoolId, ThreadId
from inbox.fhir.incoming import is_open
from inbox.fhir.resource import UNDATED
from inbox.store.store import Store
from inbox.sync import stream
from inbox.sync.asking import KIT, PEOPLE, POOLS_ELSEWHERE, SMALL_PAGE, THREADS_AT_ONCE, Asking, in_groups
from inbox.sync.charts import Charts
from inbox.sync.landing import stored
from inbox.sync.settings import Settings

OFTEN = ("Task", "Communication")
RARELY = ("Patient", "RelatedPerson", *PEOPLE)
STREAMS = (*OFTEN, *KIT, *RARELY)


class Pull:
    """Asks for changes, and for whatever a change refers to that is not here yet."""

    def __init__(
        self, asking: Asking, store: Store, charts: Charts, settings: Settings, now: Callable[[], datetime]
    ) -> None:
        self._asking = asking
        self._store = store
        self._charts = charts
        self._settings = settings
        self._now = now
        self._held: dict[str, str] = {}
        self._threads: set[ThreadId] = set()
        self._patients: set[PatientId] = set()

    async def run(self, kinds: Iterable[str] = STREAMS, *, wide: bool = False) -> Changes:
        """Look once at each of `kinds`; `wide`: far back, for what came to light very late."""
        overlap = self._settings.wide_overlap if wide else self._settings.overlap
        changes = Changes()
        cursors = self._store.cursors()
        for kind in kinds:
            if self._asking.offered(kind):
                changes |= await self._stream(kind, cursors.get(kind) or Cursor(kind, UNDATED), overlap)
        return changes

    async def _stream(self, kind: str, cursor: Cursor, overlap: timedelta) -> Changes:
        changes = Changes()
        seen: dict[str, str] = {}
        since = stream.start(cursor.since, overlap, UNDATED)
        pages = stream.changes(lambda begin: self._asking.changed(kind, begin), since, SMALL_PAGE)
        async for page, newest in pages:
            seen |= {one.ref: one.version for one in page}
            news = [one for one in page if self._held.get(one.ref) != one.version or not one.version]
            before = cursor
            if newest is not None:
                now, margin = self._now(), self._settings.overlap
                cursor = Cursor(kind, stream.reached(newest, cursor.since, now, margin))
            if news or cursor != before:
                await self._complete(news)
                changes |= await stored(self._store.ingest(news, cursor))
                self._held |= {one.ref: one.version for one in news}
        # Only what the next look will meet again needs to be remembered.
        self._held = {
            ref: at for ref, at in self._held.items() if ref in seen or not ref.startswith(f"{kind}/")
        }
        if changes:
            diary.note("sync.pulled", type=kind.lower(), threads=len(changes.threads))
        return changes

    async def pools_elsewhere(self, pools: Collection[PoolId]) -> Changes:
        """Bring those of a person's pools that are of types without a look of their own.

        Many of these types are no pools, so only the person's own are read.
        """
        changes = Changes()
        for kind in POOLS_ELSEWHERE:
            async for page in self._asking.by_id(pool for pool in pools if pool.startswith(f"{kind}/")):
                changes |= await stored(self._store.ingest(page))
        return changes

    async def take(self, brought: Sequence[Filed]) -> Changes:
        """Keep what was read on another way than by a look, with what it refers to."""
        await self._complete(brought)
        return await stored(self._store.ingest(brought))

    async def remove(self, refs: Sequence[str]) -> Changes:
        """Forget what turned out to be gone."""
        return await stored(self._store.remove(refs))

    async def _complete(self, news: Sequence[Filed]) -> None:
        """Fetch first what `news` needs to be understood, so that nothing is shown half."""
        headers = {one.ref for one in news if one.thread == one.ref}
        self._threads |= {ThreadId(ref) for ref in headers}
        wanted = {one.thread for one in news if one.thread} - self._threads
        unknown = [thread for thread in sorted(wanted) if not self._is_here(thread)]
        for group in in_groups(unknown, THREADS_AT_ONCE):
            await self.fetch(group)
        self._threads |= wanted
        patients = {one.patient for one in news if one.patient} - self._patients
        async for page in self._asking.by_id(sorted(patients)):
            await stored(self._store.ingest(page))
        self._patients |= patients
        self._charts.want(one.patient for one in news if one.patient and is_open(one))

    def _is_here(self, thread: ThreadId) -> bool:
        return any(one.ref == thread for one in self._store.truth_now(thread))

    async def fetch(self, threads: Sequence[ThreadId]) -> None:
        """Bring whole conversations: older than what is kept here, or never met by the first sync."""
        whole: list[Filed] = []
        for pages in (
            self._asking.by_id(threads),
            self._asking.messages(threads),
            self._asking.tasks_of(threads),
        ):
            async for page in pages:
                whole += page
        await stored(self._store.ingest(whole))

    def forget(self, threads: Collection[ThreadId], patients: Collection[PatientId]) -> None:
        """These are no longer here: whatever comes of them brings them whole again."""
        self._threads.difference_update(threads)
        self._patients.difference_update(patients)
        self._held.clear()
        self._charts.forget(patients)
