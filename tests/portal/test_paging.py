import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.portal.drafts import message, new_key

ON_EVERY_DATABASE = True


def pages(client: httpx.Client, **params: Any) -> Iterator[list[dict[str, Any]]]:
    answer = client.get("/Communication", params=params)
    while True:
        bundle = answer.raise_for_status().json()
        yield [entry["resource"] for entry in bundle.get("entry", [])]
        following = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
        if not following:
            return
        answer = client.get(following[0])


def tagged(tag: str) -> dict[str, Any]:
    return message(meta={"tag": [{"system": "urn:test:run", "code": tag}]})


@pytest.fixture
def run(nurse: httpx.Client) -> tuple[str, list[str]]:
    """A tag and the ids of 25 messages that bear it, in the order they were written."""
    tag = new_key()
    return tag, [nurse.post("/Communication", json=tagged(tag)).json()["id"] for _ in range(25)]


@pytest.mark.parametrize("sort", [None, "_lastUpdated", "-_lastUpdated", "_id", "-_id", "sent", "-sent,_id"])
def test_pages_hold_every_match_once(
    nurse: httpx.Client, run: tuple[str, list[str]], sort: str | None
) -> None:
    tag, ids = run
    asked = {"_tag": f"urn:test:run|{tag}", "_count": 7} | ({"_sort": sort} if sort else {})
    seen = [resource["id"] for page in pages(nurse, **asked) for resource in page]
    assert sorted(seen) == sorted(ids)
    if sort in (None, "_lastUpdated"):
        assert seen == ids
    if sort == "-_lastUpdated":
        assert seen == ids[::-1]
    if sort == "_id":
        assert seen == sorted(ids)


def test_what_changes_between_pages_is_neither_lost_nor_doubled(
    nurse: httpx.Client, supervisor: httpx.Client, run: tuple[str, list[str]]
) -> None:
    tag, ids = run
    reader = pages(nurse, _tag=f"urn:test:run|{tag}", _sort="_lastUpdated", _count=5)
    seen = [(each["id"], each["meta"]["versionId"]) for each in next(reader)]
    read_already, still_to_come, removed = ids[0], ids[10], ids[12]
    for id_ in (read_already, still_to_come):
        nurse.put(f"/Communication/{id_}", json=tagged(tag) | {"id": id_}).raise_for_status()
    supervisor.delete(f"/Communication/{removed}").raise_for_status()
    added = nurse.post("/Communication", json=tagged(tag)).json()["id"]
    seen += [(each["id"], each["meta"]["versionId"]) for each in itertools.chain(*reader)]
    assert len(seen) == len(set(seen))
    expected = {(id_, "1") for id_ in ids if id_ not in (still_to_come, removed)}
    assert set(seen) == expected | {(read_already, "2"), (still_to_come, "2"), (added, "1")}


def test_last_updated_rises_with_every_write(nurse: httpx.Client, run: tuple[str, list[str]]) -> None:
    tag, _ = run
    found = [each for page in pages(nurse, _tag=f"urn:test:run|{tag}", _sort="_lastUpdated") for each in page]
    moments = [each["meta"]["lastUpdated"] for each in found]
    assert moments == sorted(moments)
    assert all(len(moment) == len("2026-01-01T00:00:00.000Z") for moment in moments)
    middle = moments[12]
    for prefix, expected in {
        "ge": [moment for moment in moments if moment >= middle],
        "gt": [moment for moment in moments if moment > middle],
        "le": [moment for moment in moments if moment <= middle],
        "lt": [moment for moment in moments if moment < middle],
        "eq": [moment for moment in moments if moment == middle],
    }.items():
        asked = {"_tag": f"urn:test:run|{tag}", "_lastUpdated": f"{prefix}{middle}", "_sort": "_lastUpdated"}
        got = [each["meta"]["lastUpdated"] for page in pages(nurse, **asked) for each in page]
        assert got == expected, prefix


def test_the_total_is_told_when_asked_for_or_free(nurse: httpx.Client, run: tuple[str, list[str]]) -> None:
    asked = {"_tag": f"urn:test:run|{run[0]}"}
    assert nurse.get("/Communication", params=asked).json()["total"] == 25
    assert "total" not in nurse.get("/Communication", params=asked | {"_count": "5"}).json()
    counted = nurse.get("/Communication", params=asked | {"_count": "5", "_total": "accurate"}).json()
    assert counted["total"] == 25


def test_a_page_holds_fifty_by_default(nurse: httpx.Client) -> None:
    assert len(nurse.get("/Communication").json()["entry"]) == 50
