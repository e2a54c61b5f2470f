"""Saying who covers for whom: at once or not at all. Nothing of it waits in the outbox.

Work changes hands by it on every station, so it is never set hours later, unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import msgspec

from inbox import diary
from inbox.domain.coverage import Coverage
from inbox.domain.coverage_sheet import may_set
from inbox.domain.errors import Refused
from inbox.domain.people import Actor
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OPERATION
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.coverage import cover_role, set_by
from inbox.fhir.profile import Profile
from inbox.fhir.search import query
from inbox.fhir.write import Outcome
from inbox.sync.pull import Pull

TYPE = "PractitionerRole"


class Covering:
    """Writes PractitionerRoles that cover for one colleague. Belongs to one loop."""

    def __init__(
        self, client: FhirClient, profile: Profile, pull: Pull, actor: Actor, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._profile = profile
        self._pull = pull
        self._actor = actor
        self._now = now

    async def set(self, coverage: Coverage) -> None:
        """Let `coverage` hold: a new one, or in place of the version it names.

        Raises Refused where the person may not, the server does not take it, or a colleague was faster.
        """
        if not may_set(self._actor, coverage):
            raise Refused(tr("Only a supervisor says who covers for somebody else."))
        if not self._profile.offers(TYPE, "update" if coverage.ref else "create"):
            raise Refused(tr("This server keeps no absences. Ask who runs it to allow “PractitionerRole”."))
        name = str(uuid4())
        outcome = await (self._change(coverage) if coverage.ref else self._create(coverage, name))
        if outcome.changed:
            await self._bring(coverage.ref)
            raise Refused(tr("A colleague has changed it meanwhile. Look at theirs first."))
        if not outcome.done:
            raise Refused(outcome.problem)
        diary.note("coverage.set", new=not coverage.ref)
        ref = outcome.ref or coverage.ref
        await self._record(ref, name, coverage)
        await self._bring(ref)

    async def _create(self, coverage: Coverage, name: str) -> Outcome:
        named = query({"identifier": f"{OPERATION}|{name}"}) if self._profile.conditional_create(TYPE) else ""
        return await self._client.create(cover_role(coverage, name), if_none_exist=named, interactive=True)

    async def _change(self, coverage: Coverage) -> Outcome:
        there = await self._client.read(coverage.ref, interactive=True)
        body = cover_role(coverage, "", there.body)
        return await self._client.update(coverage.ref, body, if_match=coverage.version, interactive=True)

    async def _record(self, ref: str, name: str, coverage: Coverage) -> None:
        """Who said so. The role itself counts: a server without Provenance loses only this."""
        if not self._profile.reasons:
            return
        now = self._now()
        record = set_by(ref, name, self._actor.party, coverage.away, now, ended=coverage.is_over(now))
        if not self._profile.conditional_create("Provenance"):
            record = msgspec.structs.replace(record, if_none_exist="")
        outcome = await self._client.write(record)
        diary.note("coverage.recorded", status=outcome.status)

    async def _bring(self, ref: str) -> None:
        await self._pull.take([filed(await self._client.read(ref, interactive=True))])
