from typing import Any

import httpx
import pytest

from tests.portal.drafts import task

ON_EVERY_DATABASE = True


@pytest.fixture(scope="module")
def happened(supervisor: httpx.Client) -> tuple[str, list[tuple[str, str]]]:
    """A moment, and what has been done to baskets of the site since, the newest first: method and etag."""
    before = supervisor.post("/Basic", json=basic("before")).json()["meta"]["lastUpdated"]
    done: list[tuple[str, str]] = []
    for name in ("one", "two", "three"):
        made = supervisor.post("/Basic", json=basic(name)).json()
        done.append(("POST", 'W/"1"'))
        supervisor.put(f"/Basic/{made['id']}", json=made).raise_for_status()
        done.append(("PUT", 'W/"2"'))
    supervisor.delete(f"/Basic/{made['id']}").raise_for_status()
    done.append(("DELETE", 'W/"3"'))
    return before, done[::-1]


def basic(name: str) -> dict[str, Any]:
    return {"resourceType": "Basic", "code": {"text": name}}


def entries(client: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    """Of all pages."""
    page = client.get("/Basic/_history", params=params).raise_for_status().json()
    found: list[dict[str, Any]] = []
    while True:
        assert page["type"] == "history"
        found += page["entry"]
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        if not following:
            return found
        page = client.get(following[0]).raise_for_status().json()


def told(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(entry["request"]["method"], entry["response"]["etag"]) for entry in found]


def test_the_history_of_a_type_holds_every_version_the_newest_first(
    supervisor: httpx.Client, happened: tuple[str, list[tuple[str, str]]]
) -> None:
    found = entries(supervisor)
    assert sorted(told(found)[:-1]) == sorted(happened[1])
    moments = [entry["response"]["lastModified"] for entry in found]
    assert moments == sorted(moments, reverse=True)
    whole = supervisor.get("/Basic/_history").json()
    assert (whole["total"], len(whole["entry"])) == (len(found), len(found))


def test_a_deletion_is_an_entry_without_a_resource(
    supervisor: httpx.Client, happened: tuple[str, list[tuple[str, str]]]
) -> None:
    (deleted,) = [entry for entry in entries(supervisor) if entry["request"]["method"] == "DELETE"]
    assert "resource" not in deleted
    assert deleted["request"]["url"].startswith("Basic/")
    assert deleted["fullUrl"].endswith(deleted["request"]["url"])
    assert deleted["response"]["status"] == "204 No Content"


@pytest.mark.parametrize("count", [1, 3, 8])
def test_pages_of_history_hold_every_version_once(
    supervisor: httpx.Client, happened: tuple[str, list[tuple[str, str]]], count: int
) -> None:
    found = entries(supervisor, _count=count)
    assert found == entries(supervisor)
    assert len(found) == len(happened[1]) + 1


def test_what_happens_between_pages_is_not_among_them(
    supervisor: httpx.Client, happened: tuple[str, list[tuple[str, str]]]
) -> None:
    before = entries(supervisor)
    first = supervisor.get("/Basic/_history?_count=2").json()
    made = supervisor.post("/Basic", json=basic("late")).json()
    following = next(link["url"] for link in first["link"] if link["relation"] == "next")
    second = supervisor.get(following).json()
    assert first["entry"] + second["entry"] == before[:4]
    assert entries(supervisor)[0]["resource"]["id"] == made["id"]


def test_history_since_a_moment_begins_with_it(
    supervisor: httpx.Client, happened: tuple[str, list[tuple[str, str]]]
) -> None:
    moment = entries(supervisor)[2]["response"]["lastModified"]
    found = entries(supervisor, _since=moment, _count=2)
    assert all(entry["response"]["lastModified"] >= moment for entry in found)
    assert len(found) >= 3
    assert len(found) == supervisor.get("/Basic/_history", params={"_since": moment}).json()["total"]


@pytest.mark.parametrize("query", ["_since=yesterday", "_count=-1", "_cursor=x", "nonsense=1", "_sort=_id"])
def test_history_that_is_not_understood_is_refused(supervisor: httpx.Client, query: str) -> None:
    assert supervisor.get(f"/Basic/_history?{query}").status_code == 400


def test_history_is_read_by_whom_the_type_may_be_read(nurse: httpx.Client, supervisor: httpx.Client) -> None:
    assert nurse.get("/AuditEvent/_history").status_code == 403
    assert supervisor.get("/AuditEvent/_history").status_code == 200
    assert nurse.post("/Task/_history", json=task()).status_code == 405
