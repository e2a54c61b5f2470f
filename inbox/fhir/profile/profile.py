"""One server, as well as it is known: what counts is asked here, wherever it is known from.

The site file is believed before what was seen, and what was seen before what the server says.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from inbox.domain.site import SiteServer
from inbox.fhir.profile.learned import Learned, Lesson
from inbox.fhir.profile.statement import Said, TypeSaid

PAGE = 1000
"""`_count` at most; some servers refuse more."""
INCLUDE_PAGE = 200
"""`_count` at most where others come along: some servers refuse more than 1000 of both together."""
SMALLEST_PAGE = 20
"""Some servers page by cursor only from this `_count` on."""
ENTRIES, CONDITIONAL_ENTRIES = 50, 8
"""Writes in one transaction where nothing is known: the smallest limits met so far."""
BODY = 1_000_000
"""Bytes of a request where nothing is known: likewise."""
ADDRESS = 1800
"""Characters of a request's address; longer searches are posted."""
SENT = "completed"


class Claims(StrEnum):
    """How a claim is kept from overwriting a colleague's."""

    PUT = "PUT"
    """An update that names the version it changes (If-Match)."""
    PATCH = "PATCH"
    """A JSON Patch that first tests the version."""


class Deletions(StrEnum):
    """How it is noticed that something was deleted."""

    HISTORY = "history"
    RECONCILE = "reconcile"
    """By comparing the open work here and there, now and then."""


class Word(StrEnum):
    """How changes are noticed. Whatever the server sends is only a reason to look."""

    BACKPORT = "websocket"
    """Subscriptions as in R5, over a WebSocket (HL7 Subscriptions R5 Backport)."""
    MEDPLUM = "medplum"
    """The same idea in Medplum's own form."""
    POLLING = "polling"


