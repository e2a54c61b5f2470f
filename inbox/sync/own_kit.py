"""A person's own kit, the same on every station they use, where the server keeps one.

Each look brings what other stations have changed and takes there what was changed here, entry by entry.
Where the server keeps none, it stays on this station.
"""

from __future__ import annotations

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.ids import PersonId
from inbox.domain.own_kit import OwnEntry, newest
from inbox.fhir.client import FhirClient
from inbox.fhir.own_kit import TYPE, asked_for, basic, own_kit
from inbox.fhir.profile import Profile
from inbox.fhir.resource import Resource
from inbox.fhir.search import query
from inbox.fhir.write import Outcome
from inbox.store.store import Store
from inbox.sync.landing import stored

MOST_TRIES = 4
"""Looks at once: each write is looked at again, and another station may write at the same time."""


class OwnKit:
    """Of one person. Belongs to one loop."""

    def __init__(self, client: FhirClient, profile: Profile, store: Store, person: PersonId) -> None:
        self._client = client
        self._profile = profile
        self._store = store
        self._person = person

    @property
    def offered(self) -> bool:
        """Whether this server keeps what belongs to a person."""
        return all(self._profile.offers(TYPE, verb) for verb in ("search-type", "create", "update"))

    async def run(self) -> bool:
        """Bring both sides together; whether they agree now.

        Raises Refused where the server has something that cannot be read, or takes nothing: what was saved
        here stays in force.
        """
        for _ in range(MOST_TRIES if self.offered else 0):
            there = await self._there()
            read = [own_kit(one) for one in there]
            here = await stored(self._store.take_in_own(self._person, newest(*read)))
            wanted = [own.there for own in here]
            if wanted == (newest(read[0]) if read else []):
                return True
            outcome = await self._write(wanted, there[0] if there else None)
            diary.note("own-kit.written", entries=len(wanted), done=outcome.done)
            if not outcome.done and not outcome.changed:
                raise Refused(outcome.problem)
        return False

    async def _there(self) -> list[Resource]:
        """The person's documents, oldest first: two stations may each have made the first."""
        found = [
            one async for page in self._client.search(TYPE, asked_for(self._person)) for one in page.resources
        ]
        return sorted(found, key=lambda one: one.id)

    async def _write(self, entries: list[OwnEntry], before: Resource | None) -> Outcome:
        if before is None:
            body = basic(self._person, entries)
            return await self._client.create(body, if_none_exist=query(asked_for(self._person)))
        body = basic(self._person, entries, before.body)
        return await self._client.update(before.ref, body, if_match=before.version)
