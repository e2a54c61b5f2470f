"""A PractitionerRole as somebody's place: in which pools, as what, from when to when."""

from __future__ import annotations

from inbox.domain.clinic.people import Place
from inbox.domain.filed import Filed
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Role
from inbox.domain.pool import AT_WORK
from inbox.fhir.incoming.coverage import CoverRole
from inbox.fhir.incoming.hours import blocks
from inbox.fhir.incoming.moments import day
from inbox.fhir.incoming.people import DUTIES
from inbox.fhir.incoming.roles import role_table
from inbox.fhir.incoming.shapes import Concept, Part
from inbox.fhir.incoming.tolerant import decode


class _Qualification(Part, frozen=True, gc=False):
    code: Concept = Concept()


class _Practitioner(Part, frozen=True, gc=False):
    qualification: tuple[_Qualification, ...] = ()


def place(resource: Filed) -> Place | None:
    """The place that a role is; None for one that is nobody's, or covers for one colleague."""
    if resource.type != "PractitionerRole":
        return None
    role = decode(resource.body, CoverRole)
    if not role.practitioner.ref or role.covers_for:
        return None
    duty = next((name for name in DUTIES if any(one.has(name) for one in role.code)), AT_WORK)
    rights = role_table().role([*role.code, *role.specialty]) if duty == AT_WORK else Role.CLERK
    hours = tuple(block for times in role.available_time for block in blocks(times))
    return Place(
        ref=resource.ref,
        person=PersonId(role.practitioner.ref),
        job=next((concept.words for concept in role.code), ""),
        duty=duty,
        rights=None if rights is Role.CLERK else rights,
        pools=tuple(PoolId(pool.ref) for pool in role.healthcare_service if pool.ref),
        first=day(role.period.start),
        last=day(role.period.end),
        hours=tuple(sorted(hours, key=lambda block: (block.day, block.start))),
        active=role.active,
    )


def qualified(resource: Filed) -> Role:
    """The licence that a Practitioner's own qualifications show; a clerk has none."""
    shape = decode(resource.body, _Practitioner)
    return role_table().role([one.code for one in shape.qualification])
