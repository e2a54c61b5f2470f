"""What is proposed, and holds once somebody else has signed it: each step at once or not at all.

A proposal is a Library of its own, a draft, beside the one in force. Whoever signs it makes it active; the
highest version holds, and what was signed stays as it was signed. The server refuses what was not signed, or
was signed by its author; here the same is said beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.people import Actor
from inbox.domain.signing import Proposal, demand_signer
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.words import tr
from inbox.fhir.incoming import filed
from inbox.fhir.resource import Resource
from inbox.fhir.site_kit import URL, Edition, kit_file, library, proposal, signed, signer, withdrawn
from inbox.fhir.write import Outcome
from inbox.sync.libraries import Libraries
from inbox.sync.publishing import demand_supervisor


class Signing:
    """Proposes, signs and withdraws for one person. Belongs to one loop."""

    def __init__(self, libraries: Libraries, actor: Actor, now: Callable[[], datetime]) -> None:
        self._libraries = libraries
        self._actor = actor
        self._now = now

    async def propose(
        self, part: Part, version: str, body: bytes, saw: Proposal | None, reason: str
    ) -> Proposal:
        """Propose `body` in place of `saw`, the one that waits by now; None: there was none.

        Raises Overtaken where a colleague has proposed another or somebody has signed, Refused for anybody
        but a supervisor.
        """
        demand_supervisor(self._actor)
        self._libraries.demand("update" if saw else "create")
        edition = Edition(part, version, body, reason, "draft")
        found = proposal(await (self._instead(saw, edition) if saw else self._first(edition)))
        diary.note("kit.proposed", part=part)
        if found is None or (found.file.version, found.file.body) != (version, body):
            raise Refused(tr("The server did not keep what was proposed. Nothing else holds now."))
        return found

    async def sign(self, saw: Proposal) -> KitFile:
        """Let it hold, in one's own name. Raises Overtaken where it is not what it was, Refused where one
        may not sign it."""
        demand_signer(saw, self._actor)
        self._libraries.demand("update")

        party, now = self._actor.party, self._now()

        def holds(there: Filed) -> bool:
            file = kit_file(there)
            known = file is not None and (file.version, file.body) == (saw.file.version, saw.file.body)
            return known and signer(there) == party.ref

        found = await self._replaced(
            saw, lambda body: signed(body, party, now), lambda there: holds(filed(there))
        )
        diary.note("kit.signed", part=saw.file.part)
        if not holds(found):
            raise Refused(tr("The server did not keep the signature. What is in force is shown."))
        return msgspec.structs.replace(saw.file, etag=found.version)

    async def withdraw(self, saw: Proposal) -> None:
        """Nobody is to sign it any more. Raises Overtaken, Refused."""
        demand_supervisor(self._actor)
        self._libraries.demand("update")
        await self._replaced(saw, withdrawn, lambda _there: False)

    async def _replaced(
        self, saw: Proposal, write: Callable[[bytes], bytes], done: Callable[[Resource], bool]
    ) -> Filed:
        """What it is once it was written anew; nothing is written where it is `done`: an answer was lost."""
        part, ref = saw.file.part, saw.file.library
        there = await self._libraries.read(part, ref)
        if there.version == saw.file.etag:
            outcome = await self._libraries.replace(part, ref, write(there.body), saw.file.etag)
        elif done(there):
            outcome = Outcome(200, there.ref, there.version, there)
        else:
            raise await self._libraries.overtaken(part, ref)
        return await self._libraries.brought(outcome)

    async def _instead(self, saw: Proposal, edition: Edition) -> Filed:
        party, now = self._actor.party, self._now()
        return await self._replaced(
            saw,
            lambda before: library(edition, party, now, before),
            lambda there: self._proposes(there, edition),
        )

    async def _first(self, edition: Edition) -> Filed:
        new = library(edition, self._actor.party, self._now())
        outcome = await self._libraries.create(
            new, url=URL + edition.part, version=edition.version, status="draft"
        )
        if outcome.status == 200 and not (outcome.resource and self._proposes(outcome.resource, edition)):
            raise await self._libraries.overtaken(edition.part, outcome.ref)
        return await self._libraries.brought(outcome)

    def _proposes(self, there: Resource, edition: Edition) -> bool:
        """Whether this is one's own proposal of just that."""
        found = proposal(filed(there))
        return found is not None and (found.by.ref, found.file.version, found.file.body) == (
            self._actor.person,
            edition.version,
            edition.body,
        )
