"""An alert about readings from home of a patient who has no conversation: made as work that stands alone.

It is the rule that makes alerts in conversations (`by_rule`), under the same names, so that stations which
know different conversations of a patient still make one alert of one reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from inbox import diary
from inbox.domain.by_rule import HOME_READING, Known, Make
from inbox.domain.by_rule.home import alert
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.patient import Series
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Thread
from inbox.domain.work_item import ByRule, Kind
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OBLIGATION
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.rules import made_alone, record
from inbox.fhir.profile import Profile
from inbox.fhir.search import query
from inbox.fhir.write import Outcome
from inbox.store import intake, ripe
from inbox.store.store import Store
from inbox.sync.intake_steps import Direct, own_pool
from inbox.sync.lone_work import LoneWork
from inbox.sync.pull import Pull
from inbox.sync.uploads import Uploads


class HomeAlerts:
    """Belongs to one loop. What stands alone gets its conversation by `LoneWork`."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        store: Store,
        pull: Pull,
        uploads: Uploads,
        lone_work: LoneWork,
        actor: Actor,
        now: Callable[[], datetime],
        known: Callable[[], Known | None],
        direct: Direct,
    ) -> None:
        """`now`: by the server's clock. `known` None: nothing can be judged here."""
        self._client = client
        self._profile = profile
        self._store = store
        self._pull = pull
        self._uploads = uploads
        self._lone_work = lone_work
        self._actor = actor
        self._now = now
        self._known = known
        self._direct = direct

    async def run(self) -> None:
        """Look at what strangers have sent since the last time; what fails on the way is looked at again."""
        known, strangers = self._known(), self._uploads.strangers
        while known is not None and strangers:
            patient, readings = next(iter(strangers.items()))
            await self._see(patient, readings, known)
            del strangers[patient]

    async def _see(self, patient: PatientId, readings: Sequence[Series], known: Known) -> None:
        if ripe.newest_thread(self._store.reader(), patient):
            self._uploads.met(patient)
            return
        if self._has_one(patient) or not self._profile.offers("Task", "create"):
            return
        readings = await self._with_days_before(patient, readings, known)
        nowhere = Thread(ThreadId(""), patient, "")
        pool = own_pool(intake.pools(self._store.reader()), self._actor)
        if place := self._direct(nowhere, Kind.HOME_MONITORING, pool):
            pool = place.pool or pool
        act = alert(nowhere, pool, readings, known, self._now(), HOME_READING)
        if act is None:
            return
        if place and place.to and place.to != pool:
            act = msgspec.structs.replace(act, to=place.to)
        await self._make(patient, pool, act)

    async def _with_days_before(
        self, patient: PatientId, readings: Sequence[Series], known: Known
    ) -> list[Series]:
        """The same; of what may not rise too fast, with the days over which it may not."""
        rises = {band.code: band.rise_days for band in known.promises.protocols.home if band.rise is not None}
        found: list[Series] = []
        for one in readings:
            earlier: list[Series] = []
            if days := rises.get(one.code):
                # A day more: what counts is the time of a reading, and days begin elsewhere on the server.
                first = min(reading.at for reading in one.readings) - timedelta(days=days + 1)
                earlier = await self._uploads.since(patient, one.code, first.date())
            found += earlier or [one]
        return found

    def _has_one(self, patient: PatientId) -> bool:
        """Whether an open alert shows the whole curve already."""
        return any(item.kind == Kind.HOME_MONITORING for _, item in self._lone_work.waiting(patient))

    async def _make(self, patient: PatientId, pool: Party | None, act: Make) -> None:
        """Create the work unless work of that name exists: safe to repeat, by any number of stations."""
        actor = self._actor
        by = ByRule(HOME_READING, self._now(), actor.person, actor.name, act.name)
        named = {"identifier": f"{OBLIGATION}|{act.name}"}
        outcome = await self._created(made_alone(patient, pool, act, by), named)
        diary.note("rule.asked", rule=HOME_READING.partition("@")[0], status=outcome.status)
        if not outcome.done:
            return
        if outcome.status == 201 and self._profile.reasons:
            reason = record(act, outcome.ref, by)
            if not self._profile.conditional_create("Provenance"):
                reason = msgspec.structs.replace(reason, if_none_exist="")
            await self._client.write(reason)
        await self._pull.take([filed(outcome.resource or await self._client.read(outcome.ref))])

    async def _created(self, body: bytes, named: dict[str, str]) -> Outcome:
        if self._profile.conditional_create("Task"):
            return await self._client.create(body, if_none_exist=query(named))
        async for page in self._client.search("Task", named):
            for one in page.resources:
                return Outcome(200, one.ref, one.version, one)
        return await self._client.create(body)
