"""The Libraries of the site's kit on the server: written at once, and in the cache as soon as they are."""

from __future__ import annotations

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.site_kit import Overtaken, Part, words_of
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined, NotThere, Unreadable
from inbox.fhir.incoming import filed
from inbox.fhir.profile import Profile
from inbox.fhir.resource import Resource
from inbox.fhir.search import query
from inbox.fhir.write import Outcome
from inbox.sync.pull import Pull


class Libraries:
    """Reads and writes them for one person. Belongs to one loop."""

    def __init__(self, client: FhirClient, profile: Profile, pull: Pull) -> None:
        self._client = client
        self._profile = profile
        self._pull = pull

    def demand(self, verb: str) -> None:
        """Raises Refused where the server takes none."""
        if not self._profile.offers("Library", verb):
            raise Refused(
                tr("This server keeps no settings of the site. Ask who runs it to allow “Library”.")
            )

    async def read(self, part: Part, ref: str) -> Resource:
        """One as it is now. Raises Overtaken where it is gone."""
        try:
            return await self._client.read(ref, interactive=True)
        except NotThere:
            raise await self.overtaken(part, ref) from None

    async def replace(self, part: Part, ref: str, body: bytes, etag: str) -> Outcome:
        """Write one in place of the version `etag`. Raises Overtaken where that is no more the newest."""
        outcome = await self._client.update(ref, body, if_match=etag, interactive=True)
        if outcome.changed:
            raise await self.overtaken(part, ref)
        return outcome

    async def create(self, body: bytes, **criteria: str) -> Outcome:
        """Write one, unless there is one that fulfils the criteria: then its answer is 200."""
        return await self._client.create(body, if_none_exist=query(criteria), interactive=True)

    async def brought(self, outcome: Outcome) -> Filed:
        """What a write came to, in the cache by now. Raises Refused where the server did not take it."""
        if not outcome.done:
            raise Refused(outcome.problem)
        found = filed(outcome.resource or await self._client.read(outcome.ref, interactive=True))
        await self._pull.take([found])
        return found

    async def history(self, ref: str) -> list[Filed]:
        """All that one has been; only what it is now where the server keeps no history."""
        try:
            found = (await self._client.page(f"{ref}/_history?_count=50", interactive=True)).resources
        except (Declined, Unreadable):
            found = [await self._client.read(ref, interactive=True)]
        return [filed(one) for one in found]

    async def overtaken(self, part: Part, ref: str) -> Overtaken:
        """Bring what a colleague has published, and say so."""
        diary.note("kit.overtaken", part=part)
        try:
            await self._pull.take([filed(await self._client.read(ref, interactive=True))])
        except NotThere:
            await self._pull.remove([ref])
        return Overtaken(
            tr("A colleague has changed the {part} meanwhile. Look at theirs first.", part=words_of(part))
        )
