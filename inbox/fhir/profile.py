"""What a server offers, and what it costs the person where it does not.

Read from the CapabilityStatement and the SMART configuration. Both may promise too much (fhir.md,
field note 6), so every answer is still checked; what they do not promise is not asked for.
"""

from __future__ import annotations

import msgspec

from inbox.domain.words import tr
from inbox.fhir.faults import Unreadable

_WEBSOCKET = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket"


class TypeProfile(msgspec.Struct, frozen=True):
    """What may be done with one type of resource."""

    interactions: frozenset[str] = frozenset()
    """FHIR's codes: read, create, update, patch, search-type, history-instance, …"""
    searches: frozenset[str] = frozenset()
    includes: frozenset[str] = frozenset()
    conditional_create: bool = False
    versioned_update: bool = False
    """The server keeps versions and lets an update rely on one (If-Match)."""


class Missing(msgspec.Struct, frozen=True):
    """Something the server does not offer and what that means here."""

    what: str
    cost: str


class Profile(msgspec.Struct, frozen=True):
    """One server. Frozen and plain, so that it can be kept beside the cache."""

    software: str = ""
    version: str = ""
    fhir_version: str = ""
    types: dict[str, TypeProfile] = {}
    system: frozenset[str] = frozenset()
    """Interactions on the whole server: transaction, batch, history-system, …"""
    websocket: str = ""
    smart: frozenset[str] = frozenset()
    """Capabilities of the SMART configuration: launch-standalone, permission-offline, …"""

    def offers(self, resource_type: str, interaction: str) -> bool:
        """Whether `interaction` may be asked of `resource_type`."""
        known = self.types.get(resource_type)
        return known is not None and interaction in known.interactions

    def searches(self, resource_type: str, parameter: str) -> bool:
        """Whether `resource_type` may be searched by `parameter`."""
        known = self.types.get(resource_type)
        return known is not None and parameter in known.searches

    @property
    def transactions(self) -> bool:
        """Whether several writes can be asked for as one."""
        return "transaction" in self.system

    def conditional_create(self, resource_type: str) -> bool:
        """Whether a create can be made safe to repeat."""
        known = self.types.get(resource_type)
        return known is not None and known.conditional_create

    @property
    def history(self) -> bool:
        """Whether deletions can be learned from a history."""
        return "history-system" in self.system or self.offers("Task", "history-type")

    @property
    def subscriptions(self) -> bool:
        """Whether the server can tell us of changes by itself."""
        return bool(self.websocket) and self.offers("Subscription", "create")

    def missing(self) -> list[Missing]:
        """What the connection view tells: each gap and its cost, most serious first."""
        return [Missing(what, cost) for there, what, cost in self._checks() if not there]

    def _checks(self) -> list[_Check]:
        return [*self._work(), *self._safety(), *self._speed(), *self._record()]

    def _work(self) -> list[_Check]:
        return [
            (
                self.offers("Task", "search-type") and self.offers("Communication", "search-type"),
                tr("Searching Tasks and Communications"),
                tr("The inbox cannot be read from this server."),
            ),
            (
                self.offers("Task", "update"),
                tr("Updating Tasks"),
                tr("Claiming, routing and closing are not possible."),
            ),
            (
                self.offers("Communication", "create"),
                tr("Creating Communications"),
                tr("Replies cannot be sent."),
            ),
        ]

    def _safety(self) -> list[_Check]:
        return [
            (
                self.types.get("Task", TypeProfile()).versioned_update,
                tr("Versions of Tasks"),
                tr("Two people could overwrite each other without either noticing."),
            ),
            (
                self.conditional_create("Communication"),
                tr("Creates that are safe to repeat"),
                tr("Each reply is looked up before it is sent again, which takes longer."),
            ),
            (
                self.transactions,
                tr("Several changes as one"),
                tr("Claim, reply and close are sent one after the other."),
            ),
        ]

    def _speed(self) -> list[_Check]:
        return [
            (
                self.searches("Task", "_lastUpdated") and self.searches("Communication", "_lastUpdated"),
                tr("Searching by time of change"),
                tr("Each look at the server reads all open work again."),
            ),
            (
                self.subscriptions,
                tr("Word of changes"),
                tr("New messages are noticed at the next look instead of at once."),
            ),
            (
                self.history,
                tr("A history of deletions"),
                tr("What was deleted is noticed only when all open work is compared."),
            ),
        ]

    def _record(self) -> list[_Check]:
        return [
            (
                self.offers("AuditEvent", "create"),
                tr("Audit events"),
                tr("Who opened what is recorded on this computer only."),
            ),
            (
                self.offers("Provenance", "create"),
                tr("Provenance"),
                tr("The reasons of claims and moves are not kept on the server."),
            ),
            (
                self.offers("Library", "search-type"),
                tr("The site's kit (Library)"),
                tr("Phrases, policies and rules come from files on this computer."),
            ),
            (
                self.offers("Basic", "update"),
                tr("Personal settings (Basic)"),
                tr("Your own phrases and keys stay on this computer."),
            ),
        ]


_Check = tuple[bool, str, str]
"""Whether something is there, what it is, and what it costs not to have it."""


class _Code(msgspec.Struct):
    code: str = ""


class _Search(msgspec.Struct):
    name: str = ""


class _Type(msgspec.Struct):
    type: str = ""
    interaction: list[_Code] = []
    searchParam: list[_Search] = []
    searchInclude: list[str] = []
    conditionalCreate: bool = False
    versioning: str = ""


class _Extension(msgspec.Struct):
    url: str = ""
    valueUri: str = ""


class _Rest(msgspec.Struct):
    mode: str = "server"
    resource: list[_Type] = []
    interaction: list[_Code] = []
    searchParam: list[_Search] = []
    extension: list[_Extension] = []


class _Software(msgspec.Struct):
    name: str = ""
    version: str = ""


class _Statement(msgspec.Struct):
    resourceType: str
    fhirVersion: str = ""
    software: _Software = msgspec.field(default_factory=_Software)
    rest: list[_Rest] = []


class _Smart(msgspec.Struct):
    capabilities: list[str] = []


def profile_of(statement: bytes, smart: bytes = b"") -> Profile:
    """The Profile in a CapabilityStatement and a SMART configuration (empty where there is none)."""
    try:
        said = msgspec.json.decode(statement, type=_Statement)
        offered = msgspec.json.decode(smart, type=_Smart) if smart else _Smart()
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise Unreadable(tr("The server does not say what it offers ({why}).", why=e)) from None
    if said.resourceType != "CapabilityStatement":
        raise Unreadable(tr("This address is not a FHIR server."))
    rest = next((r for r in said.rest if r.mode == "server"), _Rest())
    everywhere = frozenset(s.name for s in rest.searchParam)
    return Profile(
        software=said.software.name,
        version=said.software.version,
        fhir_version=said.fhirVersion,
        types={t.type: _type(t, everywhere) for t in rest.resource},
        system=frozenset(i.code for i in rest.interaction),
        websocket=next((e.valueUri for e in rest.extension if e.url == _WEBSOCKET), ""),
        smart=frozenset(offered.capabilities),
    )


def _type(said: _Type, everywhere: frozenset[str]) -> TypeProfile:
    return TypeProfile(
        interactions=frozenset(i.code for i in said.interaction),
        searches=frozenset(s.name for s in said.searchParam) | everywhere,
        includes=frozenset(said.searchInclude),
        conditional_create=said.conditionalCreate,
        versioned_update=said.versioning == "versioned-update",
    )
