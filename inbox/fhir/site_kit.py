"""Parts of the site's kit as Libraries: one for each part, `url` and `version`, one content of JSON.

The last word of the `url` says which part it is, whatever the site calls itself before that. Drafts and
retired ones do not count.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.kit_history import KitVersion
from inbox.domain.people import Party
from inbox.domain.site_kit import KitFile, Part
from inbox.fhir.incoming import shapes
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written

URL = "https://example.org/inbox/Library/"
"""What comes before the part's name where no one has published it yet."""
JSON = "application/json"
_LIBRARY_TYPE = "http://terminology.hl7.org/CodeSystem/library-type"
_PARTS = {str(part): part for part in Part}


class _Content(shapes.Part, frozen=True):
    content_type: str = ""
    data: str = ""


class _Library(shapes.Part, frozen=True):
    url: str = ""
    version: str = ""
    status: str = ""
    date: str = ""
    publisher: str = ""
    content: tuple[_Content, ...] = ()


def kit_file(resource: Filed) -> KitFile | None:
    """The part of the kit that a Library holds; None when it is something else, or not in force.

    Content that is not to be had gives an empty body, which no part takes for valid: so it is said.
    """
    shape = decode(resource.body, _Library)
    part = _PARTS.get(shape.url.rstrip("/").rpartition("/")[2])
    if part is None or shape.status != "active":
        return None
    held = next((one.data for one in shape.content if one.content_type.startswith(JSON)), "")
    try:
        body = b64decode(held, validate=True)
    except ValueError:
        body = b""
    return KitFile(part, shape.version, body, resource.ref, resource.version)


def kit_version(resource: Filed) -> KitVersion | None:
    """A Library of the history of one as a version of its part; None when it was not in force."""
    file, shape = kit_file(resource), decode(resource.body, _Library)
    if file is None:
        return None
    return KitVersion(file.version, instant(shape.date) or resource.updated, shape.publisher, file.body)


def library(part: Part, version: str, body: bytes, by: Party, at: datetime, before: bytes = b"") -> bytes:
    """The Library that publishes `body`; `before`: the one it replaces, whose other fields stay."""
    fields = Fields(before or msgspec.json.encode(_new(part)))
    fields.put("version", version)
    fields.put("status", "active")
    fields.put("date", written(at))
    fields.put("publisher", by.name or by.ref)
    fields.put("content", [{"contentType": JSON, "data": b64encode(body).decode()}])
    return fields.encoded()


def canonical(body: bytes) -> str:
    """The `url` of a Library."""
    return decode(body, _Library).url


def _new(part: Part) -> dict[str, object]:
    name = "".join(word.capitalize() for word in part.split("-"))
    return {
        "resourceType": "Library",
        "url": URL + part,
        "name": name,
        "type": {"coding": [{"system": _LIBRARY_TYPE, "code": "asset-collection"}]},
    }
