"""Colleagues and pools: how they are named, and which references mean whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Party
from inbox.domain.pool import AT_WORK, COVERING, Duty, Pool, Staff
from inbox.fhir.incoming.coverage import CoverRole, coverage
from inbox.fhir.incoming.hours import blocks
from inbox.fhir.incoming.moments import day
from inbox.fhir.incoming.pools import POOLS
from inbox.fhir.incoming.roles import role_table
from inbox.fhir.incoming.shapes import (
    Concept,
    HumanName,
    Part,
    Period,
    Reference,
    kind_of,
)
from inbox.fhir.incoming.tolerant import decode

DUTIES = ("charge", "on-call", COVERING)
"""Codes of a PractitionerRole that are no role but a dated duty."""


class Directory:
    """Names of staff and pools, and which person a PractitionerRole is.

    It learns as the store reads people: a server may leave every `display` out, and may name the owner
    of an item by any of their roles.
    """

    def __init__(self, staff: Iterable[Staff] = (), pools: Iterable[Pool] = ()) -> None:
        self._names: dict[str, str] = {}
        self._persons: dict[str, str] = {}
        self.learn(staff, pools)

    def learn(self, staff: Iterable[Staff] = (), pools: Iterable[Pool] = ()) -> None:
        """Know these too; a newer name replaces the older."""
        for person in staff:
            self._names[person.id] = person.name
            self._persons.update(dict.fromkeys(person.role_refs, person.id))
        self._names.update((pool.id, pool.name) for pool in pools if pool.name)

    def person(self, ref: str) -> str:
        """The person `ref` means, by whichever of their references; any other reference as it is."""
        return self._persons.get(ref, ref)

    def name(self, ref: str) -> str:
        """The name of a colleague or pool; empty when unknown."""
        return self._names.get(self.person(ref), "")

    def party(self, reference: Reference) -> Party | None:
        """Whom a reference means, by the name known here before the one that came with it."""
        if not (ref := self.person(reference.ref)):
            return None
        name, relation = self._names.get(ref) or reference.display, ""
        if kind_of(ref) == "RelatedPerson":
            name, relation = _proxy(name)
        return Party(ref, name, relation)

    def is_pool(self, ref: str) -> bool:
        """Whether an owner is a list that many work from, not a person."""
        if "|" in ref:
            return True
        return kind_of(ref) in POOLS or (kind_of(ref) == "PractitionerRole" and ref not in self._persons)


def _proxy(display: str) -> tuple[str, str]:
    """Name and relation of "Lucía Ortega (mother)"; the relation of somebody who writes for a patient."""
    name, bracket, relation = display.removesuffix(")").rpartition(" (")
    return (name, relation) if bracket else (display, "proxy")


class _Qualification(Part, frozen=True, gc=False):
    code: Concept = Concept()
    period: Period = Period()


class _Practitioner(Part, frozen=True, gc=False):
    active: bool = True
    name: tuple[HumanName, ...] = ()
    qualification: tuple[_Qualification, ...] = ()


def staff(resources: Sequence[Filed]) -> list[Staff]:
    """The colleagues that all Practitioner and PractitionerRole resources together describe, by name.

    `role` is the first role's name or code, as the server gives it; `licence` what the table of roles
    makes of them all.
    Inactive roles give no pools but still mean the person, since old items may be owned by them. To cover for
    one colleague gives neither pools nor rights.
    """
    roles: dict[str, list[tuple[Filed, CoverRole]]] = defaultdict(list)
    people: dict[str, _Practitioner] = {}
    for resource in resources:
        if resource.type == "Practitioner":
            people[resource.ref] = decode(resource.body, _Practitioner)
        elif resource.type == "PractitionerRole":
            role = decode(resource.body, CoverRole)
            if person := role.practitioner.ref:
                roles[person].append((resource, role))
    everybody = sorted(people.keys() | roles.keys())
    found = [_colleague(ref, people.get(ref), roles[ref]) for ref in everybody]
    return sorted(_known_by_name(found), key=lambda one: (one.name, one.id))


def _colleague(ref: str, person: _Practitioner | None, roles: list[tuple[Filed, CoverRole]]) -> Staff:
    own = [role for _, role in roles if not role.covers_for]
    served = [role for role in own if role.active]
    pools = dict.fromkeys(PoolId(pool.ref) for role in served for pool in role.healthcare_service if pool.ref)
    displayed = next((role.practitioner.display for role in own if role.practitioner.display), "")
    return Staff(
        id=PersonId(ref),
        name=(_staff_name(person) if person else "") or displayed,
        role_refs=tuple(resource.ref for resource, _ in roles),
        pools=tuple(pools),
        role=next((concept.words for role in served for concept in role.code), ""),
        duties=tuple(_duties(served)),
        active=(person is None or person.active) and (not own or bool(served)),
        licence=role_table().role(list(_stated(person, served))),
        covers=tuple(found for resource, role in roles if (found := coverage(resource, role))),
    )


def _stated(person: _Practitioner | None, roles: Iterable[CoverRole]) -> Iterator[Concept]:
    """What gives somebody rights. Dates are not looked at: whoever acts is looked at again on signing in."""
    yield from (one.code for one in person.qualification) if person else ()
    for role in roles:
        yield from (*role.code, *role.specialty)


def _known_by_name(found: Sequence[Staff]) -> Iterator[Staff]:
    """Each with the names of those they cover for, and their own, as they are known here."""
    names = {one.id: one.name for one in found}

    def named(party: Party) -> Party:
        return Party(party.ref, names.get(PersonId(party.ref)) or party.name)

    for one in found:
        covers = (
            msgspec.structs.replace(each, away=named(each.away), cover=named(each.cover))
            for each in one.covers
        )
        yield msgspec.structs.replace(one, covers=tuple(covers)) if one.covers else one


def _duties(roles: Iterable[CoverRole]) -> Iterator[Duty]:
    """The dated duties that roles are; a role that is none of them is everyday work."""
    for role in roles:
        named = [name for name in DUTIES if any(concept.has(name) for concept in role.code)]
        pools = tuple(PoolId(pool.ref) for pool in role.healthcare_service if pool.ref)
        hours = tuple(block for times in role.available_time for block in blocks(times))
        for name in named or [AT_WORK]:
            yield Duty(name, day(role.period.start), day(role.period.end), pools, hours)


def _staff_name(person: _Practitioner) -> str:
    """ "Tomas Aldana, RN": the credential from the name's suffix, else from the qualification."""
    name = plain_name(person.name)
    suffix = next((", ".join(one.suffix) for one in person.name if one.suffix), "")
    letters = suffix or next((_letters(q.code) for q in person.qualification if _letters(q.code)), "")
    if not letters or name.endswith(letters):
        return name
    return f"{name}, {letters}"


def _letters(code: Concept) -> str:
    """The letters behind a name that a qualification stands for: a short code such as RN or MD."""
    return next((c.code for c in code.coding if 2 <= len(c.code) <= 5 and c.code.isalpha()), "")


def official(names: Sequence[HumanName]) -> HumanName:
    """The name to use of several: official, then usual, then the first that is not old."""
    for use in ("official", "usual"):
        if found := next((name for name in names if name.use == use), None):
            return found
    return next((name for name in names if name.use not in ("old", "maiden")), HumanName())


def plain_name(names: Sequence[HumanName]) -> str:
    """Prefix, given names and family name; the text where there are no parts."""
    name = official(names)
    parts = " ".join(part for part in (*name.prefix, *name.given, name.family) if part)
    return parts or name.text
