import concurrent.futures
import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.portal.drafts import SYSTEM, message, new_key, provenance, task

ON_EVERY_DATABASE = True


def created(client: httpx.Client, resource: dict[str, Any]) -> dict[str, Any]:
    response = client.post(f"/{resource['resourceType']}", json=resource)
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    return body


def refusal(response: httpx.Response) -> dict[str, Any]:
    body = response.json()
    assert body["resourceType"] == "OperationOutcome"
    assert body["issue"][0]["diagnostics"]
    issue: dict[str, Any] = body["issue"][0]
    return issue


def test_what_was_created_is_read_back_as_it_was_sent(nurse: httpx.Client) -> None:
    sent = message(extra={"kept": [1, {"as": "sent"}]})
    answer = nurse.post("/Communication", json=sent)
    stored = answer.json()
    assert answer.headers["location"] == f"{nurse.base_url}Communication/{stored['id']}/_history/1"
    assert answer.headers["etag"] == 'W/"1"'
    assert "last-modified" in answer.headers
    assert nurse.get(f"/Communication/{stored['id']}").json() == stored
    assert {name: value for name, value in stored.items() if name not in ("id", "meta")} == sent


def test_decimals_keep_their_digits(nurse: httpx.Client) -> None:
    body = json.dumps(task(note=[])).replace('"note": []', '"weight": 1.10, "tiny": 0.000000010')
    headers = {"Content-Type": "application/fhir+json"}
    stored = nurse.post("/Task", content=body, headers=headers)
    text = nurse.get(f"/Task/{stored.json()['id']}").text
    assert '"weight":1.10' in text
    assert float(json.loads(text)["tiny"]) == 1e-8


def test_a_client_does_not_choose_ids(nurse: httpx.Client) -> None:
    assert created(nurse, task(id="mine"))["id"] != "mine"
    refused = nurse.put("/Task/mine", json=task(id="mine"))
    assert refused.status_code == 404
    assert "do not choose ids" in refusal(refused)["diagnostics"]


def test_an_update_makes_a_new_version_and_keeps_the_old_one(nurse: httpx.Client) -> None:
    first = created(nurse, task())
    changed = nurse.put(
        f"/Task/{first['id']}", json=first | {"status": "accepted"}, headers={"If-Match": 'W/"1"'}
    )
    assert changed.status_code == 200
    assert changed.json()["meta"]["versionId"] == "2"
    assert nurse.get(f"/Task/{first['id']}/_history/1").json() == first
    assert nurse.get(f"/Task/{first['id']}/_history/9").status_code == 404
    history = nurse.get(f"/Task/{first['id']}/_history").json()
    assert [entry["request"]["method"] for entry in history["entry"]] == ["PUT", "POST"]
    assert [entry["resource"]["status"] for entry in history["entry"]] == ["accepted", "requested"]


def test_a_stale_update_is_refused(nurse: httpx.Client) -> None:
    first = created(nurse, task())
    address = f"/Task/{first['id']}"
    nurse.put(address, json=first, headers={"If-Match": 'W/"1"'}).raise_for_status()
    stale = nurse.put(address, json=first, headers={"If-Match": 'W/"1"'})
    assert stale.status_code == 412
    assert refusal(stale)["code"] == "conflict"
    assert nurse.get(address).json()["meta"]["versionId"] == "2"


@pytest.mark.parametrize("tag", ["1", '"1"', "*", 'W/"one"'])
def test_an_if_match_of_the_wrong_form_is_refused_and_not_ignored(nurse: httpx.Client, tag: str) -> None:
    first = created(nurse, task())
    refused = nurse.put(f"/Task/{first['id']}", json=first, headers={"If-Match": tag})
    assert refused.status_code == 400
    assert "If-Match" in refusal(refused)["diagnostics"]


def test_one_of_eight_who_claim_at_once_wins(nurse: httpx.Client) -> None:
    first = created(nurse, task())

    def claim(number: int) -> int:
        claimed = first | {"owner": {"reference": f"Practitioner/{number}"}}
        return nurse.put(f"/Task/{first['id']}", json=claimed, headers={"If-Match": 'W/"1"'}).status_code

    with concurrent.futures.ThreadPoolExecutor(8) as people:
        assert sorted(people.map(claim, range(8))) == [200] + [412] * 7


def test_twenty_equal_conditional_creates_make_one_resource(nurse: httpx.Client) -> None:
    key = new_key()
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{key}"}

    def send(_: int) -> tuple[int, str]:
        answer = nurse.post("/Communication", json=message(key), headers=condition)
        return answer.status_code, answer.json()["id"]

    with concurrent.futures.ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(send, range(20)))
    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    assert len({id_ for _, id_ in answers}) == 1
    assert nurse.get("/Communication", params={"identifier": f"{SYSTEM}|{key}"}).json()["total"] == 1


