from typing import Any

import httpx
import pytest

from tests.portal.drafts import SYSTEM, message, new_key, task

ON_EVERY_DATABASE = True


def find(client: httpx.Client, resource_type: str, **params: Any) -> list[str]:
    """Ids of the matches, in order."""
    answer = client.get(f"/{resource_type}", params={name: str(value) for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    return [
        entry["resource"]["id"]
        for entry in answer.json().get("entry", [])
        if entry["search"]["mode"] == "match"
    ]


@pytest.fixture(scope="module")
def thread(nurse: httpx.Client) -> str:
    return str(nurse.post("/Communication", json=message(topic={"text": "Refill"})).json()["id"])


@pytest.fixture(scope="module")
def item(nurse: httpx.Client, thread: str) -> dict[str, Any]:
    """A task with something in every kind of parameter."""
    sent = task(
        focus={"reference": f"Communication/{thread}"},
        owner={"reference": "HealthcareService/nurse-pool"},
        priority="stat",
        code={"coding": [{"system": "urn:work", "code": "respond"}, {"system": "urn:other", "code": "r"}]},
        businessStatus={"coding": [{"code": "in-triage"}]},
        authoredOn="2026-01-09T21:02:00.250Z",
        executionPeriod={"start": "2026-01-09T22:00:00+01:00"},
    )
    body: dict[str, Any] = nurse.post("/Task", json=sent).json()
    return body


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("status", "requested", True),
        ("status", "accepted,requested", True),
        ("status", "accepted", False),
        ("status:not", "accepted", True),
        ("status:not", "requested", False),
        ("code", "urn:work|respond", True),
        ("code", "respond", True),
        ("code", "r", True),
        ("code", "urn:work|", True),
        ("code", "|respond", False),
        ("code", "urn:work|r", False),
        ("business-status", "in-triage", True),
        ("business-status", "|in-triage", True),
        ("intent", "order", True),
        ("priority", "stat", True),
        ("priority:missing", "false", True),
        ("part-of:missing", "true", True),
        ("part-of:missing", "false", False),
        ("owner", "HealthcareService/nurse-pool", True),
        ("owner", "nurse-pool", True),
        ("owner", "Practitioner/nora,HealthcareService/nurse-pool", True),
        ("owner:HealthcareService", "nurse-pool", True),
        ("owner", "Practitioner/nurse-pool", False),
        ("patient", "Patient/p1", True),
        ("patient", "p1", True),
        ("subject", "https://elsewhere.example/fhir/Patient/p1", True),
        ("patient", "Patient/p2", False),
        ("authored-on", "2026-01-09", True),
        ("authored-on", "2026-01-09T21:02:00Z", True),
        ("authored-on", "2026-01-09T21:02:00.250Z", True),
        ("authored-on", "2026-01-09T21:02:00.251Z", False),
        ("authored-on", "gt2026-01-09T21:02:00.249Z", True),
        ("authored-on", "gt2026-01-09T21:02:00.250Z", False),
        ("authored-on", "ge2026-01-09T21:02:00.250Z", True),
        ("authored-on", "lt2026-01-09T21:02:00.250Z", False),
        ("authored-on", "le2026-01-09T21:02:00.250Z", True),
        ("authored-on", "ge2026-01-09T22:02:00.250%2B01:00", True),
        ("authored-on", "gt2026-01", False),
        ("authored-on", "ne2026-01-09", False),
        ("authored-on", "eb2026-01-10", True),
        ("authored-on", "sa2026-01-08", True),
        ("modified", "2026-01-09", False),
        ("period", "ge2026-01-09T21:00:00Z", True),
        ("period", "gt2030", True),
    ],
)
def test_a_task_is_found_by_what_it_says(
    nurse: httpx.Client, item: dict[str, Any], name: str, value: str, found: bool
) -> None:
    ids = find(nurse, "Task", **{"_id": item["id"], name: value.replace("%2B", "+")})
    assert ids == ([item["id"]] if found else [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "ortega1"),
        ("name", "RAFAEL"),
        ("family", "Ortega1"),
        ("given", "rafaë"),
        ("name:contains", "tega1"),
        ("birthdate", "1961-03-02"),
        ("birthdate", "1961"),
        ("identifier", "urn:mrn|MRN0001"),
    ],
)
def test_a_patient_is_found_by_name_birth_date_and_number(nurse: httpx.Client, name: str, value: str) -> None:
    assert "p1" in find(nurse, "Patient", **{name: value})
    assert "p1" not in find(nurse, "Patient", **{name: value, "_id": "p2,p3"})


