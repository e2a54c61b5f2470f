"""Publishing a part of the site's kit: at once or not at all, and never over a colleague's.

Nothing of this waits in the outbox: what holds for a whole clinic is not changed hours later, unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.kit_history import KitVersion
from inbox.domain.people import Actor, Role
from inbox.domain.signing import SIGNED
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.words import tr
from inbox.fhir.incoming import filed
from inbox.fhir.resource import Resource
from inbox.fhir.site_kit import URL, Edition, kit_file, kit_version, library
from inbox.fhir.write import Outcome
from inbox.sync.libraries import Libraries

Published = Callable[[Part], KitFile | None]
"""The file of a part that is in force, by the cache."""


class Publishing:
    """Writes Libraries that hold at once. Belongs to one loop."""

    def __init__(
        self, libraries: Libraries, actor: Actor, now: Callable[[], datetime], published: Published
    ) -> None:
        self._libraries = libraries
        self._actor = actor
        self._now = now
        self._published = published

    async def publish(
        self, part: Part, version: str, body: bytes, saw: KitFile | None, reason: str = ""
    ) -> KitFile:
        """Publish `body` in place of `saw`; None: where there was nothing yet.

        Raises Overtaken, with the colleague's in the store already; Refused for anybody but a supervisor,
        for what is signed first, and where the server takes none.
        """
        demand_supervisor(self._actor)
        if part in SIGNED:
            raise Refused(tr("Red-flag rules are proposed, and hold once another clinician has signed them."))
        self._libraries.demand("update" if saw else "create")
        edition = Edition(part, version, body, reason)
        outcome = await (self._replace(saw, edition) if saw else self._first(edition))
        brought = await self._libraries.brought(outcome)
        diary.note("kit.published", part=part)
        file = kit_file(brought)
        if file is None or not _says(brought, edition):
            raise Refused(tr("The server did not keep it as it was published. What is in force is shown."))
        return file

    async def versions(self, libraries: Collection[str]) -> list[KitVersion]:
        """What a part has been in these Libraries, newest first."""
        found = [one for ref in libraries for one in await self._libraries.history(ref)]
        versions = [version for one in found if (version := kit_version(one))]
        return sorted(versions, key=lambda one: one.at, reverse=True)

    async def _replace(self, saw: KitFile, edition: Edition) -> Outcome:
        there = await self._libraries.read(saw.part, saw.library)
        if there.version != saw.etag:
            if _says(there, edition):  # our own, whose answer was lost
                return Outcome(200, there.ref, there.version, there)
            raise await self._libraries.overtaken(saw.part, saw.library)
        new = library(edition, self._actor.party, self._now(), there.body)
        return await self._libraries.replace(saw.part, saw.library, new, saw.etag)

    async def _first(self, edition: Edition) -> Outcome:
        """Create the Library, unless another station has just done so, under whichever address."""
        part = edition.part
        if there := self._published(part):
            if (there.version, there.body) == (edition.version, edition.body):  # ours; its answer was lost
                return Outcome(200, there.library, there.etag)
            raise await self._libraries.overtaken(part, there.library)
        new = library(edition, self._actor.party, self._now())
        outcome = await self._libraries.create(new, url=URL + part)
        if outcome.status == 200 and not (outcome.resource and _says(outcome.resource, edition)):
            raise await self._libraries.overtaken(part, outcome.ref)
        return outcome


def demand_supervisor(actor: Actor) -> None:
    """Raises Refused for anybody but a supervisor."""
    if actor.role is not Role.SUPERVISOR:
        raise Refused(tr("Only a supervisor publishes what holds for the whole site."))


def _says(library: Resource | Filed, edition: Edition) -> bool:
    """Whether a Library publishes exactly this."""
    file = kit_file(library if isinstance(library, Filed) else filed(library))
    return file is not None and (file.version, file.body) == (edition.version, edition.body)
