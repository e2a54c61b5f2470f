"""Read, vread, history and search."""

import uuid
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from portal import json_text
from portal.moments import to_instant
from portal.refusals import Refusal, gone, invalid, not_found
from portal.rest.exchange import Answer, Call, Context, etag, status_line
from portal.search import dates
from portal.search.query import CURSOR, Search, read_search
from portal.search.results import Found, Page, run
from portal.storage.resources import Stored, fetch, versions


def answer(connection: sa.Connection, call: Call, context: Context) -> Answer:
    """Carry out a GET."""
    if call.id is None:
        return search(connection, call, context)
    context.person.require("r", call.type)
    keeps_history = context.settings.manners.keeps_history
    if call.history and not keeps_history:
        raise not_found("This portal shows no earlier versions.")
    current = fetch(connection, call.type, call.id)
    if current is None or (current.deleted and not keeps_history):
        raise not_found(f"There is no {call.type}/{call.id}.")
    if call.version is not None:
        return _version(connection, current, call.version)
    if call.history:
        return _history(connection, current, call, context)
    return _read(current)


def _read(stored: Stored) -> Answer:
    if stored.deleted:
        raise gone(f"{stored.reference} was deleted.")
    return Answer(200, stored.body, stored)


def _version(connection: sa.Connection, current: Stored, version: str) -> Answer:
    for stored in versions(connection, current):
        if str(stored.version) == version:
            return _read(stored)
    raise not_found(f"{current.reference} has no version {version}.")


def _history(connection: sa.Connection, current: Stored, call: Call, context: Context) -> Answer:
    since, limit = None, context.settings.page_ceiling
    for name, value in call.query:
        if name == "_since" and (span := dates.span(value)):
            since = span[0]
        elif name == "_count" and value.isdigit():
            limit = min(int(value), limit)
        elif name not in ("_format", "_pretty"):
            raise invalid(f"History cannot be asked for with {name}={value}.")
    found = [each for each in versions(connection, current) if since is None or each.updated >= since]
    bundle = {
        "resourceType": "Bundle",
        "id": str(uuid.uuid4()),
        "type": "history",
        "total": len(found),
        "link": [{"relation": "self", "url": f"{context.base}/{current.reference}/_history"}],
        "entry": [_history_entry(stored, context.base) for stored in found[:limit]],
    }
    return Answer(200, json_text.encode(bundle))


def _history_entry(stored: Stored, base: str) -> dict[str, Any]:
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


def search(connection: sa.Connection, call: Call, context: Context) -> Answer:
    context.person.require("s", call.type)
    settings = context.settings
    wanted = read_search(call.type, call.query, settings.page_default, settings.page_ceiling)
    try:
        page = run(connection, wanted, lambda resource_type: context.person.may("r", resource_type))
    except sa.exc.OperationalError as error:
        raise Refusal(400, "too-costly", "The search has too many alternatives or conditions.") from error
    return Answer(200, _searchset(wanted, page, context.base))


def _searchset(wanted: Search, page: Page, base: str) -> bytes:
    """Bodies are put in as the bytes they are stored as: a page of 1000 is not decoded and encoded again."""
    address = f"{base}/{wanted.type}"
    links = [{"relation": "self", "url": _address(address, wanted.sent)}]
    if page.next_cursor is not None:
        following = _address(address, [*wanted.sent, (CURSOR, page.next_cursor)])
        links.append({"relation": "next", "url": following})
    head: dict[str, Any] = {"resourceType": "Bundle", "id": str(uuid.uuid4()), "type": "searchset"}
    if page.total is not None:
        head["total"] = page.total
    head["link"] = links
    entries = [_entry(base, found, b"match") for found in page.matches]
    entries += [_entry(base, found, b"include") for found in page.included]
    opened = json_text.encode(head)[:-1]
    if not entries:
        return opened + b"}"
    return b"".join((opened, b',"entry":[', b",".join(entries), b"]}"))


def _entry(base: str, found: Found, mode: bytes) -> bytes:
    full_url = f"{base}/{found.type}/{found.id}".encode()
    return b'{"fullUrl":"%b","resource":%b,"search":{"mode":"%b"}}' % (full_url, found.body, mode)


def _address(address: str, pairs: list[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address