def test_a_condition_that_matches_several_is_refused(nurse: httpx.Client) -> None:
    key = new_key()
    created(nurse, message(key))
    created(nurse, message(key))
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{key}"}
    assert nurse.post("/Communication", json=message(key), headers=condition).status_code == 412


@pytest.mark.parametrize("condition", ["?identifier=a|b", "", "_count=1", "nonsense=1"])
def test_a_condition_that_cannot_be_meant_is_refused(nurse: httpx.Client, condition: str) -> None:
    refused = nurse.post("/Communication", json=message(), headers={"If-None-Exist": condition})
    assert refused.status_code == 400
    refusal(refused)


def test_provenance_is_made_once_by_its_tag_though_the_nurse_may_not_read_it(
    nurse: httpx.Client, supervisor: httpx.Client
) -> None:
    tag = new_key()
    condition = {"If-None-Exist": f"_tag=urn:test:operation|{tag}"}
    answers = [nurse.post("/Provenance", json=provenance("Task/1", tag), headers=condition) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[1].content == b""
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert nurse.get("/Provenance", params={"_tag": f"urn:test:operation|{tag}"}).status_code == 403
    assert supervisor.get("/Provenance", params={"_tag": f"urn:test:operation|{tag}"}).json()["total"] == 1


def test_what_is_deleted_is_gone_but_its_history_stays(supervisor: httpx.Client) -> None:
    key = new_key()
    stored = created(supervisor, task(key))
    address = f"/Task/{stored['id']}"
    assert supervisor.delete(address, headers={"If-Match": 'W/"7"'}).status_code == 412
    assert supervisor.delete(address).status_code == 204
    assert supervisor.delete(address).status_code == 204
    assert supervisor.get(address).status_code == 410
    assert supervisor.put(address, json=stored).status_code == 410
    assert supervisor.get("/Task", params={"identifier": f"{SYSTEM}|{key}"}).json()["total"] == 0
    history = supervisor.get(f"{address}/_history").json()["entry"]
    assert [entry["request"]["method"] for entry in history] == ["DELETE", "POST"]
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{key}"}
    assert supervisor.post("/Task", json=task(key), headers=condition).status_code == 201


def patch(client: httpx.Client, address: str, *operations: dict[str, Any], **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Content-Type"] = "application/json-patch+json"
    return client.patch(address, content=json.dumps(operations), headers=named)


def test_a_patch_changes_what_it_names(nurse: httpx.Client) -> None:
    stored = created(nurse, task())
    claim = {"op": "add", "path": "/owner", "value": {"reference": "Practitioner/nora"}}
    answer = patch(nurse, f"/Task/{stored['id']}", claim, If_Match='W/"1"')
    assert answer.status_code == 200
    assert answer.json()["owner"] == {"reference": "Practitioner/nora"}
    assert answer.headers["etag"] == 'W/"2"'
    assert patch(nurse, f"/Task/{stored['id']}", claim, If_Match='W/"1"').status_code == 412
    assert nurse.get("/Task", params={"owner": "Practitioner/nora", "_id": stored["id"]}).json()["total"] == 1


@pytest.mark.parametrize(
    "operations",
    [
        [
            {"op": "test", "path": "/meta/versionId", "value": "9"},
            {"op": "replace", "path": "/status", "value": "ready"},
        ],
        [{"op": "replace", "path": "/owner", "value": {}}],
        [{"op": "replace", "path": "/status", "value": "wrong"}],
        [{"op": "replace", "path": "/id", "value": "other"}],
        [{"op": "leap", "path": "/status"}],
        ["nonsense"],
        {"op": "add"},
    ],
)
def test_a_patch_that_does_not_fit_changes_nothing(nurse: httpx.Client, operations: Any) -> None:
    stored = created(nurse, task())
    headers = {"Content-Type": "application/json-patch+json"}
    answer = nurse.patch(f"/Task/{stored['id']}", content=json.dumps(operations), headers=headers)
    assert answer.status_code == 400
    refusal(answer)
    assert nurse.get(f"/Task/{stored['id']}").json() == stored


@pytest.mark.parametrize(
    ("resource_type", "resource", "expression"),
    [
        ("Task", {"resourceType": "Task", "intent": "order"}, "Task.status"),
        ("Task", {"resourceType": "Task", "status": "requested"}, "Task.intent"),
        ("Task", task(status="busy"), "Task.status"),
        ("Task", task(status=["requested"]), "Task.status"),
        ("Task", task(meta="none"), "Task.meta"),
        ("Task", message(), "resourceType"),
        ("Communication", {"resourceType": "Communication"}, "Communication.status"),
        ("Provenance", provenance("Task/1", "x") | {"agent": [{"role": []}]}, "Provenance.agent.who"),
        ("Basic", {"resourceType": "Basic"}, "Basic.code"),
    ],
)
def test_a_resource_that_lacks_what_r4_requires_is_refused(
    nurse: httpx.Client, resource_type: str, resource: dict[str, Any], expression: str
) -> None:
    refused = nurse.post(f"/{resource_type}", json=resource)
    assert refused.status_code == 400
    assert refusal(refused)["expression"] == [expression]


def test_the_id_in_the_body_is_the_id_in_the_address(nurse: httpx.Client) -> None:
    stored = created(nurse, task())
    refused = nurse.put(f"/Task/{stored['id']}", json=stored | {"id": "other"})
    assert refused.status_code == 400
    assert refusal(refused)["expression"] == ["Task.id"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"a":NaN}', b"\xff", b'{"a":' * 100_000])
def test_a_body_that_is_no_json_object_is_refused(nurse: httpx.Client, body: bytes) -> None:
    refused = nurse.post("/Task", content=body, headers={"Content-Type": "application/fhir+json"})
    assert refused.status_code == 400
    refusal(refused)


def test_a_body_over_the_limit_is_refused_and_the_connection_goes_on(nurse: httpx.Client) -> None:
    refused = nurse.post("/Communication", json=message(note=[{"text": "x" * 17_000_000}]))
    assert refused.status_code == 413
    refusal(refused)
    created(nurse, message(note=[{"text": "x" * 1_100_000}]))


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/Nonsense", {}, 404),
        ("GET", "/Nonsense/1", {}, 404),
        ("GET", "/Task/unknown", {}, 404),
        ("GET", "/Task/1/2/3/4", {}, 404),
        ("POST", "/Task/1", {"Content-Type": "application/json"}, 405),
        ("PUT", "/Task", {"Content-Type": "application/json"}, 405),
        ("PUT", "/Task/1/_history/1", {"Content-Type": "application/json"}, 405),
        ("POST", "/Task", {"Content-Type": "application/fhir+xml"}, 415),
        ("PATCH", "/Task/1", {"Content-Type": "application/json"}, 415),
        ("GET", "/Task", {"Accept": "application/fhir+xml"}, 406),
        ("GET", "/Task?_format=xml", {}, 406),
        ("PROPFIND", "/Task", {}, 405),
    ],
)
def test_every_refusal_is_an_operation_outcome(
    nurse: httpx.Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    refused = nurse.request(method, path, headers=headers, content=b"{}" if headers else None)
    assert refused.status_code == status, refused.text
    refusal(refused)


@pytest.mark.parametrize(
    ("element", "value", "at"),
    [
        ("code", "refill", "Task.code"),
        ("code", {"coding": "refill"}, "Task.code.coding"),
        ("code", {"coding": ["refill"]}, "Task.code.coding"),
        ("owner", "Practitioner/nora", "Task.owner"),
        ("output", {"valueString": "x"}, "Task.output"),
        ("output", [None], "Task.output"),
        ("output", [{"type": "reply"}], "Task.output.type"),
        ("output", [{"type": {"coding": [1]}}], "Task.output.type.coding"),
    ],
)
def test_what_the_rules_read_and_is_shaped_otherwise_is_refused(
    nurse: httpx.Client, element: str, value: Any, at: str
) -> None:
    refused = nurse.post("/Task", json=task(**{element: value}))
    assert refused.status_code == 400, refused.text
    issue = refusal(refused)
    assert (issue["code"], issue["expression"]) == ("structure", [at])
    there = created(nurse, task())
    spoilt = {**there, element: value}
    assert nurse.put(f"/Task/{there['id']}", json=spoilt).status_code == 400


def test_prefer_decides_what_comes_back(nurse: httpx.Client) -> None:
    minimal = nurse.post("/Task", json=task(), headers={"Prefer": "return=minimal"})
    assert (minimal.status_code, minimal.content) == (201, b"")
    assert minimal.headers["etag"] == 'W/"1"'
    told = nurse.post("/Task", json=task(), headers={"Prefer": "return=OperationOutcome"})
    assert told.json()["resourceType"] == "OperationOutcome"


def test_the_request_id_comes_back(nurse: httpx.Client) -> None:
    assert nurse.get("/Task/none", headers={"X-Request-Id": "r-17"}).headers["x-request-id"] == "r-17"


@pytest.mark.parametrize("sent", ["", "two words", "x" * 65, "a\tb"])
def test_a_request_without_an_id_that_can_stand_in_a_log_is_given_one(nurse: httpx.Client, sent: str) -> None:
    given = nurse.get("/Task/none", headers={"X-Request-Id": sent}).headers["x-request-id"]
    assert UUID(given)
