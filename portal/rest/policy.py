"""What a site's access policy does to updates, beyond the rights of a role."""

import copy
from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.profile import Profile
from portal.refusals import forbidden
from portal.search.extract import split_reference
from portal.smart.scopes import Person
from portal.storage.resources import fetch

Resource = dict[str, Any]

_UNLIMITED = "supervisor"


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
    connection: sa.Connection, before: Resource, after: Resource, person: Person, profile: Profile
) -> None:
    """Whoever is limited to their own items takes none from a colleague and hands none on."""
    if person.role not in profile.own_items_only or after["resourceType"] != "Task":
        return
    if not all(_owned(connection, each, person) for each in (before, after)):
        raise forbidden(f"{person.name} may change only what is theirs or nobody's.")


def _owned(connection: sa.Connection, item: Resource, person: Person) -> bool:
    kind, id_ = split_reference(str((item.get("owner") or {}).get("reference", "")))
    if kind == "PractitionerRole":
        role = fetch(connection, kind, id_)
        holder = json_text.decode(role.body).get("practitioner", {}) if role and role.body else {}
        return bool(holder.get("reference") == person.practitioner)
    return kind != "Practitioner" or f"{kind}/{id_}" == person.practitioner
