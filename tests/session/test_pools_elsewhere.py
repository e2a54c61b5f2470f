"""Staff of a portal that keeps its pools elsewhere than in HealthcareServices."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from inbox.fhir.client import FhirClient
from inbox.fhir.incoming.roles import role_table
from inbox.session.who import actor_of
from portal.running import Running
from portal.settings import Settings
from tests.portal.visiting import Launch
from tests.session.clock import TurnedClock
from tests.sync.clinic import Clinic, clinic
from tests.sync.station import Token

NURSE = {"coding": [{"system": "http://snomed.info/sct", "code": "106292003"}]}
POOL = {"coding": [{"code": "message-pool"}]}
Body = dict[str, Any]


def of_nora(*, role: Body, others: list[Body]) -> Callable[..., Clinic]:
    """A clinic without HealthcareServices, in which Nora has a role as given."""

    def make(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
        made = clinic(seed, patients, threads, now)
        kept = [one for one in made.resources if one["resourceType"] in ("Practitioner", "Patient")]
        nora = {"practitioner": {"reference": "Practitioner/nora"}, "active": True}
        return Clinic(
            resources=[
                *others, *kept, {"resourceType": "PractitionerRole", "id": "role-nora", **nora, **role}
            ]
        )  # fmt: skip

    return make


@contextmanager
def pools_at(make: Callable[..., Clinic]) -> Iterator[tuple[str, ...]]:
    with Running(Settings(database="", patients=1, test_mode=True), make_clinic=make) as portal:
        token = Launch(portal).tokens("nora")["access_token"]

        async def ask() -> tuple[str, ...]:
            async with FhirClient(portal.base_url, Token(token)) as client:
                today = TurnedClock().now().date()
                return (await actor_of(client, "Practitioner/nora", role_table(), today)).pools

        yield asyncio.run(ask())


def organization(name: str, **fields: Any) -> Body:
    return {"resourceType": "Organization", "id": name, "name": name, **fields}


def team(name: str, member: str, **fields: Any) -> Body:
    return {
        "resourceType": "CareTeam",
        "id": name,
        "status": "active",
        "name": name,
        "participant": [{"member": {"reference": member}}],
        **fields,
    }


@pytest.mark.parametrize(
    ("role", "others", "pools"),
    [
        (
            {"organization": {"reference": "Organization/nurses"}, "code": [NURSE]},
            [organization("nurses", type=[POOL])],
            ("Organization/nurses",),
        ),
        (
            {"organization": {"reference": "Organization/clinic"}, "code": [NURSE]},
            [organization("clinic")],
            ("http://snomed.info/sct|106292003",),
        ),
        (
            {"code": [NURSE]},
            [
                team("nurses", "Practitioner/nora"),
                team("of-one-patient", "Practitioner/nora", subject={"reference": "Patient/p1"}),
                team("others", "Practitioner/otto"),
            ],
            ("CareTeam/nurses",),
        ),
        ({"code": [NURSE]}, [], ("http://snomed.info/sct|106292003",)),
        ({}, [], ()),
    ],
    ids=["an organization that is a pool", "one that is none", "a care team", "a kind of staff", "nothing"],
)
def test_pools_are_found_where_the_portal_keeps_them(
    role: Body, others: list[Body], pools: tuple[str, ...]
) -> None:
    with pools_at(of_nora(role=role, others=others)) as found:
        assert found == pools


def test_where_there_are_healthcare_services_nothing_else_is_asked_for() -> None:
    service = {"resourceType": "HealthcareService", "id": "nurses", "name": "Nurses"}
    role = {"healthcareService": [{"reference": "HealthcareService/nurses"}], "code": [NURSE]}
    others = [service, team("nurses", "Practitioner/nora")]
    with pools_at(of_nora(role=role, others=others)) as found:
        assert found == ("HealthcareService/nurses",)
