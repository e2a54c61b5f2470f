"""Colleagues and pools out of what servers keep of them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from inbox.domain.pool import Pool
from inbox.fhir.incoming import Directory, Reading
from inbox.fhir.incoming.shapes import Reference
from tests.sync.examples import NURSE, concept, kept, promise_of, reading


def pool_of(**fields: Any) -> Pool | None:
    return reading().pool(
        kept({"resourceType": "HealthcareService", "id": "nurses", "name": "Nurses", **fields})
    )


def practitioner(**fields: Any) -> dict[str, Any]:
    person = {"given": ["Tomas"], "family": "Aldana"}
    return {"resourceType": "Practitioner", "id": "rn-1", "name": [person], **fields}


def role(name: str = "role-1", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "PractitionerRole",
        "id": name,
        "practitioner": {"reference": NURSE},
        "code": [{"text": "Registered nurse"}],
        "healthcareService": [{"reference": "HealthcareService/nurses"}],
        **fields,
    }


def named(**fields: Any) -> str:
    return reading().staff([kept(practitioner(**fields))])[0].name


def test_hours_holidays_zone_and_telephone_are_read() -> None:
    zone = {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "America/Chicago"}
    pool = pool_of(
        extension=[zone],
        telecom=[{"system": "phone", "value": "+1 309 555 0140"}],
        availableTime=[
            {"daysOfWeek": ["mon", "tue"], "availableStartTime": "08:00:00", "availableEndTime": "12:00:00"},
            {"daysOfWeek": ["mon"], "availableStartTime": "13:00:00", "availableEndTime": "17:00:00"},
        ],
        notAvailable=[{"description": "Holiday", "during": {"start": "2026-01-19", "end": "2026-01-20"}}],
    )
    assert pool is not None
    assert (pool.zone, pool.phone) == ("America/Chicago", "+1 309 555 0140")
    assert [(block.day, block.start, block.end) for block in pool.hours] == [
        (0, time(8), time(12)),
        (0, time(13), time(17)),
        (1, time(8), time(12)),
    ]
    assert [(c.first, c.last, c.why) for c in pool.closed] == [
        (date(2026, 1, 19), date(2026, 1, 20), "Holiday")
    ]


def test_a_night_shift_ends_on_the_next_day_and_all_day_has_no_end() -> None:
    pool = pool_of(
        availableTime=[
            {"daysOfWeek": ["sun"], "availableStartTime": "22:00:00", "availableEndTime": "06:00:00"},
            {"daysOfWeek": ["wed"], "allDay": True},
            {"daysOfWeek": ["fri"], "availableStartTime": "12:00:00", "availableEndTime": "00:00:00"},
        ]
    )
    assert pool is not None
    assert [(block.day, block.start, block.end) for block in pool.hours] == [
        (0, time(0), time(6)),
        (2, time(0), None),
        (4, time(12), None),
        (6, time(22), None),
    ]


def test_a_care_team_is_a_pool_unless_it_is_of_one_patient() -> None:
    team = {"resourceType": "CareTeam", "id": "c", "name": "Night team"}
    assert reading().pool(kept(team)) is not None
    assert reading().pool(kept(team | {"subject": {"reference": "Patient/p1"}})) is None


def test_an_organization_is_a_pool_only_if_it_is_called_one() -> None:
    clinic = {"resourceType": "Organization", "id": "o", "name": "Riverbend"}
    assert reading().pool(kept(clinic)) is None
    assert reading().pool(kept(clinic | {"type": [concept("message-pool")]})) is not None


def test_a_role_that_names_nobody_is_a_pool() -> None:
    anybody = {"resourceType": "PractitionerRole", "id": "any", "code": [{"text": "Any nurse"}]}
    pool = reading().pool(kept(anybody))
    assert pool is not None
    assert pool.name == "Any nurse"
    assert reading().pool(kept(role())) is None


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": [{"given": ["Tomas"], "family": "Aldana", "suffix": ["RN"]}]}, "Tomas Aldana, RN"),
        ({"qualification": [{"code": concept("RN")}]}, "Tomas Aldana, RN"),
        (
            {"name": [{"text": "Tomas Aldana, RN"}], "qualification": [{"code": concept("RN")}]},
            "Tomas Aldana, RN",
        ),
        ({"name": [{"prefix": ["Dr."], "given": ["I"], "family": "S", "suffix": ["MD"]}]}, "Dr. I S, MD"),
        ({"qualification": [{"code": concept("224535009")}]}, "Tomas Aldana"),
        ({"name": [{"use": "old", "family": "Before"}, {"use": "official", "family": "Now"}]}, "Now"),
        ({"name": []}, ""),
    ],
)
def test_names_are_shown_with_their_letters(fields: dict[str, Any], name: str) -> None:
    assert named(**fields) == name


def test_a_colleague_is_their_roles_and_pools_together() -> None:
    second = role("role-2", healthcareService=[{"reference": "HealthcareService/refills"}])
    ended = role("role-3", active=False, healthcareService=[{"reference": "HealthcareService/old"}])
    (one,) = reading().staff([kept(practitioner()), kept(role()), kept(second), kept(ended)])
    assert one.role_refs == ("PractitionerRole/role-1", "PractitionerRole/role-2", "PractitionerRole/role-3")
    assert one.pools == ("HealthcareService/nurses", "HealthcareService/refills")
    assert one.role == "Registered nurse"


def test_a_colleague_known_by_a_role_alone_is_named_by_it() -> None:
    (one,) = reading().staff([kept(role(practitioner={"reference": NURSE, "display": "T. Aldana"}))])
    assert (one.id, one.name) == (NURSE, "T. Aldana")


def test_names_are_learned_as_people_are_read_and_come_before_a_display() -> None:
    known = Reading(promise_of, Directory())
    known.staff([kept(practitioner()), kept(role())])
    known.pool(kept({"resourceType": "HealthcareService", "id": "nurses", "name": "Nurses"}))
    party = known.directory.party(Reference("PractitionerRole/role-1", "somebody"))
    assert party is not None
    assert (party.ref, party.name) == (NURSE, "Tomas Aldana")
    assert known.directory.name("HealthcareService/nurses") == "Nurses"
