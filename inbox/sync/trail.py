"""The audit trail for whoever may see it: asked of the server each time, kept nowhere, and itself noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from inbox.domain.audit import AUDIT, AuditNote
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId, PatientId
from inbox.domain.people import Actor
from inbox.domain.trail import Event, Leaf, Wanted, once
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import AUDIT_KIND
from inbox.fhir.faults import Declined
from inbox.fhir.incoming.audits import audits
from inbox.fhir.incoming.patients import named
from inbox.fhir.outgoing.moments import written
from inbox.fhir.profile import Profile
from inbox.fhir.search import Page, Params
from inbox.store.store import Store
from inbox.sync.asking import FORBIDDEN, Asking
from inbox.sync.landing import stored

A_LEAF = 60
"""Events asked for at once."""


class Trail:
    """Of one server, for one person."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        asking: Asking,
        store: Store,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._profile = profile
        self._asking = asking
        self._store = store
        self._actor = actor
        self._now = now

    async def read(self, wanted: Wanted, after: str = "") -> Leaf:
        """The newest events of `wanted`, or those that go on at `after` (`Leaf.next` of the leaf before).

        Raises Refused where this person may not see the trail or the server has none, Offline without it.
        """
        if not self._profile.offers("AuditEvent", "search-type"):
            raise Refused(tr("This server does not let anybody read the audit trail through this program."))
        try:
            page = await self._page(wanted, after)
        except Declined as no:
            if no.status == FORBIDDEN:
                raise Refused(tr("The server shows the audit trail to supervisors only.")) from None
            raise
        await self._note(wanted)
        events = once(audits(page.resources))
        return Leaf(events, await self._names(events), page.next)

    async def _page(self, wanted: Wanted, after: str) -> Page:
        if after:
            return await self._client.page(after, interactive=True)
        async for page in self._client.search("AuditEvent", _params(wanted), interactive=True):
            return page
        return Page([])

    async def _note(self, wanted: Wanted) -> None:
        """Whoever reads the trail stands in it too, before they see any of it."""
        note = AuditNote(
            id=OperationId(str(uuid4())),
            what=AUDIT,
            actor=self._actor.person,
            role=self._actor.role,
            at=self._now(),
            patient=PatientId(wanted.patient) if wanted.patient else None,
        )
        await stored(self._store.audit(note))

    async def _names(self, events: Iterable[Event]) -> dict[str, str]:
        """The patients' names: the trail itself has none."""
        patients = dict.fromkeys(event.patient for event in events if event.patient)
        pages = self._asking.by_id(patients, interactive=True)
        return {one.ref: named(one) async for page in pages for one in page if one.type == "Patient"}


def _params(wanted: Wanted) -> Params:
    params: dict[str, str | Sequence[str]] = {"_sort": "-date", "_count": str(A_LEAF)}
    if wanted.since:
        params["date"] = f"ge{written(wanted.since)}"
    if wanted.person:
        params["agent"] = wanted.person
    if wanted.patient:
        params["patient"] = wanted.patient
    if wanted.what:
        params["subtype"] = f"{AUDIT_KIND}|{wanted.what}"
    return params
