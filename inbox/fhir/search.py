"""Searching: parameters, and a page of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from inbox.domain import typed
from inbox.domain.words import tr
from inbox.fhir import outcome
from inbox.fhir.resource import Malformed, Resource, decode

Params = Mapping[str, str | Sequence[str]]
"""Search parameters; several values of one name are repeated, which FHIR reads as *and*."""


class Page(msgspec.Struct, frozen=True):
    """One page of a search."""

    resources: list[Resource]
    """What matched."""
    included: list[Resource] = []
    """What came along through `_include` or `_revinclude`."""
    next: str = ""
    """Address of the next page, as the server gives it; empty on the last."""
    total: int | None = None
    deleted: list[str] = []
    """`Type/id` of what a history says was deleted."""
    problems: list[str] = []
    """What had to be skipped and what the server warned of, in words. Names ids at most."""


class _Link(msgspec.Struct):
    relation: str = ""
    url: str = ""


class _Mode(msgspec.Struct):
    mode: str = "match"


class _Request(msgspec.Struct):
    method: str = ""
    url: str = ""


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = msgspec.Raw()
    search: _Mode = msgspec.field(default_factory=_Mode)
    request: _Request = msgspec.field(default_factory=_Request)


class _Bundle(msgspec.Struct):
    type: str = msgspec.field(name="resourceType")
    entry: list[msgspec.Raw] = []
    link: list[_Link] = []
    total: int | None = None


_bundle = typed.decoder(_Bundle)
_entry = typed.decoder(_Entry)


def query(params: Params) -> str:
    """`params` as a query string. `|`, `,` and `:` stay readable; servers take both."""
    pairs = [(k, v) for k, vs in params.items() for v in ([vs] if isinstance(vs, str) else vs)]
    return urlencode(pairs, safe=":,|/$")


def page_of(body: bytes) -> Page:
    """The page in a searchset Bundle. What cannot be read is skipped and told, never fatal.

    Raises msgspec.DecodeError when `body` is no Bundle.
    """
    bundle = _bundle.decode(body)
    if bundle.type != "Bundle":
        raise msgspec.ValidationError(f"Expected a Bundle, got {bundle.type}")
    page = Page([], [], _next(bundle), bundle.total, [], [])
    for number, raw in enumerate(bundle.entry, start=1):
        try:
            entry = _entry.decode(raw)
            if entry.request.method == "DELETE":
                page.deleted.append(_deleted(entry.request.url))
                continue
            resource = decode(entry.resource)
        except (Malformed, msgspec.DecodeError) as e:
            page.problems.append(tr("Entry {number} could not be read ({why}).", number=number, why=e))
            continue
        if entry.search.mode == "outcome" or resource.type == "OperationOutcome":
            page.problems.append(outcome.in_words(resource.body, 200))
        elif entry.search.mode == "include":
            page.included.append(resource)
        else:
            page.resources.append(resource)
    return page


def _deleted(url: str) -> str:
    """`Type/id` in the address a deletion was asked of."""
    return "/".join(url.partition("/_history")[0].rstrip("/").split("/")[-2:])


def _next(bundle: _Bundle) -> str:
    return next((link.url for link in bundle.link if link.relation == "next"), "")
