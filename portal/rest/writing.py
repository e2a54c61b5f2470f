"""Create, update, patch and delete, each inside a write transaction that somebody else opened."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import sqlalchemy as sa

from portal import json_text
from portal.refusals import Refusal, gone, invalid, not_found
from portal.rest import covering, deciding, licences, personal, policy, signing
from portal.rest.attachments import unsigned
from portal.rest.exchange import Answer, Call, Context, expected_version
from portal.rest.patching import patched
from portal.rest.validation import check
from portal.search.query import Pairs, read_search
from portal.search.results import ids_matching
from portal.smart.scopes import Person
from portal.storage import resources
from portal.storage.database import Writing
from portal.storage.resources import fetch
from portal.storage.versions import Stored
from portal.subscriptions.criteria import activated


def answer(writing: Writing, call: Call, context: Context) -> Answer:
    """Carry out a POST, PUT, PATCH or DELETE on one resource."""
    match call.method, call.id:
        case _ if call.history:
            raise Refusal(405, "not-supported", "An earlier version cannot be changed.")
        case "POST", None:
            return create(writing, call, context)
        case "PUT", None if call.condition:
            return update_matching(writing, call, context)
        case "PUT", str():
            return update(writing, call, context)
        case "PATCH", str():
            return patch(writing, call, context)
        case "DELETE", str():
            return delete(writing, call, context)
    raise Refusal(405, "not-supported", f"{call.method} is not possible here.")


def create(writing: Writing, call: Call, context: Context) -> Answer:
    resource = check_new(call, context)
    if call.if_none_exist is not None:
        existing = existing_match(writing.connection, call, context)
        if existing is not None:
            return already_there(existing, context)
    named = resource if call.new_id is None else {**resource, "id": call.new_id}
    return created(writing, named, context.person)


def created(writing: Writing, resource: dict[str, Any], person: Person) -> Answer:
    covering.demand_coverage(writing.connection, None, resource, person)
    covering.demand_behalf(writing.connection, resource, person, writing.moment)
    deciding.demand_decider({}, resource, person)
    licences.demand_licence({}, resource, person)
    signing.demand_signature({}, resource, person)
    stored = resources.insert(writing, resource)
    return Answer(201, stored.body, stored, changed=True)


def already_there(existing: Stored, context: Context) -> Answer:
    """A conditional create must not show what the person could not have read."""
    body = existing.body if context.person.may("r", existing.type) else b""
    return Answer(200, body, existing, changed=True)


def check_new(call: Call, context: Context) -> dict[str, Any]:
    """The resource to create, without the id a client may have put in: the portal chooses ids."""
    context.person.require("c", call.type)
    resource = _checked(call.body, call, context)
    personal.demand_own(resource, context.person)
    return {name: value for name, value in resource.items() if name != "id"}


def existing_match(connection: sa.Connection, call: Call, context: Context) -> Stored | None:
    """What a conditional create finds already there (If-None-Exist)."""
    criterion = call.if_none_exist or ""
    if criterion.startswith("?"):
        raise invalid("If-None-Exist holds search parameters only, without a leading question mark.")
    return _only_match(connection, call.type, parse_qsl(criterion, keep_blank_values=True), context)


def _only_match(
    connection: sa.Connection, resource_type: str, pairs: Pairs, context: Context
) -> Stored | None:
    wanted = read_search(resource_type, pairs, context.profile)
    if not wanted.conditions:
        raise invalid("The condition holds no search parameter that could tell resources apart.")
    wanted.conditions += personal.only_own(resource_type, context.person)
    ids = ids_matching(connection, wanted, 2)
    if len(ids) > 1:
        raise Refusal(412, "multiple-matches", f"The condition matches more than one {resource_type}.")
    return fetch(connection, resource_type, ids[0]) if ids else None


def update(writing: Writing, call: Call, context: Context) -> Answer:
    context.person.require("u", call.type)
    resource = _checked(call.body, call, context)
    current = _current(writing, call, context)
    return _replaced(writing, current, resource, context)


def update_matching(writing: Writing, call: Call, context: Context) -> Answer:
    """A conditional update: of the one match, else a create (FHIR R4, http.html#cond-update)."""
    context.person.require("u", call.type)
    existing = _only_match(writing.connection, call.type, call.query, context)
    if existing is None:
        return created(writing, check_new(call, context), context.person)
    if isinstance(call.body, dict):
        call.body = {"id": existing.id} | call.body
    named = replace(call, id=existing.id)
    _demand_version(existing, _expected(call, context))
    return _replaced(writing, existing, _checked(call.body, named, context), context)


def patch(writing: Writing, call: Call, context: Context) -> Answer:
    context.person.require("u", call.type)
    current = _current(writing, call, context)
    resource = _checked(patched(json_text.decode(current.body), call.body), call, context)
    return _replaced(writing, current, resource, context)


def delete(writing: Writing, call: Call, context: Context) -> Answer:
    context.person.require("d", call.type)
    expected = _expected(call, context)
    current = fetch(writing.connection, call.type, call.id or "")
    if current is None or current.deleted or not personal.shown_to(current, context.person):
        return Answer(204)
    _demand_version(current, expected)
    signing.demand_unsigned(json_text.decode(current.body))
    return Answer(204, b"", resources.remove(writing, current))


def _checked(resource: Any, call: Call, context: Context) -> dict[str, Any]:
    """What was sent, fit to be stored; an update is sent under its own id."""
    checked = check(resource, call.type, call.id, context.profile.checks_codes)
    if call.type == "Subscription":
        checked = activated(checked, context.profile)
    return unsigned(checked) if context.profile.signs_attachments else checked


def _replaced(writing: Writing, current: Stored, resource: dict[str, Any], context: Context) -> Answer:
    before = json_text.decode(current.body) if current.body else {"resourceType": current.type}
    resource = policy.kept(before, resource, context.person, context.profile)
    personal.demand_own(resource, context.person)
    policy.demand_own(writing.connection, before, resource, context.person, context.profile, writing.moment)
    covering.demand_coverage(writing.connection, before, resource, context.person)
    deciding.demand_decider(before, resource, context.person)
    licences.demand_licence(before, resource, context.person)
    signing.demand_signature(before, resource, context.person)
    policy.demand_lead(writing.connection, before, resource, context.person, writing.moment)
    stored = resources.replace(writing, current, resource)
    return Answer(200, stored.body, stored, changed=True)


def _current(writing: Writing, call: Call, context: Context) -> Stored:
    """What is about to be changed, provided that it is still the version the client saw."""
    expected = _expected(call, context)
    current = fetch(writing.connection, call.type, call.id or "")
    if current is None or not personal.shown_to(current, context.person):
        raise not_found(f"There is no {call.type}/{call.id}, and clients do not choose ids here.")
    if current.deleted and not (call.method == "PUT" and context.profile.put_resurrects):
        raise gone(f"{current.reference} was deleted.")
    _demand_version(current, expected)
    return current


def _expected(call: Call, context: Context) -> int | None:
    of_put_to_an_id = call.method == "PUT" and call.id is not None
    if not of_put_to_an_id and not context.profile.guards_every_write:
        return None
    return expected_version(call.if_match, context.profile.reads_if_match_strictly)


def _demand_version(current: Stored, expected: int | None) -> None:
    if expected is not None and expected != current.version:
        raise Refusal(
            412,
            "conflict",
            f"{current.reference} is at version {current.version}; the change was made to {expected}.",
        )