def test_a_comma_after_a_backslash_belongs_to_the_value(nurse: httpx.Client) -> None:
    key = f"{new_key()},with|marks"
    made = nurse.post("/Task", json=task(key)).json()["id"]
    escaped = key.replace(",", "\\,").replace("|", "\\|")
    assert find(nurse, "Task", identifier=f"{SYSTEM}|{escaped}") == [made]


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1",
        "status:above=x",
        "patient.name=x",
        "status:missing=perhaps",
        "authored-on=yesterday",
        "authored-on=ap2026",
        "authored-on=2026-13-01",
        "_lastUpdated:not=2026",
        "_sort=status",
        "_count=many",
        "_total=rough",
        "_summary=text",
        "_include=Task:status",
        "_include=Patient:organization",
        "_include:iterate=Task:focus",
        "_revinclude=Nonsense:target",
        "_cursor=broken",
        "_cursor=e30",
        "status=",
        "_has:Task:x:y=1",
    ],
)
def test_what_a_search_does_not_understand_is_refused(nurse: httpx.Client, query: str) -> None:
    refused = nurse.get(f"/Task?{query}")
    assert refused.status_code == 400, refused.text
    assert refused.json()["issue"][0]["diagnostics"]


def test_includes_bring_what_is_referred_to(nurse: httpx.Client, item: dict[str, Any], thread: str) -> None:
    wanted = {"_id": item["id"], "_include": ["Task:focus", "Task:patient"]}
    entries = nurse.get("/Task", params=wanted).json()["entry"]
    assert [(entry["resource"]["id"], entry["search"]["mode"]) for entry in entries[:1]] == [
        (item["id"], "match")
    ]
    included = {
        (e["resource"]["resourceType"], e["resource"]["id"], e["search"]["mode"]) for e in entries[1:]
    }
    assert included == {("Communication", thread, "include"), ("Patient", "p1", "include")}
    assert entries[0]["fullUrl"] == f"{nurse.base_url}Task/{item['id']}"
    of_type = nurse.get("/Task", params={"_id": item["id"], "_include": "Task:focus:Patient"}).json()
    assert len(of_type["entry"]) == 1


def test_revincludes_bring_what_refers_here(nurse: httpx.Client, item: dict[str, Any], thread: str) -> None:
    wanted = {"_id": thread, "_revinclude": "Task:focus"}
    entries = nurse.get("/Communication", params=wanted).json()["entry"]
    assert [entry["resource"]["id"] for entry in entries] == [thread, item["id"]]


def test_nobody_gets_by_include_what_they_may_not_read(
    nurse: httpx.Client, supervisor: httpx.Client, item: dict[str, Any]
) -> None:
    reference = f"Task/{item['id']}"
    provenance = {
        "resourceType": "Provenance",
        "target": [{"reference": reference}],
        "recorded": "2026-01-09T21:06:40Z",
        "agent": [{"who": {"reference": "Practitioner/nora"}}],
    }
    assert nurse.post("/Provenance", json=provenance).status_code == 201
    wanted = {"_id": item["id"], "_revinclude": "Provenance:target"}
    assert len(nurse.get("/Task", params=wanted).json()["entry"]) == 1
    assert len(supervisor.get("/Task", params=wanted).json()["entry"]) == 2


def test_a_form_searches_by_hundreds_of_ids(nurse: httpx.Client) -> None:
    ids = ",".join([*(f"unknown-{number}" for number in range(900)), "t1", "t2"])
    answer = nurse.post("/Communication/_search", data={"_id": ids, "_sort": "_id"})
    assert [entry["resource"]["id"] for entry in answer.json()["entry"]] == ["t1", "t2"]


def test_hundreds_of_alternatives_are_no_trouble(nurse: httpx.Client, item: dict[str, Any]) -> None:
    owners = ",".join([*(f"Practitioner/{number}" for number in range(1500)), "HealthcareService/nurse-pool"])
    keys = ",".join([*(f"urn:none|{number}" for number in range(1500)), item["identifier"][0]["value"]])
    answer = nurse.post("/Task/_search", data={"owner": owners, "identifier": keys})
    assert [entry["resource"]["id"] for entry in answer.json()["entry"]] == [item["id"]]


def test_counting_alone_brings_no_resources(nurse: httpx.Client) -> None:
    for way in ({"_summary": "count"}, {"_count": "0"}):
        answer = nurse.get("/Patient", params=way).json()
        assert answer["total"] == 20
        assert "entry" not in answer


def test_a_search_finds_what_an_update_put_in_and_not_what_it_took_out(nurse: httpx.Client) -> None:
    stored = nurse.post("/Task", json=task()).json()
    taken = {"reference": "Practitioner/nora"}
    nurse.put(
        f"/Task/{stored['id']}", json=stored | {"status": "accepted", "owner": taken}
    ).raise_for_status()
    assert find(nurse, "Task", _id=stored["id"], status="accepted", owner="Practitioner/nora") == [
        stored["id"]
    ]
    assert find(nurse, "Task", _id=stored["id"], status="requested") == []


@pytest.mark.parametrize("direction", ["", "-"])
def test_sorting_by_a_date_puts_the_dateless_last(nurse: httpx.Client, direction: str) -> None:
    tag = new_key()
    ids = []
    for sent in ("2026-02-01", "2026-01-01", None):
        draft = message(meta={"tag": [{"code": tag}]}) | ({"sent": sent} if sent else {})
        ids.append(nurse.post("/Communication", json=draft).json()["id"])
    february, january, never = ids
    dated = [february, january] if direction else [january, february]
    assert find(nurse, "Communication", _tag=tag, _sort=f"{direction}sent") == [*dated, never]
