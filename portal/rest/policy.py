"""What a site's access policy does to updates, beyond the rights of a role."""

import copy
from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.profile import Profile
from portal.refusals import forbidden
from portal.rest import covering, deciding
from portal.search import dates
from portal.search.extract import split_reference
from portal.smart.scopes import Person
from portal.storage import schema
from portal.storage.resources import fetch

Resource = dict[str, Any]

_UNLIMITED = "supervisor"
_IN_HAND = ("accepted", "in-progress", "on-hold")
"""The states of a Task that somebody is working on, or waits with."""


def sees_tombstones(person: Person, profile: Profile) -> bool:
    return profile.shows_tombstones or person.role == _UNLIMITED


def kept(before: Resource, after: Resource, person: Person, profile: Profile) -> Resource:
    """`after` with what the person may not change as it was, of which nothing is said."""
    result = copy.copy(after)
    for path in profile.read_only.get(person.role, ()):
        resource_type, _, element = path.partition(".")
        if resource_type != after["resourceType"]:
            continue
        result.pop(element, None)
        if element in before:
            result[element] = before[element]
    return result


def demand_own(
    connection: sa.Connection,
    before: Resource,
    after: Resource,
    person: Person,
    profile: Profile,
    now: int,
) -> None:
    """Whoever is limited to their own items takes none from a colleague they do not cover for, and hands none
    on."""
    if person.role not in profile.own_items_only or after["resourceType"] != "Task":
        return
    if _owned(connection, after, person) and covering.covers(
        connection, person.practitioner, _owner(before), now
    ):
        return
    if not all(_owned(connection, each, person) for each in (before, after)):
        raise forbidden(f"{person.name} may change only what is theirs or nobody's.")


def demand_lead(
    connection: sa.Connection, before: Resource, after: Resource, person: Person, now: int
) -> None:
    """Only a supervisor, or whoever is charge nurse `now`, gives away what a colleague is working on. What
    one who works here no more had goes back to its pool by anybody, and a prescriber may take to themselves
    what they were asked about."""
    if after["resourceType"] != "Task" or before.get("status") not in _IN_HAND:
        return
    if _owner(before) == _owner(after) or _owned(connection, before, person):
        return
    if covering.changes_hands_for_an_absence(connection, before, after, now):
        return
    if _owner(after) == person.practitioner and deciding.was_asked_about(connection, before, person):
        return
    if not _is_a_persons(after) and not _works_here(connection, _owner(before)):
        return  # a colleague who left is asked by nobody, and their work must not wait for a supervisor
    if person.role != _UNLIMITED and not _is_charge(connection, person, now):
        raise forbidden(f"{person.name} may not take work from a colleague: that is for a supervisor.")


def _owner(item: Resource) -> str:
    return str((item.get("owner") or {}).get("reference", ""))


def _is_a_persons(item: Resource) -> bool:
    return split_reference(_owner(item))[0] in ("Practitioner", "PractitionerRole")


def _works_here(connection: sa.Connection, owner: str) -> bool:
    """Whether the staff list has `owner`; a role means its practitioner, even one that is over."""
    kind, id_ = split_reference(owner)
    found = fetch(connection, kind, id_) if kind and id_ else None
    if found is None or not found.body:
        return False
    body = json_text.decode(found.body)
    if kind == "PractitionerRole":
        return _works_here(connection, str(body.get("practitioner", {}).get("reference", "")))
    return bool(body.get("active", True))


def _is_charge(connection: sa.Connection, person: Person, now: int) -> bool:
    """Whether one of the person's roles is that of the charge nurse, and holds `now` (milliseconds UTC)."""
    kind, id_ = split_reference(person.practitioner)
    value = schema.reference_value
    theirs = sa.select(schema.resource.c.body).where(
        schema.resource.c.pk.in_(
            sa.select(value.c.resource).where(
                value.c.param == "PractitionerRole.practitioner",
                value.c.target_type == kind,
                value.c.target_id == id_,
            )
        )
    )
    return any(_charge_now(json_text.decode(body), now) for body in connection.scalars(theirs) if body)


def _charge_now(role: Resource, now: int) -> bool:
    codings = (coding for concept in role.get("code", ()) for coding in concept.get("coding", ()))
    if not role.get("active", True) or all(coding.get("code") != "charge" for coding in codings):
        return False
    period = role.get("period", {})
    begins, ends = (dates.span(str(period.get(name, ""))) for name in ("start", "end"))
    return (begins is None or begins[0] <= now) and (ends is None or now < ends[1])


def _owned(connection: sa.Connection, item: Resource, person: Person) -> bool:
    kind, id_ = split_reference(str((item.get("owner") or {}).get("reference", "")))
    if kind == "PractitionerRole":
        role = fetch(connection, kind, id_)
        holder = json_text.decode(role.body).get("practitioner", {}) if role and role.body else {}
        return bool(holder.get("reference") == person.practitioner)
    return kind != "Practitioner" or f"{kind}/{id_}" == person.practitioner
