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


class Malformed(ValueError):
    """The bytes are no resource. Says where, never what: the text holds no content."""


def decode(body: bytes | msgspec.Raw) -> Resource:
    """The resource in `body`; Malformed when it has no type or no readable id, version or date."""
    try:
        head = _head.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise Malformed(str(e)) from None
    if not head.id and head.type not in ("Bundle", "OperationOutcome"):
        raise Malformed(f"{head.type} without an id")
    return Resource(head.type, head.id, head.meta.version, head.meta.updated.astimezone(UTC), bytes(body))
