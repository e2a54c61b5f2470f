"""What a server says of itself, in its CapabilityStatement and its SMART configuration.

Both may promise too much (fhir.md, field note 6) or leave out what works.
"""

from __future__ import annotations

import msgspec

from inbox.domain import typed
from inbox.domain.words import tr
from inbox.fhir.faults import Unreadable

_WEBSOCKET = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket"


class TypeSaid(msgspec.Struct, frozen=True):
    """What may be done with one type of resource."""

    interactions: frozenset[str] = frozenset()
    """FHIR's codes: read, create, update, patch, search-type, history-instance, …"""
    searches: frozenset[str] = frozenset()
    """Search parameters; empty where the server names none, which does not mean that it has none."""
    includes: frozenset[str] = frozenset()
    """`_include` values, as in `Task:focus`."""
    conditional_create: bool = False
    versioned_update: bool = False
    """The server keeps versions and lets an update rely on one (If-Match)."""


class Said(msgspec.Struct, frozen=True):
    """All that is used of both documents. Plain, so that it can be kept."""

    software: str = ""
    version: str = ""
    fhir_version: str = ""
    types: dict[str, TypeSaid] = {}
    system: frozenset[str] = frozenset()
    """Interactions on the whole server: transaction, batch, history-system, …"""
    websocket: str = ""
    smart: frozenset[str] = frozenset()
    """Capabilities of the SMART configuration: launch-standalone, permission-offline, …"""

    @property
    def name(self) -> str:
        """Software and version; what was learned of one is not held against another."""
        return f"{self.software} {self.version}".strip()


class _Code(msgspec.Struct):
    code: str = ""


class _Named(msgspec.Struct):
    name: str = ""


class _Type(msgspec.Struct):
    type: str = ""
    interaction: list[_Code] = []
    searchParam: list[_Named] = []
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
    searchParam: list[_Named] = []
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


def said_in(statement: bytes, smart: bytes = b"") -> Said:
    """What a CapabilityStatement and a SMART configuration (empty where there is none) say.

    Raises Unreadable when the address is no FHIR server's.
    """
    try:
        whole = typed.decode(statement, _Statement)
        offered = typed.decode(smart, _Smart) if smart else _Smart()
    except msgspec.DecodeError as e:
        raise Unreadable(tr("The server does not say what it offers ({why}).", why=e)) from None
    if whole.resourceType != "CapabilityStatement":
        raise Unreadable(tr("This address is not a FHIR server."))
    rest = next((r for r in whole.rest if r.mode == "server"), _Rest())
    everywhere = frozenset(s.name for s in rest.searchParam)
    return Said(
        software=whole.software.name,
        version=whole.software.version,
        fhir_version=whole.fhirVersion,
        types={t.type: _type(t, everywhere) for t in rest.resource},
        system=frozenset(i.code for i in rest.interaction),
        websocket=next((e.valueUri for e in rest.extension if e.url == _WEBSOCKET), ""),
        smart=frozenset(offered.capabilities),
    )


def _type(said: _Type, everywhere: frozenset[str]) -> TypeSaid:
    return TypeSaid(
        interactions=frozenset(i.code for i in said.interaction),
        searches=frozenset(s.name for s in said.searchParam) | everywhere,
        includes=frozenset(said.searchInclude),
        conditional_create=said.conditionalCreate,
        versioned_update=said.versioning == "versioned-update",
    )
