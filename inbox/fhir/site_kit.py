"""Parts of the site's kit as Libraries: one for each part, `url` and `version`, one content of JSON.

The last word of the `url` says which part it is, whatever the site calls itself before that. Drafts and
retired ones do not count.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from inbox.domain import typed
from inbox.domain.filed import Filed
from inbox.domain.kit_history import KitVersion
from inbox.domain.people import Party
from inbox.domain.signing import SIGNED, Proposal
from inbox.domain.site_kit import KitFile, Part
from inbox.fhir.codes import KIT_AUTHOR, KIT_SIGN_OFF
from inbox.fhir.incoming import shapes
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.moments import written

URL = "https://example.org/inbox/Library/"
"""What comes before the part's name where no one has published it yet."""
JSON = "application/json"
_LIBRARY_TYPE = "http://terminology.hl7.org/CodeSystem/library-type"
_PARTS = {str(part): part for part in Part}


class _Content(shapes.Part, frozen=True):
    content_type: str = ""
    data: str = ""


class _Told(shapes.Part, frozen=True):
    url: str = ""
    value_reference: shapes.Reference = shapes.Reference()
    value_date_time: str = ""
    value_string: str = ""


class _Extension(shapes.Part, frozen=True):
    url: str = ""
    extension: tuple[_Told, ...] = ()

    def told(self, name: str) -> _Told:
        return next((one for one in self.extension if one.url == name), _Told())


class _Library(shapes.Part, frozen=True):
    extension: tuple[_Extension, ...] = ()
    url: str = ""
    version: str = ""
    status: str = ""
    date: str = ""
    publisher: str = ""
    content: tuple[_Content, ...] = ()

    def said(self, url: str) -> _Extension:
        """The extension of that name; an empty one where there is none."""
        return next((one for one in self.extension if one.url == url), _Extension())


def kit_file(resource: Filed) -> KitFile | None:
    """The part of the kit that a Library holds; None when it is something else, or not in force.

    Content that is not to be had gives an empty body, which no part takes for valid: so it is said.
    """
    return _file(resource, decode(resource.body, _Library), "active")


def proposal(resource: Filed) -> Proposal | None:
    """The proposed version of a part that is signed before it holds; None when it is something else."""
    shape = decode(resource.body, _Library)
    file = _file(resource, shape, "draft")
    if file is None or file.part not in SIGNED:
        return None
    author = shape.said(KIT_AUTHOR)
    who = author.told("by").value_reference
    at = instant(author.told("at").value_date_time) or resource.updated
    return Proposal(file, Party(who.ref, who.display), at, author.told("reason").value_string)


def signer(resource: Filed) -> str:
    """The reference of whoever has signed a Library; empty where nobody has."""
    return decode(resource.body, _Library).said(KIT_SIGN_OFF).told("by").value_reference.ref


def _file(resource: Filed, shape: _Library, status: str) -> KitFile | None:
    part = _PARTS.get(shape.url.rstrip("/").rpartition("/")[2])
    if part is None or shape.status != status:
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
    author, signed = shape.said(KIT_AUTHOR), shape.said(KIT_SIGN_OFF)
    return KitVersion(
        file.version,
        instant(shape.date) or resource.updated,
        author.told("by").value_reference.display or shape.publisher,
        file.body,
        author.told("reason").value_string,
        signed.told("by").value_reference.display,
        instant(signed.told("at").value_date_time),
    )


class Edition(NamedTuple):
    """What is published or proposed of a part."""

    part: Part
    version: str
    body: bytes
    reason: str = ""
    status: str = "active"
    """"draft" of what is to be signed first."""


def library(edition: Edition, by: Party, at: datetime, before: bytes = b"") -> bytes:
    """The Library of it; `before`: the one it replaces, whose other fields stay."""
    part, version, body, reason, status = edition
    fields = Fields(before or msgspec.json.encode(_new(part)))
    fields.put("version", version)
    fields.put("status", status)
    told: list[dict[str, object]] = [{"url": "reason", "valueString": reason}] if reason else []
    _say(fields, KIT_AUTHOR, by, at, told)
    fields.put("date", written(at))
    fields.put("publisher", by.name or by.ref)
    fields.put("content", [{"contentType": JSON, "data": b64encode(body).decode()}])
    return fields.encoded()


def signed(before: bytes, by: Party, at: datetime) -> bytes:
    """A proposed Library as `by` signs it: it holds from then on, and nothing else of it changes."""
    fields = Fields(before)
    fields.put("status", "active")
    _say(fields, KIT_SIGN_OFF, by, at)
    return fields.encoded()


def withdrawn(before: bytes) -> bytes:
    """A proposed Library that nobody is to sign any more."""
    fields = Fields(before)
    fields.put("status", "retired")
    return fields.encoded()


def _say(
    fields: Fields, url: str, by: Party, at: datetime, more: Sequence[Mapping[str, object]] = ()
) -> None:
    """Set the extension `url` to by whom and when; those of other names stay."""
    others = [one for one in fields.elements("extension") if typed.decode(one, _Extension).url != url]
    who = {"url": "by", "valueReference": reference(by.ref, by.name)}
    told = [who, {"url": "at", "valueDateTime": written(at)}, *more]
    fields.put("extension", [*others, {"url": url, "extension": told}])


def _new(part: Part) -> dict[str, object]:
    name = "".join(word.capitalize() for word in part.split("-"))
    return {
        "resourceType": "Library",
        "url": URL + part,
        "name": name,
        "type": {"coding": [{"system": _LIBRARY_TYPE, "code": "asset-collection"}]},
    }
