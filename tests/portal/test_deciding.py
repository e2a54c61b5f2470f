"""Who decides at the portal on what a prescriber was asked, whatever their client lets them ask for."""

import json
from typing import Any

import httpx
import pytest

from portal.running import Running
from tests.portal.drafts import bundle, message, posted, task
from tests.portal.visiting import signed_in

REVIEW: dict[str, Any] = {"code": {"coding": [{"code": "physician-review"}]}}
RELEASE: dict[str, Any] = {"code": {"coding": [{"code": "result-release"}]}}
NORA, PAUL = ({"reference": f"Practitioner/{user}"} for user in ("nora", "paul"))


def asked_of_paul(nurse: httpx.Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """Nora's item, and what she has asked about it."""
    item = nurse.post("/Task", json=task(status="accepted", owner=NORA)).raise_for_status().json()
    below = task(owner=PAUL, partOf=[{"reference": f"Task/{item['id']}"}], **REVIEW)
    return item, nurse.post("/Task", json=below).raise_for_status().json()


@pytest.mark.parametrize("user", ["cora", "lena", "nora", "sara"])
def test_nobody_but_a_prescriber_decides_on_a_review_nor_makes_one_that_is_decided(
    portal: Running, nurse: httpx.Client, user: str
) -> None:
    _, review = asked_of_paul(nurse)
    with signed_in(portal, user) as client:
        decided = client.put(f"/Task/{review['id']}", json=review | {"status": "completed"})
        made = client.post("/Task", json=task(status="completed", **REVIEW))
        back = client.put(f"/Task/{review['id']}", json=review | {"status": "cancelled"})
    for refused in (decided, made):
        assert refused.status_code == 403
        assert "may not decide on a physician review" in refused.json()["issue"][0]["diagnostics"]
    assert back.status_code == 200


def test_a_refused_decision_takes_its_reply_with_it(nurse: httpx.Client) -> None:
    _, review = asked_of_paul(nurse)
    reply = message(key="a-reply-that-nobody-may-send")
    closing = {"resource": review | {"status": "completed"}, "request": {
        "method": "PUT", "url": f"Task/{review['id']}", "ifMatch": f'W/"{review["meta"]["versionId"]}"',
    }}  # fmt: skip
    answer = nurse.post("/", json=bundle("transaction", posted(reply), closing))
    assert answer.status_code == 403
    assert answer.json()["resourceType"] == "OperationOutcome"
    found = nurse.get("/Communication", params={"identifier": "a-reply-that-nobody-may-send"}).json()
    assert found.get("total", 0) == 0


def test_a_prescriber_takes_over_what_they_were_asked_about_and_nothing_else(
    portal: Running, nurse: httpx.Client
) -> None:
    item, _ = asked_of_paul(nurse)
    other = nurse.post("/Task", json=task(status="accepted", owner=NORA)).raise_for_status().json()
    with signed_in(portal, "paul") as paul:
        assert paul.put(f"/Task/{item['id']}", json=item | {"owner": PAUL}).status_code == 200
        assert paul.put(f"/Task/{other['id']}", json=other | {"owner": PAUL}).status_code == 403


def test_a_result_is_released_with_a_licence(portal: Running, nurse: httpx.Client) -> None:
    waiting = nurse.post("/Task", json=task(**RELEASE)).raise_for_status().json()
    with signed_in(portal, "cora") as clerk:
        refused = clerk.put(f"/Task/{waiting['id']}", json=waiting | {"status": "completed"})
    assert refused.status_code == 403
    assert "may not release a result" in refused.json()["issue"][0]["diagnostics"]
    assert nurse.put(f"/Task/{waiting['id']}", json=waiting | {"status": "completed"}).status_code == 200


OTHER: dict[str, Any] = {"code": {"coding": [{"code": "medical-question"}]}}


def test_a_review_is_not_decided_under_another_code(portal: Running, nurse: httpx.Client) -> None:
    _, review = asked_of_paul(nurse)
    _, hidden = asked_of_paul(nurse)
    closed = review | OTHER | {"status": "completed"}
    assert nurse.put(f"/Task/{review['id']}", json=closed).status_code == 403
    done = nurse.put(f"/Task/{hidden['id']}", json=hidden | OTHER).raise_for_status().json()
    done = nurse.put(f"/Task/{hidden['id']}", json=done | {"status": "completed"}).raise_for_status().json()
    assert nurse.put(f"/Task/{hidden['id']}", json=done | REVIEW).status_code == 403
    with signed_in(portal, "paul") as paul:
        assert paul.put(f"/Task/{hidden['id']}", json=done | REVIEW).status_code == 200


def coded(code: str, **value: Any) -> dict[str, Any]:
    return {"type": {"coding": [{"code": code}]}, **value}


def output(code: str, **said: Any) -> dict[str, Any]:
    return coded(code, valueString=json.dumps(said))


def link(to: str) -> dict[str, Any]:
    return coded("medication-request", valueReference={"reference": f"MedicationRequest/{to}"})


@pytest.mark.parametrize(
    "said",
    [output("prescription"), output("prescription", withdrawn=True), link("1")],
    ids=["an order", "one said to be withdrawn", "its link"],
)
def test_only_a_prescriber_records_a_prescription(
    portal: Running, nurse: httpx.Client, said: dict[str, Any]
) -> None:
    _, review = asked_of_paul(nurse)
    assert nurse.put(f"/Task/{review['id']}", json=review | {"output": [said]}).status_code == 403
    with signed_in(portal, "paul") as paul:
        assert paul.put(f"/Task/{review['id']}", json=review | {"output": [said]}).status_code == 200


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [(output("prescription", days=30), output("prescription", days=90)), (link("1"), link("2"))],
    ids=["the order", "its link"],
)
def test_what_was_prescribed_is_not_exchanged_by_a_nurse_who_may_still_write_beside_it(
    portal: Running, nurse: httpx.Client, theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    _, review = asked_of_paul(nurse)
    with signed_in(portal, "paul") as paul:
        written = paul.put(f"/Task/{review['id']}", json=review | {"output": [theirs]}).json()
    assert nurse.put(f"/Task/{review['id']}", json=written | {"output": [mine]}).status_code == 403
    call = output("call-attempt")
    assert nurse.put(f"/Task/{review['id']}", json=written | {"output": [theirs, call]}).status_code == 200


def test_a_dismissal_is_taken_back_by_whoever_is_there(portal: Running, nurse: httpx.Client) -> None:
    with_flag = task(output=[output("flag-dismissal", flag="a")])
    item = nurse.post("/Task", json=with_flag).raise_for_status().json()
    back = item | {"output": [output("flag-dismissal", flag="a", withdrawn=True)]}
    with signed_in(portal, "cora") as clerk:
        assert clerk.put(f"/Task/{item['id']}", json=back).status_code == 200


def test_an_output_with_decimals_or_with_words_of_any_shape_is_judged_too(
    portal: Running, nurse: httpx.Client
) -> None:
    minutes = coded("handling-time", valueDuration={"value": 4.5, "code": "min"})
    deep = coded("flag-dismissal", valueString="[" * 100_000)
    item = nurse.post("/Task", json=task(output=[minutes])).raise_for_status().json()
    said = item | {"output": [minutes, deep]}
    with signed_in(portal, "cora") as clerk:
        assert clerk.put(f"/Task/{item['id']}", json=said).status_code == 403
    assert nurse.put(f"/Task/{item['id']}", json=said).status_code == 200
