"""How a thread's operations go to the server: as many commands at once as it takes, never part of one.

Where several writes cannot be had as one, or a single command is too large for it, they go in order,
one write at a time, each confirmed before the next: claim, reply, close. It may end after any of them
and go on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.entries import Entry
from inbox.domain.filed import Filed
from inbox.domain.ids import OperationId
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined
from inbox.fhir.incoming import Reading
from inbox.fhir.outgoing import OFFERED, reasons_of, writes
from inbox.fhir.profile import Claims, Profile
from inbox.fhir.profile.learned import Lesson
from inbox.fhir.write import Outcome, Write, bundle_of

OK, BESIDE = 200, 424
"""HTTP statuses: there already, and not done because of another."""
NO_REASONS = frozenset({"create Provenance"})
_NEVER_TAKEN = frozenset({403, 404, 405})


class Manner(msgspec.Struct, frozen=True):
    """How to go about it this time, after what has happened so far."""

    tries: int = 0
    """Times it came back because something had changed."""
    commands: int | None = None
    """At most so many commands at once; None: as many as are known to pass."""
    singly: bool = False
    reasons: bool = True
    patches: bool = False
    lesson: dict[str, Lesson] = {}
    """What is learned of the server should it go through this way: a refusal by itself teaches nothing."""

    def once_more(self) -> Manner:
        """The same, after another look."""
        return msgspec.structs.replace(self, tries=self.tries + 1)

    def supposing(self, lesson: dict[str, Lesson], **plainer: bool | int) -> Manner:
        """In a plainer way, which proves `lesson` if it passes."""
        return msgspec.structs.replace(self, lesson=self.lesson | lesson, **plainer)


class Portion(msgspec.Struct, frozen=True):
    """What goes at once."""

    entries: Sequence[Entry]
    writes: Sequence[Write]
    singly: bool

    @property
    def size(self) -> int:
        """Bytes of the transaction that asks for it."""
        return len(bundle_of(self.writes, atomic=True))

    @property
    def ids(self) -> list[OperationId]:
        """The operations in it."""
        return [entry.id for entry in self.entries]

    def smaller(self, manner: Manner, lesson: dict[str, Lesson] | None = None) -> Manner | None:
        """How to ask for less of it at once; None when it is one write already."""
        if self.singly:
            return None
        commands = len(dict.fromkeys(entry.group for entry in self.entries))
        if commands > 1:
            return manner.supposing(lesson or {}, commands=commands // 2)
        return manner.supposing(lesson or {}, singly=True)


class Delivery:
    """Makes portions for one server, and takes them there."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        reading: Callable[[], Reading],
        now: Callable[[], datetime],
        bodies: Callable[[str], bytes | None],
    ) -> None:
        """`bodies`: of the files that go with replies, by digest."""
        self._client = client
        self._profile = profile
        self._reading = reading
        self._now = now
        self._bodies = bodies

    def portion(self, ready: Sequence[Entry], truth: Sequence[Filed], manner: Manner) -> Portion:
        """As much of `ready`, from the first on, as goes at once: whole commands, else one operation."""
        if self._profile.transactions and not manner.singly:
            groups = list(dict.fromkeys(entry.group for entry in ready))[: manner.commands]
            while groups:
                entries = [entry for entry in ready if entry.group in groups]
                whole = Portion(entries, self._writes(entries, truth, manner), singly=False)
                if self._fits(whole):
                    return whole
                groups.pop()
        singly = msgspec.structs.replace(manner, singly=True)
        return Portion(ready[:1], self._writes(ready[:1], truth, singly), singly=True)

    async def deliver(self, portion: Portion, *, interactive: bool) -> list[Outcome]:
        """Ask for all of a portion; one Outcome for each write."""
        if portion.singly:
            return await self._one_by_one(portion.writes, interactive)
        return await self._client.bundle(portion.writes, interactive=interactive)

    async def _one_by_one(self, writes: Sequence[Write], interactive: bool) -> list[Outcome]:
        """Each once the one before is confirmed; what comes after a refusal is not asked for."""
        outcomes: list[Outcome] = []
        for write in writes:
            if outcomes and not outcomes[-1].done:
                outcomes.append(Outcome(BESIDE, problem=outcomes[-1].problem))
            elif write.method == "POST" and write.url in OFFERED and await self._is_made(write):
                outcomes.append(Outcome(OK))
            else:
                outcomes.append(await self._client.write(write, interactive=interactive))
        return outcomes

    async def _is_made(self, write: Write) -> bool:
        """Whether the server has what `write` makes, where it would not look itself."""
        if write.if_none_exist or not self._profile.searches(write.url, "identifier"):
            return False
        named = typed.decode(write.body, _Identified).identifier[0]
        found = self._client.search(write.url, {"identifier": f"{named.system}|{named.value}"})
        return bool([one async for page in found for one in page.resources])

    async def tell_reasons(self, entries: Sequence[Entry], *, again: bool) -> None:
        """Record why `entries` were done, where that could not go in one with them.

        `again`: it may have been recorded already. Where the server takes no reasons, that is learned.
        """
        if not self._profile.reasons:
            return
        for write in map(self._as_taken, reasons_of(entries, self._now())):
            if again and not write.if_none_exist and await self._is_recorded(write):
                continue
            outcome = await self._client.write(write)
            if outcome.status in _NEVER_TAKEN:
                self._profile.learn(refused=NO_REASONS)
                return

    def _writes(self, entries: Sequence[Entry], truth: Sequence[Filed], manner: Manner) -> list[Write]:
        profile = self._profile
        asked = writes(
            entries,
            truth,
            self._reading(),
            self._now(),
            reply_status=profile.sent_status,
            reasons=profile.reasons and manner.reasons and not manner.singly,
            together=not manner.singly,
            taken=frozenset(kind for kind in OFFERED if profile.offers(kind, "create")),
            patches=manner.patches or profile.claims is Claims.PATCH or not profile.offers("Task", "update"),
            bodies=self._bodies,
        )
        return [self._as_taken(write) for write in asked]

    def _as_taken(self, write: Write) -> Write:
        """Without the condition, where a server knows none: there it is looked up before it goes again."""
        if not write.if_none_exist or self._profile.conditional_create(write.url):
            return write
        return msgspec.structs.replace(write, if_none_exist="")

    def _fits(self, portion: Portion) -> bool:
        most = self._profile.entries(conditional=any(write.if_none_exist for write in portion.writes))
        return len(portion.writes) <= most and portion.size <= self._profile.body

    async def _is_recorded(self, write: Write) -> bool:
        """Whether the server has a record with this tag; where it cannot say, it gets one more."""
        tag = typed.decode(write.body, _Tagged).meta.tag[0]
        try:
            found = await self._client.count("Provenance", {"_tag": f"{tag.system}|{tag.code}"})
        except Declined:
            return False
        return bool(found)


class _Tag(msgspec.Struct):
    system: str
    code: str


class _Meta(msgspec.Struct):
    tag: list[_Tag]


class _Tagged(msgspec.Struct):
    """As much of a record as names the operation it is of."""

    meta: _Meta


class _Identifier(msgspec.Struct):
    system: str
    value: str


class _Identified(msgspec.Struct):
    """As much of a visit or an order as names the operation it is of."""

    identifier: list[_Identifier]
