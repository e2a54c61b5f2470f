"""Earlier versions: one, those of a resource, those of all resources of a type."""

import uuid
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from portal import json_text
from portal.moments import to_instant
from portal.refusals import invalid, not_found
from portal.rest import personal
from portal.rest.exchange import Answer, Call, Context, etag, status_line
from portal.search import dates
from portal.search.paging import from_cursor, to_cursor
from portal.search.query import CURSOR
from portal.storage.history import Place, versions, versions_of_type
from portal.storage.versions import Stored


def version(connection: sa.Connection, current: Stored, number: str) -> Stored:
    for stored in versions(connection, current):
        if str(stored.version) == number:
            return stored
    raise not_found(f"{current.reference} has no version {number}.")


def of_resource(connection: sa.Connection, current: Stored, call: Call, context: Context) -> Answer:
    since, limit, _ = _asked(call, context)
    found = [each for each in versions(connection, current) if since is None or each.updated >= since]
    address = f"{context.base}/{current.reference}/_history"
    return _answer(found[:limit], len(found), [{"relation": "self", "url": address}], context)


def of_type(connection: sa.Connection, call: Call, context: Context) -> Answer:
    """Paged, the newest first; what changes meanwhile is not in later pages."""
    since, limit, place = _asked(call, context)
    found, total = versions_of_type(connection, call.type, since, place, limit + 1)
    address = f"{context.base}/{call.type}/_history"
    sent = [(name, value) for name, value in call.query if name != CURSOR]
    links = [{"relation": "self", "url": f"{address}?{urlencode(sent)}" if sent else address}]
    if limit and len(found) > limit:
        last = found[limit - 1]
        cursor = to_cursor([last.updated, last.pk, last.version])
        links.append({"relation": "next", "url": f"{address}?{urlencode([*sent, (CURSOR, cursor)])}"})
    theirs = [each for each in found[:limit] if personal.shown_to(each, context.person)]
    return _answer(theirs, total, links, context)


def _asked(call: Call, context: Context) -> tuple[int | None, int, Place | None]:
    """Since when, how many, and behind which entry."""
    since, limit, place = None, context.profile.page_ceiling, None
    for name, value in call.query:
        if name == "_since" and (span := dates.span(value)):
            since = span[0]
        elif name == "_count" and value.isascii() and value.isdigit():
            limit = min(int(value), limit)
        elif name == CURSOR and call.id is None:
            updated, pk, number = from_cursor(value, 3)
            place = (updated, pk, number)
        elif name not in ("_format", "_pretty"):
            raise invalid(f"History cannot be asked for with {name}={value}.")
    return since, limit, place


def _answer(found: list[Stored], total: int, links: list[dict[str, str]], context: Context) -> Answer:
    bundle = {
        "resourceType": "Bundle",
        "id": str(uuid.uuid4()),
        "type": "history",
        "total": total,
        "link": links,
        "entry": [_entry(stored, context.base) for stored in found],
    }
    return Answer(200, json_text.encode(bundle))


def _entry(stored: Stored, base: str) -> dict[str, Any]:
    method, status = (
        ("DELETE", 204) if stored.deleted else ("POST", 201) if stored.version == 1 else ("PUT", 200)
    )
    entry: dict[str, Any] = {
        "fullUrl": f"{base}/{stored.reference}",
        "request": {"method": method, "url": stored.type if method == "POST" else stored.reference},
        "response": {
            "status": status_line(status),
            "etag": etag(stored),
            "lastModified": to_instant(stored.updated),
        },
    }
    if not stored.deleted:
        entry["resource"] = json_text.decode(stored.body)
    return entry
