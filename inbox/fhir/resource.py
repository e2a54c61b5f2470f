"""A resource as the server sent it: what it is called, which version, and its bytes untouched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec

from inbox.domain import typed

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""`updated` of a resource whose server does not say: it never moves a cursor forward."""


class Resource(msgspec.Struct, frozen=True):
    """One version of a resource. `body` is the JSON as received, so unknown fields survive."""

    type: str
    id: str
    version: str
    """`meta.versionId`; empty where the server keeps no versions."""
    updated: datetime
    """`meta.lastUpdated`, UTC."""
    body: bytes

    @property
    def ref(self) -> str:
        """`Type/id`"""
        return f"{self.type}/{self.id}"


class _Meta(msgspec.Struct):
    version: str = msgspec.field(default="", name="versionId")
    updated: Annotated[datetime, msgspec.Meta(tz=True)] = msgspec.field(default=UNDATED, name="lastUpdated")


class _Head(msgspec.Struct):
    type: str = msgspec.field(name="resourceType")
    id: str = ""
    meta: _Meta = msgspec.field(default_factory=_Meta)


_head = typed.decoder(_Head)
_anything = typed.decoder(msgspec.Raw)
_ROOM = 400
"""Levels of nesting that are left unused, for whoever reads the resource later with more calls below them.
FHIR's own resources nest some 20 levels."""
_SURELY_SHALLOW = 200
"""Brackets with which no resource can be nested too deeply: nearly all have fewer."""


class Malformed(ValueError):
    """The bytes are no resource. Says where, never what: the text holds no content."""


def decode(body: bytes | msgspec.Raw) -> Resource:
    """The resource in `body`; Malformed when it has no type or no readable id, version or date."""
    try:
        head = _head.decode(body)
    except msgspec.DecodeError as e:
        raise Malformed(str(e)) from None
    if _too_deep(body):
        raise Malformed(f"{head.type} is nested too deeply")
    if not head.id and head.type not in ("Bundle", "OperationOutcome"):
        raise Malformed(f"{head.type} without an id")
    return Resource(head.type, head.id, head.meta.version, head.meta.updated.astimezone(UTC), bytes(body))


def _too_deep(body: bytes | msgspec.Raw) -> bool:
    """Whether reading it could fail where the calls are deep already, though it can be read here."""
    plain = bytes(body)
    if plain.count(b"[") + plain.count(b"{") <= _SURELY_SHALLOW:
        return False
    try:
        _anything.decode(b"[" * _ROOM + plain + b"]" * _ROOM)
    except msgspec.DecodeError:
        return True
    return False
