"""Batches, whose entries stand alone, and transactions, which happen as a whole or not at all.

Source: FHIR R4, http.html#transaction.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal import json_text
from portal.manners import Manners
from portal.refusals import Refusal, invalid
from portal.rest import reading, writing
from portal.rest.exchange import Answer, Call, Context, read_target, status_line
from portal.rest.patching import from_binary
from portal.storage.database import Database, Writing

_ORDER = ("DELETE", "POST", "PUT", "PATCH", "GET")
# Only these may hold a reference; an identifier that happens to be the same UUID must stay as it is.
_LINK_KEYS = frozenset({"reference", "url", "uri", "valueUri", "valueUrl", "valueUuid", "valueCanonical"})


@dataclass
class Entry:
    """`place` is where it stands in the bundle, for messages."""

    place: str
    full_url: str | None
    call: Call
    answer: Answer | None = None


async def carry_out(
    bundle: dict[str, Any], database: Database, context: Context, bring_back: bool
) -> dict[str, Any]:
    """The response bundle. `bring_back` adds what was written; what was read is always there."""
    kind = bundle.get("type")
    if bundle.get("resourceType") != "Bundle" or kind not in ("batch", "transaction"):
        raise invalid("Here only a Bundle of type batch or transaction can be posted.", "Bundle.type")
    raw = bundle.get("entry", [])
    if not isinstance(raw, list):
        raise Refusal(400, "structure", "Bundle.entry is not a list.", "Bundle.entry")
    _demand_size(raw, context.settings.manners)
    if kind == "batch" or not context.settings.manners.atomic:
        outcomes: Sequence[Answer | Refusal] = [
            await _stand_alone(index, each, database, context) for index, each in enumerate(raw)
        ]
    else:
        outcomes = await _as_a_whole(raw, database, context)
    entries = [_response(outcome, context.base, bring_back) for outcome in outcomes]
    return {"resourceType": "Bundle", "id": str(uuid.uuid4()), "type": f"{kind}-response", "entry": entries}


def _demand_size(raw: list[Any], manners: Manners) -> None:
    conditional = any("ifNoneExist" in str(each.get("request")) for each in raw if isinstance(each, dict))
    limit = manners.conditional_limit if conditional else manners.transaction_limit
    if len(raw) > limit:
        raise Refusal(413, "too-long", f"This bundle may hold {limit} entries, and it holds {len(raw)}.")


async def _as_a_whole(raw: list[Any], database: Database, context: Context) -> Sequence[Answer]:
    try:
        entries = [_placed(index, each) for index, each in enumerate(raw)]
        await database.writing(lambda writing_: _transact(entries, writing_, context))
    except Refusal as refusal:
        if context.settings.manners.names_entries:
            raise
        raise Refusal(refusal.status, refusal.code, "The transaction was refused.") from refusal
    return [entry.answer for entry in entries if entry.answer is not None]


def _placed(index: int, raw: Any) -> Entry:
    place = f"Bundle.entry[{index}]"
    try:
        return _read_entry(place, raw)
    except Refusal as refusal:
        raise refusal.within(place) from refusal


def _read_entry(place: str, raw: Any) -> Entry:
    request = raw.get("request") if isinstance(raw, dict) else None
    if not isinstance(request, dict) or not all(
        isinstance(request.get(key), str) for key in ("method", "url")
    ):
        raise Refusal(400, "structure", "An entry needs request.method and request.url.")
    method = request["method"]
    if method not in _ORDER:
        raise invalid(f"The method {method} cannot be used in a bundle.")
    path, _, query = request["url"].lstrip("/").partition("?")
    call = read_target(method, path, query)
    if method == "POST" and call.id is not None:
        raise Refusal(405, "not-supported", "In a bundle, POST creates: its address is a type alone.")
    call.if_match = request.get("ifMatch")
    call.if_none_exist = request.get("ifNoneExist")
    call.body = from_binary(raw.get("resource")) if method == "PATCH" else raw.get("resource")
    return Entry(place, raw.get("fullUrl"), call)


async def _stand_alone(index: int, raw: Any, database: Database, context: Context) -> Answer | Refusal:
    """One entry of a batch: what it did, or why it was refused."""
    try:
        call = _placed(index, raw).call
        if call.method == "GET":
            return await database.reading(lambda connection: reading.answer(connection, call, context))
        return await database.writing(lambda writing_: writing.answer(writing_, call, context))
    except Refusal as refusal:
        place = f"Bundle.entry[{index}]"
        return refusal if (refusal.expression or "").startswith(place) else refusal.within(place)


def _response(outcome: Answer | Refusal, base: str, bring_back: bool) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        return {"response": {"status": status_line(outcome.status), "outcome": outcome.outcome()}}
    entry: dict[str, Any] = {"response": outcome.as_entry(base)}
    if outcome.body and (bring_back or not outcome.changed):
        entry["resource"] = json_text.decode(outcome.body)
    return entry


def _transact(entries: list[Entry], writing_: Writing, context: Context) -> None:
    _refuse_repeats(entries)
    links: dict[str, str] = {}
    for entry in entries:
        _name(entry, links, writing_, context)
    for entry in entries:
        if links and entry.call.body is not None:
            entry.call.body = _relinked(entry.call.body, links)
    for entry in sorted(entries, key=lambda each: _ORDER.index(each.call.method)):
        if entry.answer is None:
            entry.answer = _perform(entry, writing_, context)


def _refuse_repeats(entries: list[Entry]) -> None:
    """The same resource twice in one transaction is illegal, and so is the same conditional create."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        call = entry.call
        if call.method == "GET":
            continue
        what = call.id if call.method != "POST" else call.if_none_exist
        if what is None:
            continue
        if (call.type, what) in seen:
            raise invalid(f"{call.type} {what} is in this transaction twice.", entry.place)
        seen.add((call.type, what))


def _name(entry: Entry, links: dict[str, str], writing_: Writing, context: Context) -> None:
    """Settle the id of what an entry is about before anything is written, so that others can refer to it."""
    call = entry.call
    try:
        if call.method == "POST":
            resource = writing.check_new(call, context)
            existing = None
            if call.if_none_exist is not None:
                existing = writing.existing_match(writing_.connection, call, context)
            if existing is not None:
                entry.answer = writing.already_there(existing, context)
            call.body = {**resource, "id": existing.id if existing else str(uuid.uuid4())}
            call.id = call.body["id"]
    except Refusal as refusal:
        raise refusal.within(entry.place) from refusal
    if entry.full_url and entry.full_url.startswith("urn:") and call.id:
        links[entry.full_url] = f"{call.type}/{call.id}"


def _relinked(value: Any, links: dict[str, str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _relinked(member, links, name) for name, member in value.items()}
    if isinstance(value, list):
        return [_relinked(member, links, key) for member in value]
    if isinstance(value, str) and key in _LINK_KEYS:
        return links.get(value, value)
    return value


def _perform(entry: Entry, writing_: Writing, context: Context) -> Answer:
    try:
        if entry.call.method == "GET":
            return reading.answer(writing_.connection, entry.call, context)
        if entry.call.method == "POST":
            return writing.created(writing_, entry.call.body)
        return writing.answer(writing_, entry.call, context)
    except Refusal as refusal:
        raise refusal.within(entry.place) from refusal
