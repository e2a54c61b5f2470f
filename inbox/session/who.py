"""Who signed in: name, role, pools, from what the server says of the person.

Its word that somebody works there no longer is their own record made inactive, or all of their roles: not a
refusal, which may be anybody's mistake, nor a role that ran out, which the next one may follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from inbox.domain.errors import AccessEnded, Refused
from inbox.domain.ids import PersonId
from inbox.domain.people import Actor
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.door import origin
from inbox.fhir.incoming import filed
from inbox.fhir.incoming.moments import day
from inbox.fhir.incoming.people import staff
from inbox.fhir.incoming.roles import RoleTable
from inbox.fhir.incoming.shapes import Concept, Part, Period, Reference
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.resource import Resource
from inbox.session.elsewhere import pools_elsewhere


class _Qualification(Part, frozen=True):
    code: Concept = Concept()
    period: Period = Period()


class _Practitioner(Part, frozen=True):
    qualification: tuple[_Qualification, ...] = ()


class _PractitionerRole(Part, frozen=True):
    active: bool = True
    period: Period = Period()
    practitioner: Reference = Reference()
    code: tuple[Concept, ...] = ()
    specialty: tuple[Concept, ...] = ()


class Record(msgspec.Struct, frozen=True):
    """What the server has of somebody who works there."""

    person: Resource
    roles: tuple[Resource, ...]


async def record_of(client: FhirClient, fhir_user: str) -> Record:
    """What the server has of whoever is behind `fhir_user`.

    Refused for anybody who is not staff of this portal, AccessEnded for whoever is no longer.
    """
    person = await _person(client, fhir_user)
    roles = [
        resource
        async for page in client.search("PractitionerRole", {"practitioner": person.ref}, interactive=True)
        for resource in page.resources
    ]
    [known] = staff([filed(one) for one in (person, *roles)])
    if not known.active:
        raise AccessEnded(tr("The portal says that you no longer work there."), person.ref)
    return Record(person, tuple(roles))


async def actor_of(client: FhirClient, fhir_user: str, table: RoleTable, today: date) -> Actor:
    """The person behind `fhir_user`. Raises as `record_of` does."""
    return await actor_in(client, await record_of(client, fhir_user), table, today)


async def actor_in(client: FhirClient, record: Record, table: RoleTable, today: date) -> Actor:
    """The person that `record` is of, as they are today."""
    person, roles = record.person, record.roles
    shape = decode(person.body, _Practitioner)
    current = [one for one in roles if _current(decode(one.body, _PractitionerRole), today)]
    [known] = staff([filed(one) for one in (person, *current)])
    return Actor(
        person=PersonId(person.ref),
        name=known.name or person.ref,
        role=table.role(list(_concepts(shape, current, today))),
        role_refs=frozenset(one.ref for one in roles),
        office_work=frozenset(map(str, table.office_work)),
        duties=frozenset(duty.name for duty in known.duties),
        pools=known.pools or await pools_elsewhere(client, person.ref, current),
    )


async def _person(client: FhirClient, fhir_user: str) -> Resource:
    kind, _, _ = (ref := _local(client, fhir_user)).partition("/")
    if kind == "PractitionerRole":
        role = decode((await client.read(ref, interactive=True)).body, _PractitionerRole)
        kind, _, _ = (ref := role.practitioner.ref).partition("/")
    if kind != "Practitioner":
        raise Refused(tr("This program is for staff. You signed in as somebody else ({kind}).", kind=kind))
    return await client.read(ref, interactive=True)


def _local(client: FhirClient, fhir_user: str) -> str:
    """`Type/id` of a fhirUser, which may be absolute but then has to be of this very portal."""
    if "://" in fhir_user and origin(fhir_user) != origin(client.base):
        raise Refused(tr("The server says you belong to another server."))
    return "/".join(fhir_user.rstrip("/").split("/")[-2:])


def _concepts(person: _Practitioner, roles: Iterable[Resource], today: date) -> Iterable[Concept]:
    yield from (q.code for q in person.qualification if _within(q.period, today))
    for resource in roles:
        role = decode(resource.body, _PractitionerRole)
        yield from (*role.code, *role.specialty)


def _current(role: _PractitionerRole, today: date) -> bool:
    return role.active and _within(role.period, today)


def _within(period: Period, today: date) -> bool:
    return (day(period.start) or today) <= today <= (day(period.end) or today)
