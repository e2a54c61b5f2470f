"""A Basic about a practitioner (SMART App State) is hers alone; to everybody else it is not there."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from portal.running import Running
from tests.portal.visiting import signed_in

KIT = {"coding": [{"system": "urn:test", "code": "kit"}]}


def kit(user: str, words: str = "{}") -> dict[str, Any]:
    return {
        "resourceType": "Basic",
        "code": KIT,
        "subject": {"reference": f"Practitioner/{user}"},
        "extension": [{"url": "urn:test:kit", "valueString": words}],
    }


@pytest.fixture
def nora(portal: Running) -> Iterator[httpx.Client]:
    with signed_in(portal, "nora") as client:
        yield client


@pytest.fixture
def sara(portal: Running) -> Iterator[httpx.Client]:
    with signed_in(portal, "sara") as client:
        yield client


def found(client: httpx.Client, **more: str) -> list[str]:
    params = {"code": "urn:test|kit", **more}
    page = client.get("/Basic", params=params).raise_for_status().json()
    return [entry["resource"]["id"] for entry in page.get("entry", ())]


def test_its_owner_creates_finds_reads_and_changes_it(nora: httpx.Client) -> None:
    made = nora.post("/Basic", json=kit("nora")).raise_for_status().json()
    assert made["id"] in found(nora, subject="Practitioner/nora")
    assert nora.get(f"/Basic/{made['id']}").json()["subject"] == made["subject"]
    tag = {"If-Match": f'W/"{made["meta"]["versionId"]}"'}
    changed = nora.put(f"/Basic/{made['id']}", json=made | {"created": "2026-01-05"}, headers=tag)
    assert changed.status_code == 200
    late = nora.put(f"/Basic/{made['id']}", json=made, headers=tag)
    assert late.status_code == 412


def test_nobody_else_reads_finds_or_changes_it_whatever_the_role(
    nora: httpx.Client, sara: httpx.Client
) -> None:
    made = nora.post("/Basic", json=kit("nora")).raise_for_status().json()
    address = f"/Basic/{made['id']}"
    assert sara.get(address).status_code == 404
    assert sara.get(f"{address}/_history").status_code == 404
    assert made["id"] not in found(sara)
    assert sara.put(address, json=made | {"subject": {"reference": "Practitioner/sara"}}).status_code == 404
    history = sara.get("/Basic/_history").raise_for_status().json()
    assert made["id"] not in [entry["resource"]["id"] for entry in history["entry"] if "resource" in entry]
    along = sara.get("/Practitioner", params={"_id": "nora", "_revinclude": "Basic:subject"}).json()
    assert [entry["resource"]["resourceType"] for entry in along["entry"]] == ["Practitioner"]
    sara.delete(address)
    assert nora.get(address).status_code == 200


def test_nobody_keeps_anything_in_a_colleagues_name(nora: httpx.Client, sara: httpx.Client) -> None:
    assert sara.post("/Basic", json=kit("nora")).status_code == 403
    made = nora.post("/Basic", json=kit("nora")).raise_for_status().json()
    handed = made | {"subject": {"reference": "Practitioner/sara"}}
    assert nora.put(f"/Basic/{made['id']}", json=handed).status_code == 403


def test_a_conditional_create_never_meets_a_colleagues(nora: httpx.Client, sara: httpx.Client) -> None:
    only = {"If-None-Exist": "code=urn:test|first"}
    first = kit("nora") | {"code": {"coding": [{"system": "urn:test", "code": "first"}]}}
    assert nora.post("/Basic", json=first, headers=only).status_code == 201
    hers = first | {"subject": {"reference": "Practitioner/sara"}}
    assert sara.post("/Basic", json=hers, headers=only).status_code == 201
