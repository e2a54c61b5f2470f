"""Comparing what is here with what is there, now and then: for all that no look at changes can tell.

Servers forget deletions, hide what a person may no longer see without a word, and commit later than any
margin allows for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from inbox import diary
from inbox.domain.changes import Changes
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.fhir.faults import Declined
from inbox.store import forgetting, intake
from inbox.store.store import Store
from inbox.sync.asking import Asking
from inbox.sync.landing import stored
from inbox.sync.pull import Pull

PATIENTS_A_TIME = 200
"""Of all patients, so many are asked after with each comparison, in turn."""
LOST = frozenset({403, 404, 410})
"""Gone, or no longer to be seen: servers tell one from the other as they like."""


class Reconcile:
    """Finds what is open only here or only there, and forgets what this person no longer has access to."""

    def __init__(self, asking: Asking, store: Store, pull: Pull) -> None:
        self._asking = asking
        self._store = store
        self._pull = pull
        self._asked_after = PatientId("")

    async def run(self, open_here: Collection[ItemId]) -> Changes:
        """All of it once."""
        return await self.open_work(open_here) | await self.access()

    async def open_work(self, open_here: Collection[ItemId]) -> Changes:
        """Make what is open here and what is open there the same."""
        changes = Changes()
        there: set[str] = set()
        async for page in self._asking.open_ids():
            there |= {one.ref for one in page}
            unknown = [one for one in page if one.ref not in open_here]
            if unknown:
                changes |= await self._pull.take(unknown)
        closed_there = [item for item in open_here if item not in there]
        return changes | await self._read_again(closed_there)

    async def access(self) -> Changes:
        """Forget the conversations and patients that may no longer be seen.

        Of those with open work all are asked after, of the other patients some each time.
        """
        reader = self._store.reader()
        threads = intake.open_threads(reader)
        lost = [ThreadId(ref) for ref in await self._lost(threads)]
        everybody = forgetting.patients(reader)
        later = [one for one in everybody if one > self._asked_after][:PATIENTS_A_TIME]
        self._asked_after = later[-1] if len(later) == PATIENTS_A_TIME else PatientId("")
        patients = dict.fromkeys([*forgetting.patients_of(reader, threads), *later])
        hidden = [PatientId(ref) for ref in await self._lost(patients)]
        return await self.forget(lost, hidden)

    async def forget(self, threads: Sequence[ThreadId], patients: Sequence[PatientId]) -> Changes:
        """Have nothing of these any more. What their author has not sent yet stays with its author."""
        threads = [*threads, *forgetting.threads_of(self._store.reader(), patients)]
        if not (threads or patients):
            return Changes()
        diary.note("sync.access-lost", threads=len(threads), patients=len(patients))
        changes = await stored(self._store.forget(threads, patients))
        self._pull.forget(threads, patients)
        return changes

    async def _lost(self, refs: Iterable[str]) -> list[str]:
        """Which of `refs` the server does not show. A search that leaves one out is not believed alone."""
        wanted = list(refs)
        shown = {one.ref async for page in self._asking.by_id(wanted) for one in page}
        return [ref for ref in wanted if ref not in shown and await self._is_gone(ref)]

    async def _is_gone(self, ref: str) -> bool:
        try:
            await self._asking.item(ItemId(ref))
        except Declined as no:
            if no.status not in LOST:
                raise
            return True
        return False

    async def _read_again(self, items: Sequence[ItemId]) -> Changes:
        """Bring `items` as they are now, and forget what is no longer there."""
        changes = Changes()
        found: set[str] = set()
        async for page in self._asking.by_id(items):
            found |= {one.ref for one in page}
            changes |= await self._pull.take(page)
        gone = [item for item in items if item not in found and await self._is_gone(item)]
        if gone:
            diary.note("sync.gone", count=len(gone))
            changes |= await stored(self._store.remove(gone))
        return changes