class Profile:
    """Belongs to the loop of the engine that asks the server; it alone may `learn`.

    All it answers is computed from three plain parts, so that it is always as of now.
    """

    def __init__(self, said: Said, learned: Learned | None = None, site: SiteServer | None = None) -> None:
        self.said = said
        self.site = site or SiteServer()
        self.learned = Learned(of=said.name)
        if learned is not None:
            self.remember(learned)
        self.on_learned: Callable[[Learned], None] = lambda learned: None
        """Told of every new lesson: whoever keeps them."""

    def remember(self, learned: Learned) -> None:
        """Take up what was seen at an earlier time, unless the server has been changed since."""
        if learned.of == self.said.name:
            self.learned = learned

    def learn(self, **seen: Lesson) -> None:
        """Something was seen: fields of `Learned`. What is known already is no news."""
        learned = self.learned.with_(**seen)
        if learned != self.learned:
            self.learned = learned
            self.on_learned(learned)

    def forget(self) -> None:
        """Try everything again as the server says it."""
        self.learned = Learned(of=self.said.name)
        self.on_learned(self.learned)

    # Reading

    def type(self, resource_type: str) -> TypeSaid:
        """What is said of one type; nothing is offered of one that is not mentioned."""
        return self.said.types.get(resource_type, TypeSaid())

    def offers(self, resource_type: str, interaction: str) -> bool:
        """Whether `interaction` may be asked of `resource_type`."""
        refused = f"{interaction} {resource_type}" in self.learned.refused
        return interaction in self.type(resource_type).interactions and not refused

    def searches(self, resource_type: str, parameter: str) -> bool:
        """Whether `resource_type` may be searched by `parameter`.

        Statements that list no parameters at all, or not the common ones (`_id`, `_lastUpdated`), are
        many: those are tried.
        """
        said = self.type(resource_type)
        if f"{resource_type}?{parameter}" in self.learned.refused_searches:
            return False
        unlisted = parameter.startswith("_") or not said.searches
        return parameter in said.searches or (unlisted and "search-type" in said.interactions)

    def included(self, resource_type: str) -> frozenset[str]:
        """The `_include` values that may be asked for."""
        if self.site.includes is False:
            return frozenset()
        return self.type(resource_type).includes - self.learned.refused_includes

    @property
    def page(self) -> int:
        """The most to ask for in a page."""
        return self.site.page_size or self.learned.page or PAGE

    @property
    def include_page(self) -> int:
        """The same where others come along."""
        return min(self.learned.include_page or INCLUDE_PAGE, self.page)

    @property
    def address(self) -> int:
        """Characters of the longest address to ask by."""
        return self.learned.address or ADDRESS

    @property
    def posted_search(self) -> bool:
        """Whether a search may be sent as a form."""
        return not self.learned.no_posted_search

    @property
    def read_receipts(self) -> bool:
        """Whether it tells what patients have read: as the site says, else as it was seen to."""
        said = self.site.read_receipts
        return self.learned.read_receipts if said is None else said

    # Writing

    @property
    def transactions(self) -> bool:
        """Whether several writes can be asked for as one: all of them are done, or none."""
        seen = not (self.learned.not_atomic or self.learned.no_transactions)
        if self.site.transactions is not None:
            return self.site.transactions
        return "transaction" in self.said.system and seen

    def entries(self, *, conditional: bool) -> int:
        """Writes in one transaction at most, less where one of them is a conditional create."""
        most = self.site.transaction_entries or self.learned.entries or ENTRIES
        fewer = self.site.conditional_entries or self.learned.conditional_entries or CONDITIONAL_ENTRIES
        return min(fewer, most) if conditional else most

    @property
    def body(self) -> int:
        """Bytes of a request at most."""
        return self.site.request_kb * 1024 if self.site.request_kb else self.learned.body or BODY

    @property
    def largest(self) -> int | None:
        """Bytes of a request that this server is known not to take; None where none has been met."""
        return self.site.request_kb * 1024 + 1 if self.site.request_kb else self.learned.too_large

    def conditional_create(self, resource_type: str) -> bool:
        """Whether a create can be made safe to repeat; else it is looked up before it is sent again."""
        if self.site.conditional_create is not None:
            return self.site.conditional_create
        return self.type(resource_type).conditional_create and not self.learned.no_conditional_create

    @property
    def claims(self) -> Claims:
        """The verb of a guarded change."""
        if self.site.claims:
            return Claims(self.site.claims)
        return Claims.PATCH if self.learned.patch_claims and self.offers("Task", "patch") else Claims.PUT

    @property
    def guarded(self) -> bool:
        """Whether a colleague's change is safe from being overwritten."""
        told = self.type("Task").versioned_update or self.learned.guards
        return self.claims is Claims.PATCH or (told and not self.learned.patch_claims)

    @property
    def sent_status(self) -> str:
        """What to call a message that is sent."""
        return self.site.sent_status or self.learned.sent_status or SENT

    @property
    def reasons(self) -> bool:
        """Whether Provenance is taken from this person."""
        return self.offers("Provenance", "create")

    @property
    def audits(self) -> bool:
        """Whether AuditEvents are."""
        return self.offers("AuditEvent", "create")

    # Noticing

    @property
    def deletions(self) -> Deletions:
        """How deletions are noticed."""
        return Deletions.HISTORY if self.history else Deletions.RECONCILE

    @property
    def history(self) -> bool:
        """Whether deletions can be learned from the history of a type."""
        if self.site.history is not None:
            return self.site.history
        there = "history-system" in self.said.system or self.offers("Task", "history-type")
        return there and not self.learned.no_history

    @property
    def word(self) -> Word:
        """How changes are noticed. Statements seldom name the way, so it is tried."""
        if self.site.changes:
            return Word(self.site.changes)
        if self.learned.no_word or not self.offers("Subscription", "create"):
            return Word.POLLING
        return Word.MEDPLUM if "medplum" in self.said.software.lower() else Word.BACKPORT

    @property
    def subscriptions(self) -> bool:
        """Whether the server can tell us of changes by itself."""
        return self.word is not Word.POLLING

    @property
    def pools(self) -> frozenset[str]:
        """Where the work of this server names its pool; empty while none has been seen."""
        return frozenset({self.site.pools}) if self.site.pools else self.learned.pools
