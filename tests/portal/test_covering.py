"""Who may say that somebody covers, and who may act for an absent colleague."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from portal.clinic.fhir import DUTY
from portal.rest.covering import COVERS_FOR
from portal.running import Running
from tests.portal.drafts import task
from tests.portal.visiting import signed_in

NOW = datetime.now(UTC)


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cover(who: str, away: str, begins: float = -1, ends: float = 24) -> dict[str, Any]:
    """`who` covers for `away` from so many hours from now until so many."""
    begin, end = stamp(NOW + timedelta(hours=begins)), stamp(NOW + timedelta(hours=ends))
    return {
        "resourceType": "PractitionerRole",
        "active": True,
        "practitioner": {"reference": f"Practitioner/{who}"},
        "code": [{"coding": [{"system": DUTY, "code": "covering"}]}],
        "period": {"start": begin, "end": end},
        "extension": [{"url": COVERS_FOR, "valueReference": {"reference": f"Practitioner/{away}"}}],
    }


def record(who: str, behalf: str, at: datetime = NOW) -> dict[str, Any]:
    agent = {
        "who": {"reference": f"Practitioner/{who}"},
        "onBehalfOf": {"reference": f"Practitioner/{behalf}"},
    }
    return {
        "resourceType": "Provenance",
        "target": [{"reference": "Task/any"}],
        "occurredDateTime": stamp(at),
        "recorded": stamp(at),
        "agent": [agent],
    }


@pytest.fixture(autouse=True)
def _everybody_is_back(supervisor: httpx.Client) -> Iterator[None]:
    """The portal is shared with other tests: nobody is away in those."""
    yield
    for entry in supervisor.get("/PractitionerRole").json().get("entry", ()):
        supervisor.delete(f"/PractitionerRole/{entry['resource']['id']}").raise_for_status()


@pytest.fixture
def nora(portal: Running) -> Iterator[httpx.Client]:
    with signed_in(portal, "nora") as client:
        yield client


@pytest.fixture
def lena(portal: Running) -> Iterator[httpx.Client]:
    with signed_in(portal, "lena") as client:
        yield client


def test_a_person_says_who_covers_for_them_and_a_supervisor_for_anybody(
    nora: httpx.Client, lena: httpx.Client, supervisor: httpx.Client
) -> None:
    assert nora.post("/PractitionerRole", json=cover("cora", "nora", 200, 210)).status_code == 201
    made = supervisor.post("/PractitionerRole", json=cover("cora", "nora", 300, 310))
    assert made.status_code == 201
    assert lena.post("/PractitionerRole", json=cover("cora", "nora", 400, 410)).status_code == 403
    stolen = lena.put(f"/PractitionerRole/{made.json()['id']}", json=made.json() | {"active": False})
    assert stolen.status_code == 403
    own_rights = {"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/lena"}}
    assert lena.post("/PractitionerRole", json=own_rights).status_code == 403


def test_nobody_covers_for_themselves_nor_with_too_low_a_licence(supervisor: httpx.Client) -> None:
    assert supervisor.post("/PractitionerRole", json=cover("nora", "nora")).status_code == 400
    licence = {
        "resourceType": "PractitionerRole",
        "active": True,
        "practitioner": {"reference": "Practitioner/paul"},
        "code": [
            {"coding": [{"system": "https://example.org/portal/CodeSystem/staff-role", "code": "prescriber"}]}
        ],
    }
    assert supervisor.post("/PractitionerRole", json=licence).status_code == 201
    refused = supervisor.post("/PractitionerRole", json=cover("lena", "paul"))
    assert refused.status_code == 400
    assert "licence" in refused.json()["issue"][0]["diagnostics"]


def test_only_who_covers_then_acts_on_somebodys_behalf(
    nora: httpx.Client, lena: httpx.Client, supervisor: httpx.Client
) -> None:
    assert lena.post("/Provenance", json=record("lena", "sara")).status_code == 403
    assert supervisor.post("/PractitionerRole", json=cover("lena", "nora")).status_code == 201
    assert lena.post("/Provenance", json=record("lena", "nora")).status_code == 201
    assert lena.post("/Provenance", json=record("lena", "nora", NOW - timedelta(days=2))).status_code == 403
    assert lena.post("/Provenance", json=record("cora", "nora")).status_code == 403
    assert nora.post("/Provenance", json=record("nora", "lena")).status_code == 403


@pytest.mark.parametrize("hours", [{"availableStartTime": "25:00"}, {"daysOfWeek": 5}])
def test_in_hours_that_cannot_be_read_nobody_covers(
    nora: httpx.Client, supervisor: httpx.Client, hours: dict[str, object]
) -> None:
    role = {**cover("nora", "rita"), "availableTime": [hours]}
    supervisor.post("/PractitionerRole", json=role).raise_for_status()
    assert nora.post("/Provenance", json=record("nora", "rita")).status_code == 403


def test_anybodys_station_hands_an_absent_colleagues_work_to_their_cover_and_nobody_elses(
    nora: httpx.Client, lena: httpx.Client, supervisor: httpx.Client
) -> None:
    supervisor.post("/PractitionerRole", json=cover("lena", "nora")).raise_for_status()
    work = task() | {"status": "in-progress", "owner": {"reference": "Practitioner/nora"}}
    made = nora.post("/Task", json=work).raise_for_status().json()
    with httpx.Client(base_url=nora.base_url, headers=lena.headers) as other:
        to_cora = made | {"owner": {"reference": "Practitioner/cora"}}
        assert other.put(f"/Task/{made['id']}", json=to_cora).status_code == 403
        to_lena = made | {"owner": {"reference": "Practitioner/lena"}}
        assert other.put(f"/Task/{made['id']}", json=to_lena).status_code == 200


@pytest.mark.parametrize("left", ["gone", "inactive"])
def test_what_somebody_had_who_left_goes_to_its_pool_by_anybody_and_to_nobody_else(
    portal: Running, nora: httpx.Client, lena: httpx.Client, left: str
) -> None:
    if left == "inactive":
        body = {"resourceType": "Practitioner", "id": left, "active": False, "name": [{"text": "Ines"}]}
        httpx.post(f"{portal.root}/test/registered", json=body).raise_for_status()
    work = task() | {"status": "on-hold", "owner": {"reference": f"Practitioner/{left}"}}
    made = nora.post("/Task", json=work).raise_for_status().json()
    with httpx.Client(base_url=nora.base_url, headers=lena.headers) as other:
        taken = made | {"owner": {"reference": "Practitioner/lena"}}
        assert other.put(f"/Task/{made['id']}", json=taken).status_code == 403
        back = made | {"status": "requested", "owner": {"reference": "HealthcareService/nurse-pool"}}
        assert other.put(f"/Task/{made['id']}", json=back).status_code == 200


def test_what_a_colleague_has_who_works_here_does_not_go_to_the_pool_by_anybody(
    nora: httpx.Client, lena: httpx.Client
) -> None:
    work = task() | {"status": "on-hold", "owner": {"reference": "Practitioner/nora"}}
    made = nora.post("/Task", json=work).raise_for_status().json()
    back = made | {"status": "requested", "owner": {"reference": "HealthcareService/nurse-pool"}}
    with httpx.Client(base_url=nora.base_url, headers=lena.headers) as other:
        assert other.put(f"/Task/{made['id']}", json=back).status_code == 403
