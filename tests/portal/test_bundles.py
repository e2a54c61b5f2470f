import base64
import json
from typing import Any

import httpx
import pytest

from tests.portal.drafts import SYSTEM, bundle, message, new_key, posted, provenance, task

ON_EVERY_DATABASE = True

REPRESENTATION = {"Prefer": "return=representation"}


def count(client: httpx.Client, resource_type: str, key: str) -> int:
    asked = {"identifier": f"{SYSTEM}|{key}", "_summary": "count"}
    return int(client.get(f"/{resource_type}", params=asked).json()["total"])


def test_a_transaction_stores_everything_and_resolves_what_refers_to_each_other(nurse: httpx.Client) -> None:
    key, tag = new_key(), new_key()
    answer = nurse.post(
        "",
        headers=REPRESENTATION,
        json=bundle(
            "transaction",
            posted(provenance("urn:uuid:work", tag), ifNoneExist=f"_tag=urn:test:operation|{tag}"),
            {"fullUrl": "urn:uuid:work", **posted(task(key, focus={"reference": "urn:uuid:thread"}))},
            {"fullUrl": "urn:uuid:thread", **posted(message("urn:uuid:thread"))},
        ),
    )
    assert answer.status_code == 200, answer.text
    entries = answer.json()["entry"]
    assert answer.json()["type"] == "transaction-response"
    assert [entry["response"]["status"] for entry in entries] == ["201 Created"] * 3
    assert {entry["response"]["etag"] for entry in entries} == {'W/"1"'}
    assert len({entry["response"]["lastModified"] for entry in entries}) == 1
    why, work, thread = (entry["resource"] for entry in entries)
    assert why["target"] == [{"reference": f"Task/{work['id']}"}]
    assert work["focus"] == {"reference": f"Communication/{thread['id']}"}
    assert thread["identifier"][0]["value"] == "urn:uuid:thread", "an identifier is not a link"
    assert entries[1]["response"]["location"] == f"{nurse.base_url}Task/{work['id']}/_history/1"
    assert nurse.get("/Task", params={"focus": f"Communication/{thread['id']}"}).json()["total"] == 1


def test_a_transaction_refused_in_one_entry_writes_nothing_and_names_the_entry(nurse: httpx.Client) -> None:
    key = new_key()
    stored = nurse.post("/Task", json=task()).json()
    stale = {
        "resource": stored | {"status": "accepted"},
        "request": {"method": "PUT", "url": f"Task/{stored['id']}", "ifMatch": 'W/"8"'},
    }
    refused = nurse.post("", json=bundle("transaction", posted(message(key)), stale))
    assert refused.status_code == 412
    issue = refused.json()["issue"][0]
    assert issue["expression"] == ["Bundle.entry[1]"]
    assert "version 1" in issue["diagnostics"]
    assert count(nurse, "Communication", key) == 0


@pytest.mark.parametrize(
    ("entry", "status", "expression"),
    [
        (posted({"resourceType": "Task", "intent": "order"}), 400, "Bundle.entry[1].resource.status"),
        (posted({"resourceType": "Nonsense"}), 404, "Bundle.entry[1]"),
        (posted({"resourceType": "Patient"}), 403, "Bundle.entry[1]"),
        ({"request": {"method": "GET", "url": "Task/unknown"}}, 404, "Bundle.entry[1]"),
        ({"request": {"method": "PUT", "url": "Task"}, "resource": task()}, 405, "Bundle.entry[1]"),
        ({"request": {"method": "POST", "url": "Task/1"}, "resource": task()}, 405, "Bundle.entry[1]"),
        ({"request": {"method": "POST", "url": "Task/_search"}}, 405, "Bundle.entry[1]"),
        ({"request": {"method": "BREW", "url": "Task"}}, 400, "Bundle.entry[1]"),
        ({"resource": task()}, 400, "Bundle.entry[1]"),
        ("nonsense", 400, "Bundle.entry[1]"),
        (posted(task(), ifNoneExist="?identifier=a"), 400, "Bundle.entry[1]"),
    ],
)
def test_a_transaction_says_which_entry_was_refused(
    nurse: httpx.Client, entry: Any, status: int, expression: str
) -> None:
    key = new_key()
    refused = nurse.post("", json=bundle("transaction", posted(message(key)), entry))
    assert refused.status_code == status, refused.text
    assert refused.json()["issue"][0]["expression"] == [expression]
    assert count(nurse, "Communication", key) == 0


