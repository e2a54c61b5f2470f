"""Whether the server's transactions are what they are called: tried once, before anything relies on it.

A server that does a transaction in part would otherwise be found out by a reply that left beside a
colleague's claim.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from inbox import diary
from inbox.domain.errors import Refused
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import ServerFailed
from inbox.fhir.profile import Profile
from inbox.fhir.write import Outcome, Write

NO_VERSION = "0"
"""No resource ever had it."""
NOT_OFFERED = 501


class Trial:
    """Of one server."""

    def __init__(self, client: FhirClient, profile: Profile) -> None:
        self._client = client
        self._profile = profile
        self._one_at_a_time = asyncio.Lock()
        self._told_nothing = False

    @property
    def due(self) -> bool:
        """Whether transactions are promised, and nobody knows yet what they are worth."""
        known = self._profile.learned.atomic or self._profile.site.transactions is not None
        return self._profile.transactions and not known and not self._told_nothing

    async def run(self, ref: str, body: bytes) -> None:
        """Ask for what has to fail: that `ref` becomes `body`, which it is, from a version it never had.

        Where all is done or nothing, the whole is refused; else only the entry is. Raises what `bundle`
        raises, having learned nothing.
        """
        async with self._one_at_a_time:
            if not self.due:
                return
            write = Write("PUT", ref, body, if_match=NO_VERSION)
            try:
                (outcome,) = await self._client.bundle([write], interactive=True)
            except ServerFailed as fault:
                if fault.status != NOT_OFFERED:
                    raise
                self._profile.learn(no_transactions=True)
                return
            self._learn(outcome)
            diary.note("push.trial", status=outcome.status, whole=outcome.whole)

    def _learn(self, outcome: Outcome) -> None:
        profile = self._profile
        if outcome.whole and outcome.changed:
            profile.learn(atomic=True)
        elif outcome.changed:
            profile.learn(not_atomic=True)
        elif outcome.done and profile.offers("Task", "patch"):
            profile.learn(patch_claims=True)  # it took no notice of the version: it would have overwritten
        self._told_nothing = not (
            outcome.changed or outcome.busy
        )  # refused for another reason: once is enough

    async def beforehand(self, refs: Collection[str]) -> None:
        """The same as soon as there is something to try it on, so that nobody has to wait for it."""
        ref = next(iter(refs), None)
        if ref is None or not self.due:
            return
        try:
            resource = await self._client.read(ref)
        except Refused:
            return  # gone meanwhile: it is tried on the first that leaves
        await self.run(ref, resource.body)
