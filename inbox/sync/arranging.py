"""Arranging the clinic: all of a draft is written at once or nothing of it, and never over a colleague's.

Nothing of it waits in the outbox: work goes elsewhere and due times move by it on every station.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import uuid4

import msgspec

from inbox import diary
from inbox.domain.clinic.changes import Change, PoolChange
from inbox.domain.clinic.people import Place
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.ids import PoolId
from inbox.domain.people import Actor, Role
from inbox.domain.pool import Pool
from inbox.domain.site_kit import Overtaken
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OPERATION
from inbox.fhir.faults import NotThere
from inbox.fhir.incoming import filed
from inbox.fhir.incoming.places import place
from inbox.fhir.incoming.pools import pool
from inbox.fhir.outgoing.arranged import arranged_by
from inbox.fhir.outgoing.places import place_body
from inbox.fhir.outgoing.pools import pool_body
from inbox.fhir.profile import Profile
from inbox.fhir.resource import Resource
from inbox.fhir.write import Outcome, Write
from inbox.sync.pull import Pull

POOL, PLACE = "HealthcareService", "PractitionerRole"


class _Piece(msgspec.Struct, frozen=True):
    """One resource of what is arranged, ready to be written."""

    write: Write
    target: str
    change: Change


class Arranging:
    """Writes pools and roles. Belongs to one loop."""

    def __init__(
        self, client: FhirClient, profile: Profile, pull: Pull, actor: Actor, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._profile = profile
        self._pull = pull
        self._actor = actor
        self._now = now

    async def arrange(self, changes: Sequence[Change], reason: str = "") -> None:
        """Let all of `changes` hold, or none of them.

        Raises Overtaken where a colleague has changed one of them meanwhile, with theirs in the store
        already; Refused for anybody but a supervisor, and where the server does not take it.
        """
        self._demand(changes)
        pieces = [await self._piece(one) for one in changes]
        wanted = [piece for piece in pieces if piece is not None]
        if not wanted:  # our own, whose answer was lost
            return
        if len(wanted) > 1 and not self._profile.transactions:
            raise Refused(
                tr("This server takes one change at a time. Publish pools and people one after the other.")
            )
        name = str(uuid4())
        outcomes = await self._written(wanted, name, reason)
        if any(one.changed for one in outcomes):
            raise await self._overtaken([piece.write.url for piece in wanted if piece.write.if_match])
        if refused := [one for one in outcomes if not one.done]:
            await self._bring([one.ref for one in outcomes if one.done and one.ref])
            raise Refused(refused[0].problem)
        diary.note("clinic.arranged", pools=len(wanted))
        await self._see(wanted, outcomes)

    def _demand(self, changes: Sequence[Change]) -> None:
        if self._actor.role is not Role.SUPERVISOR:
            raise Refused(tr("Only a supervisor arranges pools and people."))
        for one in changes:
            kind, verb = _type(one), "update" if one.saw else "create"
            if not self._profile.offers(kind, verb) or not (one.ref or kind).startswith(kind):
                raise Refused(
                    tr(
                        "This server lets nobody change this from here. Ask who runs it to allow “{type}”.",
                        type=kind,
                    )
                )

    async def _piece(self, change: Change) -> _Piece | None:
        """The write of a change; None where the server holds it so already."""
        if change.saw is None:
            return self._new(change)
        try:
            there = filed(await self._client.read(change.ref, interactive=True))
        except NotThere:
            raise await self._overtaken([change.ref]) from None
        held = _held(change, there)
        if held == change.to:
            return None
        if held != change.saw:
            raise await self._overtaken([change.ref])
        body = _body(change, there.body, "")
        return _Piece(Write("PUT", change.ref, body, if_match=there.version), change.ref, change)

    def _new(self, change: Change) -> _Piece:
        """Made once by its name, where the server looks before it makes one."""
        kind, name = _type(change), change.name or str(uuid4())
        once = f"identifier={OPERATION}|{name}" if self._profile.conditional_create(kind) else ""
        urn = f"urn:uuid:{name}"
        write = Write("POST", kind, _body(change, None, name), if_none_exist=once, full_url=urn)
        return _Piece(write, urn, change)

    async def _written(self, pieces: Sequence[_Piece], name: str, reason: str) -> list[Outcome]:
        """What became of each piece. Who did it is recorded with it, where the server takes that."""
        writes, now = [piece.write for piece in pieces], self._now()
        if self._profile.transactions:
            targets = [piece.target for piece in pieces]
            record = arranged_by(targets, name, self._actor.party, now, reason)
            whole = [*writes, *([record] if self._profile.reasons else [])]
            return await self._client.bundle(whole, atomic=True, interactive=True)
        [write] = writes
        outcome = await self._client.write(write, interactive=True)
        if outcome.done and self._profile.reasons:
            record = arranged_by([outcome.ref or write.url], name, self._actor.party, now, reason)
            recorded = await self._client.write(record)
            diary.note("clinic.recorded", status=recorded.status)
        return [outcome]

    async def _see(self, pieces: Sequence[_Piece], outcomes: Sequence[Outcome]) -> None:
        """Have here what the server made of it; Refused where it left something as it was, without a word."""
        brought: list[Resource] = []
        for piece, outcome in zip(pieces, outcomes, strict=False):
            ref = outcome.ref or piece.write.url
            brought.append(outcome.resource or await self._client.read(ref, interactive=True))
        await self._pull.take([filed(one) for one in brought])
        for piece, one in zip(pieces, brought, strict=True):
            if not _says(piece.change, filed(one)):
                raise Refused(tr("The server did not keep all of it. What holds now is shown."))

    async def _overtaken(self, refs: Sequence[str]) -> Overtaken:
        """Bring what a colleague has written, and say so."""
        diary.note("clinic.overtaken", pools=len(refs))
        await self._bring(refs)
        return Overtaken(tr("A colleague has changed this meanwhile. Look at theirs first."))

    async def _bring(self, refs: Sequence[str]) -> None:
        for ref in refs:
            try:
                await self._pull.take([filed(await self._client.read(ref, interactive=True))])
            except NotThere:
                await self._pull.remove([ref])


def _type(change: Change) -> str:
    return POOL if isinstance(change, PoolChange) else PLACE


def _body(change: Change, before: bytes | None, name: str) -> bytes:
    if isinstance(change, PoolChange):
        return pool_body(change.to, change.saw, before, name)
    return place_body(change.to, change.saw, before, name)


def _held(change: Change, resource: Filed) -> Pool | Place | None:
    return pool(resource) if isinstance(change, PoolChange) else place(resource)


def _says(change: Change, resource: Filed) -> bool:
    """Whether the server holds what was to be; a new one under the reference it was given."""
    if isinstance(change, PoolChange):
        return pool(resource) == msgspec.structs.replace(change.to, id=PoolId(resource.ref))
    return place(resource) == msgspec.structs.replace(change.to, ref=resource.ref)