def test_the_same_resource_twice_in_a_transaction_is_refused(nurse: httpx.Client) -> None:
    stored = nurse.post("/Task", json=task()).json()
    put = {"resource": stored, "request": {"method": "PUT", "url": f"Task/{stored['id']}"}}
    assert nurse.post("", json=bundle("transaction", put, put)).status_code == 400
    key = new_key()
    once = posted(message(key), ifNoneExist=f"identifier={SYSTEM}|{key}")
    assert nurse.post("", json=bundle("transaction", once, once)).status_code == 400
    assert count(nurse, "Communication", key) == 0


def test_a_repeated_transaction_finds_its_creates_already_there(nurse: httpx.Client) -> None:
    key = new_key()
    again = bundle("transaction", posted(message(key), ifNoneExist=f"identifier={SYSTEM}|{key}"))
    first, second = (nurse.post("", json=again, headers=REPRESENTATION).json()["entry"][0] for _ in range(2))
    assert first["response"]["status"] == "201 Created"
    assert second["response"]["status"] == "200 OK"
    assert second["resource"] == first["resource"]


def test_a_transaction_changes_patches_and_reads(nurse: httpx.Client) -> None:
    first, second = (nurse.post("/Task", json=task()).json() for _ in range(2))
    operations = json.dumps([{"op": "replace", "path": "/status", "value": "ready"}]).encode()
    patch = {
        "resourceType": "Binary",
        "contentType": "application/json-patch+json",
        "data": base64.b64encode(operations).decode(),
    }
    answer = nurse.post(
        "",
        json=bundle(
            "transaction",
            {
                "request": {
                    "method": "GET",
                    "url": f"Task?_id={first['id']},{second['id']}&_sort=_lastUpdated",
                }
            },
            {
                "resource": first | {"status": "accepted"},
                "request": {"method": "PUT", "url": f"Task/{first['id']}", "ifMatch": 'W/"1"'},
            },
            {"resource": patch, "request": {"method": "PATCH", "url": f"Task/{second['id']}"}},
        ),
    )
    assert answer.status_code == 200, answer.text
    found, changed, patched = answer.json()["entry"]
    statuses = [entry["resource"]["status"] for entry in found["resource"]["entry"]]
    assert sorted(statuses) == ["accepted", "ready"], "reading comes after writing"
    assert changed["response"]["etag"] == patched["response"]["etag"] == 'W/"2"'
    assert "resource" not in changed, "nothing comes back that was not asked for"


def test_the_entries_of_a_batch_stand_alone(nurse: httpx.Client) -> None:
    key = new_key()
    answer = nurse.post(
        "",
        headers=REPRESENTATION,
        json=bundle(
            "batch",
            posted(message(key)),
            posted({"resourceType": "Task", "intent": "order"}),
            {"request": {"method": "GET", "url": "Patient/p1"}},
            {"request": {"method": "DELETE", "url": "Task/1"}},
        ),
    )
    assert answer.status_code == 200
    assert answer.json()["type"] == "batch-response"
    created, refused, read, forbidden = answer.json()["entry"]
    assert created["response"]["status"] == "201 Created"
    assert refused["response"]["status"].startswith("400")
    assert refused["response"]["outcome"]["issue"][0]["expression"] == ["Bundle.entry[1].resource.status"]
    assert read["resource"]["id"] == "p1"
    assert forbidden["response"]["status"].startswith("403")
    assert count(nurse, "Communication", key) == 1


def test_a_transaction_may_delete_what_it_replaces(supervisor: httpx.Client) -> None:
    old = supervisor.post("/Task", json=task()).json()["id"]
    delete = {"request": {"method": "DELETE", "url": f"Task/{old}", "ifMatch": 'W/"1"'}}
    answer = supervisor.post("", json=bundle("transaction", posted(task()), delete))
    assert [entry["response"]["status"] for entry in answer.json()["entry"]] == [
        "201 Created",
        "204 No Content",
    ]
    assert supervisor.get(f"/Task/{old}").status_code == 410


@pytest.mark.parametrize(
    "sent",
    [
        {"resourceType": "Bundle", "type": "collection"},
        {"resourceType": "Task", "type": "transaction"},
        {"resourceType": "Bundle", "type": "transaction", "entry": {}},
        {"resourceType": "Bundle"},
    ],
)
def test_only_batches_and_transactions_can_be_posted(nurse: httpx.Client, sent: dict[str, Any]) -> None:
    refused = nurse.post("", json=sent)
    assert refused.status_code == 400
    assert refused.json()["resourceType"] == "OperationOutcome"


def test_a_bundle_of_too_many_entries_is_refused(nurse: httpx.Client) -> None:
    entry = {"request": {"method": "GET", "url": "Patient/p1"}}
    assert nurse.post("", json=bundle("batch", *[entry] * 501)).status_code == 413
