"""Publishing a part of the site's kit: at once or not at all, and never over a colleague's.

Nothing of this waits in the outbox: what holds for a whole clinic is not changed hours later, unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.kit_history import KitVersion
from inbox.domain.people import Actor, Role
from inbox.domain.site_kit import KitFile, Overtaken, Part, words_of
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined, NotThere, Unreadable
from inbox.fhir.incoming import filed
from inbox.fhir.profile import Profile
from inbox.fhir.resource import Resource
from inbox.fhir.search import query
from inbox.fhir.site_kit import URL, kit_file, kit_version, library
from inbox.fhir.write import Outcome
from inbox.sync.pull import Pull

Published = Callable[[Part], KitFile | None]
"""The file of a part that is in force, by the cache."""


class Publishing:
    """Writes Libraries. Belongs to one loop."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        pull: Pull,
        actor: Actor,
        now: Callable[[], datetime],
        published: Published,
    ) -> None:
        self._client = client
        self._profile = profile
        self._pull = pull
        self._actor = actor
        self._now = now
        self._published = published

    async def publish(self, part: Part, version: str, body: bytes, saw: KitFile | None) -> KitFile:
        """Publish `body` in place of `saw`; None: where there was nothing yet.

        Raises Overtaken, with the colleague's in the store already; Refused for anybody but a supervisor,
        and where the server takes none.
        """
        if self._actor.role is not Role.SUPERVISOR:
            raise Refused(tr("Only a supervisor publishes what holds for the whole site."))
        verb = "update" if saw else "create"
        if not self._profile.offers("Library", verb):
            raise Refused(
                tr("This server keeps no settings of the site. Ask who runs it to allow “Library”.")
            )
        outcome = await (self._replace(saw, version, body) if saw else self._first(part, version, body))
        if not outcome.done:
            raise Refused(outcome.problem)
        diary.note("kit.published", part=part)
        brought = filed(outcome.resource or await self._client.read(outcome.ref, interactive=True))
        await self._pull.take([brought])
        file = kit_file(brought)
        if file is None or not _says(brought, version, body):
            raise Refused(tr("The server did not keep it as it was published. What is in force is shown."))
        return file

    async def versions(self, library: str) -> list[KitVersion]:
        """What a part has been, newest first; only what holds now where the server keeps no history."""
        try:
            found = (await self._client.page(f"{library}/_history?_count=50", interactive=True)).resources
        except (Declined, Unreadable):
            found = [await self._client.read(library, interactive=True)]
        versions = [one for each in found if (one := kit_version(filed(each)))]
        return sorted(versions, key=lambda one: one.at, reverse=True)

    async def _replace(self, saw: KitFile, version: str, body: bytes) -> Outcome:
        try:
            there = await self._client.read(saw.library, interactive=True)
        except NotThere:
            raise await self._overtaken(saw.part, saw.library) from None
        if there.version != saw.etag:
            if _says(there, version, body):  # our own, whose answer was lost
                return Outcome(200, there.ref, there.version, there)
            raise await self._overtaken(saw.part, saw.library)
        new = library(saw.part, version, body, self._actor.party, self._now(), there.body)
        outcome = await self._client.update(saw.library, new, if_match=saw.etag, interactive=True)
        if outcome.changed:
            raise await self._overtaken(saw.part, saw.library)
        return outcome

    async def _first(self, part: Part, version: str, body: bytes) -> Outcome:
        """Create the Library, unless another station has just done so, under whichever address."""
        if there := self._published(part):
            if (there.version, there.body) == (version, body):  # our own, whose answer was lost
                return Outcome(200, there.library, there.etag)
            raise await self._overtaken(part, there.library)
        new = library(part, version, body, self._actor.party, self._now())
        named = query({"url": URL + part})
        outcome = await self._client.create(new, if_none_exist=named, interactive=True)
        if outcome.status == 200 and not (outcome.resource and _says(outcome.resource, version, body)):
            raise await self._overtaken(part, outcome.ref)
        return outcome

    async def _overtaken(self, part: Part, ref: str) -> Overtaken:
        """Bring what a colleague has published, and say so."""
        diary.note("kit.overtaken", part=part)
        try:
            await self._pull.take([filed(await self._client.read(ref, interactive=True))])
        except NotThere:
            await self._pull.remove([ref])
        return Overtaken(
            tr("A colleague has changed the {part} meanwhile. Look at theirs first.", part=words_of(part))
        )


def _says(library: Resource | Filed, version: str, body: bytes) -> bool:
    """Whether a Library publishes exactly this."""
    file = kit_file(library if isinstance(library, Filed) else filed(library))
    return file is not None and (file.version, file.body) == (version, body)
