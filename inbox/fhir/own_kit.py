"""A person's own kit as the `Basic` that a server keeps for a program and its user (SMART App State)."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import PersonId
from inbox.domain.own_kit import OwnEntry, document, read_document
from inbox.fhir.incoming import shapes
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.resource import Resource
from inbox.fhir.search import Params

TYPE = "Basic"
SYSTEM = "https://example.org/inbox-workstation"
CODE = "user-quickkit"
URL = f"{SYSTEM}/quickkit"


class _Extension(shapes.Part, frozen=True):
    url: str = ""
    value_string: str = ""


class _Basic(shapes.Part, frozen=True):
    extension: tuple[_Extension, ...] = ()


def asked_for(person: PersonId) -> Params:
    """The search that finds it."""
    return {"code": f"{SYSTEM}|{CODE}", "subject": person}


def own_kit(resource: Resource) -> list[OwnEntry]:
    """The entries that a Basic holds. Raises Refused where they cannot be read."""
    held = decode(resource.body, _Basic).extension
    return read_document(next((one.value_string for one in held if one.url == URL), "").encode())


def basic(person: PersonId, entries: list[OwnEntry], before: bytes = b"") -> bytes:
    """The Basic that keeps `entries`; `before`: the one it replaces, whose other fields stay."""
    fields = Fields(before or msgspec.json.encode(_new(person)))
    others = [one for one in fields.elements("extension") if decode(bytes(one), _Extension).url != URL]
    fields.put("extension", [*others, {"url": URL, "valueString": document(entries).decode()}])
    return fields.encoded()


def _new(person: PersonId) -> dict[str, object]:
    return {
        "resourceType": TYPE,
        "code": {"coding": [{"system": SYSTEM, "code": CODE}]},
        "subject": {"reference": person},
    }
