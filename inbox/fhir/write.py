"""What is asked of the server in a write, and what it answered to each."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import msgspec

from inbox.domain import typed
from inbox.domain.ids import OperationId
from inbox.domain.words import tr
from inbox.fhir import outcome
from inbox.fhir.resource import Malformed, Resource, decode

JSON_PATCH = "application/json-patch+json"


class Write(msgspec.Struct, frozen=True):
    """One write: a create (POST to a type), an update (PUT to `Type/id`), or a JSON Patch."""

    method: str
    url: str
    """Relative to the base: `Task`, `Task/123`."""
    body: bytes
    if_match: str = ""
    """The version relied on, bare (`7`): the client makes the tag `W/"7"`, as an unquoted one is ignored."""
    if_none_exist: str = ""
    """Search that makes a create conditional, without `?`: `identifier=system|value`."""
    full_url: str = ""
    """`urn:uuid:…` by which other entries of the same bundle refer to what this creates."""
    operations: tuple[OperationId, ...] = ()
    """The outbox entries that this write answers for; never sent."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one write."""

    status: int
    """HTTP status of this entry; 0 where the server gave none: its fate is unknown."""
    ref: str = ""
    """`Type/id` as the server calls it; empty when refused."""
    version: str = ""
    resource: Resource | None = None
    """What the server now holds; None where it did not send it back."""
    problem: str = ""
    """Why not, in words; empty when it was done."""
    retry_after: float | None = None
    """Seconds to wait, on a busy entry of a server that says so."""
    request: str = ""
    """The `X-Request-Id` it was asked under."""
    whole: bool = False
    """The bundle was refused as one: nothing of it was done."""

    @property
    def done(self) -> bool:
        """The server confirmed it (200 on a conditional create means that it was already there)."""
        return 200 <= self.status < 300

    @property
    def busy(self) -> bool:
        """Not done, and worth asking again later."""
        return self.status in (429, 503)

    @property
    def changed(self) -> bool:
        """Not done: the version relied on is not the current one."""
        return self.status in (409, 412)


def etag(version: str) -> str:
    """The weak entity tag of a version: `W/"7"`."""
    return f'W/"{version}"'


def bundle_of(writes: Sequence[Write], *, atomic: bool) -> bytes:
    """The Bundle that asks for `writes`, as a transaction or as a batch."""
    return msgspec.json.encode(
        {
            "resourceType": "Bundle",
            "type": "transaction" if atomic else "batch",
            "entry": [_entry(write) for write in writes],
        }
    )


def _entry(write: Write) -> dict[str, object]:
    request = {"method": write.method, "url": write.url}
    if write.if_match:
        request["ifMatch"] = etag(write.if_match)
    if write.if_none_exist:
        request["ifNoneExist"] = write.if_none_exist
    resource: object = msgspec.Raw(write.body)
    if write.method == "PATCH":
        data = b64encode(write.body).decode("ascii")
        resource = {"resourceType": "Binary", "contentType": JSON_PATCH, "data": data}
    entry: dict[str, object] = {"resource": resource, "request": request}
    if write.full_url:
        entry["fullUrl"] = write.full_url
    return entry


class _Response(msgspec.Struct):
    status: str = ""
    location: str = ""
    etag: str = ""
    outcome: msgspec.Raw = msgspec.Raw()


class _Answered(msgspec.Struct):
    response: _Response = msgspec.field(default_factory=_Response)
    resource: msgspec.Raw = msgspec.Raw()


class _Answer(msgspec.Struct):
    entry: list[msgspec.Raw] = []


def outcomes_of(writes: Sequence[Write], answer: bytes, retry_after: float | None) -> list[Outcome]:
    """One Outcome a write, in order, from the Bundle the server answered; never trusts an outer 200.

    Raises msgspec.DecodeError when the answer is no Bundle at all.
    """
    entries = typed.decode(answer, _Answer).entry
    found = [_outcome(write, entry, retry_after) for write, entry in zip(writes, entries, strict=False)]
    unanswered = Outcome(0, problem=tr("The server did not say what became of this."))
    return found + [unanswered] * (len(writes) - len(found))


def _outcome(write: Write, raw: msgspec.Raw, retry_after: float | None) -> Outcome:
    try:
        entry = typed.decode(raw, _Answered)
        status = int(entry.response.status[:3])
    except (msgspec.DecodeError, ValueError):
        return Outcome(0, problem=tr("The server did not say what became of this."))
    if not 200 <= status < 300:
        reason = outcome.in_words(bytes(entry.response.outcome or entry.resource), status)
        return Outcome(status, problem=reason, retry_after=retry_after if status in (429, 503) else None)
    return done(write, status, entry.response.location, entry.response.etag, bytes(entry.resource))


def done(write: Write, status: int, location: str, tag: str, body: bytes) -> Outcome:
    """The Outcome of a write that the server confirmed; the resource itself knows best what it is."""
    resource = _resource(body)
    if resource is not None:
        return Outcome(status, resource.ref, resource.version or _bare(tag), resource)
    ref, version = _located(location)
    return Outcome(status, ref or (write.url if "/" in write.url else ""), version or _bare(tag))


def _resource(body: bytes) -> Resource | None:
    """What came back; None for nothing, an OperationOutcome, or what cannot be read."""
    if not body:
        return None
    try:
        resource = decode(body)
    except Malformed:
        return None
    return resource if resource.id and resource.type != "OperationOutcome" else None


def _located(location: str) -> tuple[str, str]:
    """`Type/id` and version in a Location: `[base/]Type/id[/_history/version]`."""
    path, _, version = location.partition("/_history/")
    parts = path.rstrip("/").split("/")
    return ("/".join(parts[-2:]) if len(parts) > 1 else "", version)


def _bare(tag: str) -> str:
    """The version in an entity tag, however it is quoted."""
    return tag.removeprefix("W/").strip('"')


def refused_whole(writes: Sequence[Write], body: bytes, status: int) -> list[Outcome]:
    """The Outcomes of a bundle that was refused as one.

    Where the server names the entries at fault (`Bundle.entry[3]`), the others get 424: nothing is
    wrong with them, they were not done because of those.
    """
    named = outcome.entries_named(body)
    fault = Outcome(status, problem=outcome.in_words(body, status), whole=True)
    if not named:
        return [fault] * len(writes)
    bystander = Outcome(424, problem=tr("Not done, because something sent with it was refused."), whole=True)
    return [fault if i in named else bystander for i in range(len(writes))]
