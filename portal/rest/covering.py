"""Who may see to an absent colleague's work: by PractitionerRoles with the duty "covering" that name them.

A person sets their own absence, a supervisor anybody's. The cover needs the rights of whom they cover. Only
whoever covers now acts on somebody's behalf, and takes their work over; nobody else may say they did.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.clinic.fhir import STAFF_ROLE
from portal.clinic.hours import ZONE
from portal.refusals import forbidden, invalid
from portal.search import dates
from portal.search.extract import split_reference
from portal.smart.scopes import Person
from portal.storage import schema

Resource = dict[str, Any]

COVERS_FOR = "https://example.org/inbox/StructureDefinition/covers-for"
_UNLIMITED = "supervisor"
_COVERS_AT_MOST: dict[str, frozenset[str]] = {
    "clerk": frozenset({"clerk"}),
    "lpn": frozenset({"clerk", "lpn"}),
    "rn": frozenset({"clerk", "lpn", "rn"}),
    "prescriber": frozenset({"clerk", "lpn", "rn", "prescriber"}),
    "supervisor": frozenset({"clerk", "lpn", "supervisor"}),
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def demand_coverage(
    connection: sa.Connection, before: Resource | None, after: Resource, person: Person
) -> None:
    """A PractitionerRole is a supervisor's to write, but for one's own absence; each cover may do enough."""
    if after["resourceType"] != "PractitionerRole":
        return
    away, cover = _away(after), _ref(after, "practitioner")
    mine = {person.practitioner}
    if person.role != _UNLIMITED and ({away} != mine or (before is not None and {_away(before)} != mine)):
        raise forbidden(f"{person.name} may only say who covers for themselves.")
    if not away:
        return
    if away == cover:
        raise invalid("Nobody covers for themselves.", "PractitionerRole.practitioner")
    if _role_of(connection, away) not in _COVERS_AT_MOST[_role_of(connection, cover)]:
        raise invalid("Whoever covers needs the same licence.", "PractitionerRole.practitioner")


def demand_behalf(connection: sa.Connection, resource: Resource, person: Person, now: int) -> None:
    """Nobody says they acted for a colleague unless they covered for them when they did."""
    if resource["resourceType"] != "Provenance":
        return
    at = dates.span(str(resource.get("occurredDateTime", "")))
    for agent in resource.get("agent", ()):
        behalf = _ref(agent, "onBehalfOf")
        if not behalf or behalf == _ref(agent, "who"):
            continue
        if _ref(agent, "who") != person.practitioner:
            raise forbidden(f"{person.name} may speak only of what they did themselves.")
        if not covers(connection, person.practitioner, behalf, min(at[0], now) if at else now):
            raise forbidden(f"{person.name} does not cover for {behalf}.")


def covers(connection: sa.Connection, who: str, away: str, at: int) -> bool:
    """Whether `who` covers for `away` at `at` (milliseconds UTC), or for whoever does."""
    return who in _standing_in(connection, away, lambda role: _holds(role, at))


def changes_hands_for_an_absence(
    connection: sa.Connection, before: Resource, after: Resource, now: int
) -> bool:
    """Whether an item goes to its owner's cover, or back from a cover to whom nobody covers any more."""
    was, becomes = _ref(before, "owner"), _ref(after, "owner")
    if covers(connection, becomes, was, now):
        return True
    returns = was in _standing_in(connection, becomes, lambda _role: True)
    return returns and not any(_holds(role, now) for role in _roles_for(connection, becomes))


def _standing_in(connection: sa.Connection, away: str, counts: Callable[[Resource], bool]) -> set[str]:
    """Everybody who is reached from `away` by roles that count."""
    found: set[str] = set()
    to_look_at = [away]
    while to_look_at:
        for role in _roles_for(connection, to_look_at.pop()):
            cover = _ref(role, "practitioner")
            if counts(role) and cover not in found:
                found.add(cover)
                to_look_at.append(cover)
    return found - {away}


def _roles_for(connection: sa.Connection, away: str) -> Iterator[Resource]:
    return (role for role in _all_roles(connection) if _away(role) == away)


def _all_roles(connection: sa.Connection) -> list[Resource]:
    table = schema.resource
    bodies = connection.scalars(
        sa.select(table.c.body).where(table.c.type == "PractitionerRole", ~table.c.deleted)
    )
    return [json_text.decode(body) for body in bodies if body]


def _role_of(connection: sa.Connection, who: str) -> str:
    """The role that the staff list gives somebody; unknown means least."""
    codes = {
        coding.get("code")
        for role in _all_roles(connection)
        if _ref(role, "practitioner") == who and not _away(role)
        for coding in _codings(role)
        if coding.get("system") == STAFF_ROLE
    }
    return next((role for role in reversed(_COVERS_AT_MOST) if role in codes), "clerk")


def _holds(role: Resource, at: int) -> bool:
    if not role.get("active", True):
        return False
    period = role.get("period", {})
    begins, ends = (dates.span(str(period.get(name, ""))) for name in ("start", "end"))
    if (begins is not None and at < begins[0]) or (ends is not None and at >= _after(ends)):
        return False
    hours = role.get("availableTime", [])
    return not hours or _in_hours(hours, datetime.fromtimestamp(at / 1000, ZONE))


def _after(span: tuple[int, int]) -> int:
    """The end of a period: of a date the whole day, of a moment that moment itself."""
    return span[0] if span[1] - span[0] <= 1000 else span[1]


def _in_hours(hours: Iterable[Resource], local: datetime) -> bool:
    def between(block: Resource) -> bool:
        try:
            start = time.fromisoformat(block.get("availableStartTime", "00:00:00"))
            end = time.fromisoformat(block.get("availableEndTime", "23:59:59"))
            return _DAYS[local.weekday()] in block.get("daysOfWeek", _DAYS) and start <= local.time() < end
        except (TypeError, ValueError):  # nobody covers in hours that cannot be read
            return False

    return any(between(block) for block in hours)


def _away(role: Resource) -> str:
    return next(
        (_ref(one, "valueReference") for one in role.get("extension", ()) if one.get("url") == COVERS_FOR), ""
    )


def _ref(holder: Resource, name: str) -> str:
    value = holder.get(name)
    kind, id_ = split_reference(str(value.get("reference", "")) if isinstance(value, dict) else "")
    return f"{kind}/{id_}" if kind and id_ else ""


def _codings(role: Resource) -> Iterator[Resource]:
    return (coding for concept in role.get("code", ()) for coding in concept.get("coding", ()))
