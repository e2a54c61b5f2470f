"""Batches, whose entries stand alone, and transactions, which happen as a whole or not at all.

On servers that do not keep to the latter, a transaction happens in pieces: its entries succeed or fail each
by itself, and only what they call each other is shared. Source: FHIR R4, http.html#transaction.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.profile import Profile
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
    limit = context.profile.bundle_limit
    if limit is not None and len(raw) > limit:
        raise Refusal(413, "too-long", f"This bundle may hold {limit} entries, and it holds {len(raw)}.")
    if kind == "transaction" and context.profile.atomic:
        outcomes: Sequence[Answer | Refusal] = await _as_a_whole(raw, database, context)
    else:
        outcomes = await _in_pieces(raw, database, context, linked=kind == "transaction")
    entries = [_response(outcome, context, bring_back) for outcome in outcomes]
    return {"resourceType": "Bundle", "id": str(uuid.uuid4()), "type": f"{kind}-response", "entry": entries}


async def _as_a_whole(raw: list[Any], database: Database, context: Context) -> Sequence[Answer]:
    try:
        entries = [_placed(index, each) for index, each in enumerate(raw)]
        writes = [entry.call for entry in entries if entry.call.method != "GET"]
        _demand_small(entries, context.profile)
        context.quota.spend(context.person.user, len(writes))
        with context.collisions.entering(key for call in writes for key in call.keys):
            await database.writing(lambda writing_: _transact(entries, writing_, context), context.begun)
    except Refusal as refusal:
        if context.profile.names_entries:
            raise
        words = "The transaction was refused."
        raise Refusal(refusal.status, refusal.code, words, headers=refusal.headers) from refusal
    return [entry.answer for entry in entries if entry.answer is not None]


def _demand_small(entries: list[Entry], profile: Profile) -> None:
    updates = sum(entry.call.method == "PUT" for entry in entries)
    if profile.transaction_updates is not None and updates > profile.transaction_updates:
        raise Refusal(400, "too-costly", "The transaction holds more updates than allowed.")
    conditional = any(entry.call.condition is not None for entry in entries)
    most = profile.transaction_conditional
    if conditional and most is not None and len(entries) > most:
        raise Refusal(400, "too-costly", "The transaction holds too many entries for one with conditions.")


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


async def _in_pieces(
    raw: list[Any], database: Database, context: Context, linked: bool
) -> Sequence[Answer | Refusal]:
    """What each entry did, or why it was refused. `linked`: references between the entries are resolved."""
    outcomes: dict[int, Answer | Refusal] = {}
    entries: dict[int, Entry] = {}
    for index, each in enumerate(raw):
        try:
            entries[index] = _placed(index, each)
        except Refusal as refusal:
            outcomes[index] = refusal
    links: dict[str, str] = {}
    if linked:
        named = [entry for entry in entries.values() if (entry.full_url or "").startswith("urn:")]
        links = await database.reading(lambda connection: _chosen_ids(named, connection, context))
    for index, entry in sorted(entries.items(), key=lambda pair: _ORDER.index(pair[1].call.method)):
        if links and entry.call.body is not None:
            entry.call.body = _relinked(entry.call.body, links)
        outcomes[index] = await _stand_alone(entry, database, context)
    return [outcomes[index] for index in range(len(raw))]


def _chosen_ids(named: list[Entry], connection: sa.Connection, context: Context) -> dict[str, str]:
    """Under which reference each entry will be stored, by the address it has in the bundle."""
    links: dict[str, str] = {}
    for entry in named:
        call, existing = entry.call, None
        if call.method == "POST" and call.if_none_exist is not None:
            try:
                existing = writing.existing_match(connection, call, context)
            except Refusal:
                continue  # the entry is refused for the same reason when its turn comes
        if call.method == "POST" and existing is None:
            call.new_id = str(uuid.uuid4())
        id_ = existing.id if existing is not None else call.new_id or call.id
        if id_ is not None:
            links[str(entry.full_url)] = f"{call.type}/{id_}"
    return links


async def _stand_alone(entry: Entry, database: Database, context: Context) -> Answer | Refusal:
    call = entry.call
    try:
        if call.method == "GET":
            context.quota.admit(context.person.user)
            return await database.reading(lambda connection: reading.answer(connection, call, context))
        context.quota.spend(context.person.user)
        with context.collisions.entering(call.keys):
            return await database.writing(
                lambda writing_: writing.answer(writing_, call, context), context.begun
            )
    except Refusal as refusal:
        return refusal.within(entry.place)


def _response(outcome: Answer | Refusal, context: Context, bring_back: bool) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        return {"response": {"status": status_line(outcome.status), "outcome": outcome.outcome()}}
    tells_version = context.profile.entries_tell_versions
    entry: dict[str, Any] = {"response": outcome.as_entry(context.base, tells_version)}
    if outcome.body and (bring_back or not outcome.changed):
        entry["resource"] = json_text.decode(context.shown(outcome.body))
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
            return writing.created(writing_, entry.call.body, context.person)
        return writing.answer(writing_, entry.call, context)
    except Refusal as refusal:
        raise refusal.within(entry.place) from refusal
