"""One interaction asked for, and what came of it; the same for an HTTP request and a bundle entry."""

import re
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from portal.moments import to_instant
from portal.profile import Profile
from portal.refusals import Refusal, invalid
from portal.rest import attachments
from portal.rest.collisions import Collisions
from portal.rest.quota import Quota
from portal.search.parameters import RESOURCE_TYPES
from portal.search.query import Pairs
from portal.settings import Settings
from portal.smart.scopes import Person
from portal.storage.versions import Stored

_TAG = re.compile(r'W/"(\d{1,18})"')


@dataclass(frozen=True)
class Context:
    """Who asks, where the portal is reached, and how it is set."""

    person: Person
    base: str
    """The FHIR base address, without a slash at the end."""
    settings: Settings
    collisions: Collisions
    quota: Quota
    begun: int | None = None
    """When a write took its moment, where a test holds it up between that and its commit."""

    @property
    def profile(self) -> Profile:
        return self.settings.profile

    def shown(self, body: bytes) -> bytes:
        """Stored JSON as it leaves the portal."""
        return attachments.signed(body) if self.profile.signs_attachments else body


@dataclass
class Call:
    """`history` asks for `_history`; with `version` for one version. `body` is decoded JSON."""

    method: str
    type: str = ""
    id: str | None = None
    history: bool = False
    version: str | None = None
    query: Pairs = field(default_factory=list)
    if_match: str | None = None
    if_none_exist: str | None = None
    body: Any = None
    new_id: str | None = None
    """Of what a POST creates, where it had to be known before."""

    @property
    def condition(self) -> str | None:
        """What a conditional interaction depends on."""
        if self.method == "POST":
            return self.if_none_exist
        if self.id is None and self.method in ("PUT", "DELETE"):
            return "&".join(f"{name}={value}" for name, value in self.query) or None
        return None

    @property
    def keys(self) -> list[str]:
        """What a write changes, as far as can be told before it happens."""
        if self.id is not None:
            return [f"{self.type}/{self.id}"]
        return [f"{self.type}?{self.condition}"] if self.condition is not None else []


@dataclass(frozen=True)
class Answer:
    """`stored` is the version that the answer is about, where it is about one; `body` is JSON or empty."""

    status: int
    body: bytes = b""
    stored: Stored | None = None
    changed: bool = False

    def headers(self, base: str) -> dict[str, str]:
        if self.stored is None:
            return {}
        headers = {
            "ETag": etag(self.stored),
            "Last-Modified": formatdate(self.stored.updated / 1000, usegmt=True),
        }
        if self.status in (200, 201) and self.changed:
            headers["Location"] = location(base, self.stored)
        return headers

    def as_entry(self, base: str, tells_version: bool) -> dict[str, Any]:
        """`Bundle.entry.response`."""
        response: dict[str, Any] = {"status": status_line(self.status)}
        if self.stored is not None and not tells_version:
            response["location"] = self.stored.reference
        elif self.stored is not None:
            response["location"] = location(base, self.stored)
            response["etag"] = etag(self.stored)
            response["lastModified"] = to_instant(self.stored.updated)
        return response


_PHRASES = {
    200: "OK",
    201: "Created",
    204: "No Content",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
}


def status_line(status: int) -> str:
    return f"{status} {_PHRASES[status]}" if status in _PHRASES else str(status)


def etag(stored: Stored) -> str:
    return f'W/"{stored.version}"'


def location(base: str, stored: Stored) -> str:
    return f"{base}/{stored.reference}/_history/{stored.version}"


def read_target(method: str, path: str, query: str) -> Call:
    """What a path below the base means: `Task`, `Task/1`, `Task/1/_history`, `Task/1/_history/2`."""
    resource_type, *rest = path.split("/")
    if resource_type not in RESOURCE_TYPES:
        raise Refusal(404, "not-supported", f"This portal holds no {resource_type!r}.")
    call = Call(method, resource_type, query=parse_qsl(query, keep_blank_values=True))
    match rest:
        case []:
            pass
        case ["_history"]:
            call.history = True
        case [id_]:
            call.id = id_
        case [id_, "_history"]:
            call.id, call.history = id_, True
        case [id_, "_history", version]:
            call.id, call.history, call.version = id_, True, version
        case _:
            raise Refusal(404, "not-found", f"{path} is not the address of anything.")
    return call


def expected_version(if_match: str | None, strictly: bool) -> int | None:
    """The version If-Match names, or None where none counts. Read strictly, all but `W/"n"` is refused."""
    if if_match is None:
        return None
    match = _TAG.fullmatch(if_match.strip())
    if match is None and not strictly:
        return None
    if match is None:
        raise invalid(f'If-Match must look like W/"3", but was sent as {if_match}.')
    return int(match[1])
