"""The portal being as rude as servers in the field are."""

from collections.abc import Iterator

import httpx
import pytest

from portal.manners import MANNERS
from portal.running import Running
from portal.settings import Settings
from tests.portal.drafts import SYSTEM, bundle, message, new_key, posted, task
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import signed_in


def supervised(manners: str) -> Iterator[httpx.Client]:
    settings = Settings(database="", patients=2, manners=MANNERS[manners])
    with Running(settings, make_clinic=small_clinic) as portal, signed_in(portal, "sara") as client:
        yield client


@pytest.fixture(scope="module")
def strict() -> Iterator[httpx.Client]:
    yield from supervised("strict")


@pytest.fixture(scope="module")
def piecemeal() -> Iterator[httpx.Client]:
    yield from supervised("piecemeal")


def refused_entry() -> dict[str, object]:
    return posted({"resourceType": "Task", "intent": "order"})


def test_a_stale_version_counts_for_put_only_and_only_when_well_formed(strict: httpx.Client) -> None:
    stored = strict.post("/Task", json=task()).json()
    address = f"/Task/{stored['id']}"
    assert strict.put(address, json=stored, headers={"If-Match": 'W/"9"'}).status_code == 412
    assert strict.put(address, json=stored, headers={"If-Match": '"9"'}).status_code == 200
    patch = {"If-Match": 'W/"9"', "Content-Type": "application/json-patch+json"}
    changed = strict.patch(
        address, content=b'[{"op":"replace","path":"/status","value":"ready"}]', headers=patch
    )
    assert changed.status_code == 200
    assert strict.delete(address, headers={"If-Match": 'W/"9"'}).status_code == 204


def test_what_was_deleted_is_as_if_it_had_never_been_until_a_put_brings_it_back(strict: httpx.Client) -> None:
    stored = strict.post("/Task", json=task()).json()
    address = f"/Task/{stored['id']}"
    strict.delete(address).raise_for_status()
    assert strict.get(address).status_code == 404
    assert strict.get(f"{address}/_history").status_code == 404
    assert strict.put(address, json=stored).status_code == 200
    assert strict.get(address).json()["meta"]["versionId"] == "3"


def test_transactions_are_small_and_their_refusals_name_no_entry(strict: httpx.Client) -> None:
    key = new_key()
    conditional = posted(message(key), ifNoneExist=f"identifier={SYSTEM}|{key}")
    eight = [conditional, *(posted(task()) for _ in range(7))]
    assert strict.post("", json=bundle("transaction", *eight, posted(task()))).status_code == 413
    assert (
        strict.post("", json=bundle("transaction", *(posted(task()) for _ in range(51)))).status_code == 413
    )
    assert strict.post("", json=bundle("transaction", *eight)).status_code == 200
    refused = strict.post("", json=bundle("transaction", posted(task()), refused_entry()))
    assert refused.status_code == 400
    assert "expression" not in refused.json()["issue"][0]


def test_a_minimal_answer_to_a_bundle_is_none(strict: httpx.Client) -> None:
    answer = strict.post("", json=bundle("batch", posted(task())), headers={"Prefer": "return=minimal"})
    assert (answer.status_code, answer.content) == (200, b"")


def test_later_commits_may_bear_earlier_moments(strict: httpx.Client) -> None:
    made = [strict.post("/Task", json=task()).json()["meta"]["lastUpdated"] for _ in range(20)]
    assert made != sorted(made)


def test_the_capability_statement_promises_no_history(strict: httpx.Client) -> None:
    resources = strict.get("/metadata").json()["rest"][0]["resource"]
    assert not any(each["readHistory"] for each in resources)
    assert "vread" not in str(resources)


def test_a_transaction_that_is_not_atomic_answers_200_with_failures_inside(piecemeal: httpx.Client) -> None:
    key = new_key()
    answer = piecemeal.post("", json=bundle("transaction", posted(message(key)), refused_entry()))
    assert answer.status_code == 200
    assert [entry["response"]["status"][:3] for entry in answer.json()["entry"]] == ["201", "400"]
    asked = {"identifier": f"{SYSTEM}|{key}", "_summary": "count"}
    assert piecemeal.get("/Communication", params=asked).json()["total"] == 1
