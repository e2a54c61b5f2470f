"""Read, vread and search."""

import uuid
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from portal import json_text
from portal.refusals import Refusal, gone, not_found
from portal.rest import history, personal
from portal.rest.exchange import Answer, Call, Context
from portal.rest.policy import sees_tombstones
from portal.search.query import Search, read_search
from portal.search.results import Found, Page, run
from portal.storage.resources import fetch
from portal.storage.versions import Stored


def answer(connection: sa.Connection, call: Call, context: Context) -> Answer:
    """Carry out a GET."""
    if call.id is None and not call.history:
        return search(connection, call, context)
    context.person.require("r", call.type)
    if call.history and not context.profile.keeps_history:
        raise not_found("This portal shows no earlier versions.")
    if call.id is None:
        return history.of_type(connection, call, context)
    current = fetch(connection, call.type, call.id)
    if current is None or (current.deleted and not sees_tombstones(context.person, context.profile)):
        raise not_found(f"There is no {call.type}/{call.id}.")
    if not personal.shown_to(current, context.person):
        raise not_found(f"There is no {call.type}/{call.id}.")
    if call.version is not None:
        return _read(history.version(connection, current, call.version))
    if call.history:
        return history.of_resource(connection, current, call, context)
    return _read(current)


def _read(stored: Stored) -> Answer:
    if stored.deleted:
        raise gone(f"{stored.reference} was deleted.")
    return Answer(200, stored.body, stored)


def search(connection: sa.Connection, call: Call, context: Context) -> Answer:
    context.person.require("s", call.type)
    wanted = read_search(call.type, call.query, context.profile)
    wanted.conditions += personal.only_own(call.type, context.person)
    try:
        page = run(connection, wanted, lambda comes_along: _may_come_along(comes_along, context))
    except sa.exc.OperationalError as error:
        raise Refusal(400, "too-costly", "The search has too many alternatives or conditions.") from error
    return Answer(200, _searchset(wanted, page, context.base))


def _may_come_along(resource_type: str, context: Context) -> bool:
    return resource_type != personal.TYPE and context.person.may("r", resource_type)


def _searchset(wanted: Search, page: Page, base: str) -> bytes:
    """Bodies are put in as the bytes they are stored as: a page of 1000 is not decoded and encoded again."""
    address = f"{base}/{wanted.type}"
    links = [{"relation": "self", "url": _address(address, wanted.sent)}]
    if page.following is not None:
        links.append({"relation": "next", "url": _address(address, [*wanted.sent, page.following])})
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
