"""Since when a site answers its patients with this program: agreed on once, kept on the server for all.

A Library of the site's kit. Messages older than that never become work by themselves.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.people import Party
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.shapes import Part
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.outgoing.moments import written

URL = "https://example.org/inbox/Library/going-live"
_LIBRARY_TYPE = "http://terminology.hl7.org/CodeSystem/library-type"


class _Content(Part, frozen=True):
    content_type: str = ""
    data: str = ""


class _Library(Part, frozen=True):
    url: str = ""
    status: str = ""
    content: tuple[_Content, ...] = ()


class _Agreed(msgspec.Struct):
    go_live: str = ""


def library(go_live: datetime, by: Party, at: datetime) -> bytes:
    """The Library that says so."""
    said = {"go_live": written(go_live), "by": by.ref, "name": by.name, "at": written(at)}
    body = {
        "resourceType": "Library",
        "url": URL,
        "version": "1",
        "name": "GoingLive",
        "title": "From when on messages become work",
        "status": "active",
        "type": {"coding": [{"system": _LIBRARY_TYPE, "code": "asset-collection"}]},
        "date": written(at),
        "content": [
            {"contentType": "application/json", "data": b64encode(msgspec.json.encode(said)).decode()}
        ],
    }
    return msgspec.json.encode(body)


def go_live_in(body: bytes) -> datetime | None:
    """What a Library says; None when it is another one, not in force, or cannot be read."""
    shape = decode(body, _Library)
    if shape.url != URL or shape.status != "active":
        return None
    for content in shape.content:
        try:
            return instant(typed.decode(b64decode(content.data), _Agreed).go_live)
        except (ValueError, msgspec.DecodeError):
            continue
    return None
