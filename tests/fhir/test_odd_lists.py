"""Long lists from servers of every habit: nothing is lost, nothing comes twice, and what is learned stays."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from inbox.fhir.client import FhirClient
from inbox.fhir.door import Door, Limits
from inbox.fhir.faults import Declined
from inbox.fhir.profile import Profile, Said, TypeSaid
from inbox.fhir.search import Params
from tests.fhir.odd_server import START, Odd, Row, open_for_visits, rows, stamp

OFFERS = TypeSaid(
    interactions=frozenset({"read", "search-type"}),
    includes=frozenset({"Task:focus", "Task:patient"}),
)
CHANGES: Params = {"_sort": "_lastUpdated", "_count": "20"}


def known() -> Profile:
    return Profile(Said(software="Odd", types={"Task": OFFERS, "Practitioner": OFFERS}))


def search(
    odd: Odd, params: Params, profile: Profile | None = None, most: int = Limits().body
) -> tuple[list[str], Profile]:
    """The ids that a search brings, with their versions, and what was learned. `most`: bytes of an answer."""

    async def whole() -> tuple[list[str], Profile]:
        door = Door(Limits(body=most))
        async with open_for_visits(odd), FhirClient(odd.base, door=door) as client:
            client.profile = profile or known()
            pages = client.search("Task", params)
            return [f"{r.id}/{r.version}" async for page in pages for r in page.resources], client.profile

    return asyncio.run(whole())


def ids(there: list[Row]) -> list[str]:
    return [f"{row['id']}/{row['meta']['versionId']}" for row in there]


@pytest.mark.parametrize(("most", "size"), [(500, 500), (499, 200), (120, 100), (60, 50), (30, 20)])
def test_a_page_that_is_too_large_for_the_server_is_asked_for_smaller_and_that_is_remembered(
    most: int, size: int
) -> None:
    odd = Odd(rows(130), most=most)
    got, profile = search(odd, {"_count": "1000"})
    assert got == ids(odd.rows)
    assert profile.page == size
    odd.asked.clear()
    assert search(odd, {"_count": "1000"}, profile)[0] == ids(odd.rows)
    assert {one.get("_count") for one in odd.asked} == {str(size)}, "never asked for too many again"


def heavy(count: int, each: int) -> list[Row]:
    """Resources with so many bytes of a file inside."""
    return [row | {"note": [{"text": "x" * each}]} for row in rows(count)]


def test_a_page_that_is_too_large_for_us_is_asked_for_smaller_and_that_is_remembered() -> None:
    odd = Odd(heavy(130, 1000))
    got, profile = search(odd, {"_count": "1000"}, most=100_000)
    assert got == ids(odd.rows)
    assert profile.page == 50


def test_a_few_messages_with_large_files_are_taken_in_and_teach_nothing() -> None:
    odd = Odd(heavy(30, 40_000))
    got, profile = search(odd, dict(CHANGES), most=100_000)
    assert got == ids(odd.rows)
    assert profile.learned.page is None


def test_a_search_that_is_refused_for_itself_teaches_nothing_about_pages() -> None:
    odd = Odd(rows(3), unknown=frozenset({"colour"}))
    profile = known()
    with pytest.raises(Declined, match="Unknown search parameter: colour"):
        search(odd, {"colour": "blue", "status": "requested", "_count": "1000"}, profile)
    assert profile.page == 1000
    assert profile.learned.refused_searches == {"Task?colour"}
    assert profile.searches("Task", "status")


def test_a_server_that_refuses_everything_teaches_nothing() -> None:
    profile = known()
    with pytest.raises(Declined):
        search(Odd(rows(3), most=1), {"status": "requested", "_count": "1000"}, profile)
    assert profile.learned == known().learned


def test_too_much_along_in_a_page_makes_the_page_smaller() -> None:
    odd = Odd(rows(130), along=2, most_together=300)
    got, profile = search(odd, {"_include": ["Task:focus", "Task:patient"], "_count": "200"})
    assert got == ids(odd.rows)
    assert profile.include_page == 50
    assert profile.included("Task") == OFFERS.includes, "they still come along"
    assert profile.page == 1000


def test_an_include_that_is_refused_is_left_out_and_the_other_is_not() -> None:
    odd = Odd(rows(30), includes=frozenset({"Task:patient"}))
    got, profile = search(odd, {"_include": ["Task:focus", "Task:patient"], "_count": "200"})
    assert got == ids(odd.rows)
    assert profile.included("Task") == {"Task:patient"}
    odd.asked.clear()
    search(odd, {"_include": ["Task:focus", "Task:patient"], "_count": "200"}, profile)
    assert [one.all("_include") for one in odd.asked] == [["Task:patient"]]


def test_without_any_include_the_list_comes_by_itself() -> None:
    odd = Odd(rows(30), includes=frozenset())
    got, profile = search(odd, {"_include": ["Task:focus", "Task:patient"], "_count": "200"})
    assert got == ids(odd.rows)
    assert profile.included("Task") == frozenset()
    assert profile.page == 1000


def test_a_server_that_cannot_sort_is_read_all_the_same() -> None:
    odd = Odd(rows(50), unknown=frozenset({"_sort"}))
    got, profile = search(odd, CHANGES)
    assert got == ids(odd.rows)
    assert not profile.searches("Task", "_sort")


@pytest.mark.parametrize("sort", ["_lastUpdated", "-_lastUpdated"])
@pytest.mark.parametrize("every", [1, 7])
def test_a_list_deeper_than_the_server_counts_goes_on_by_its_times(sort: str, every: int) -> None:
    """Also where several bear one time."""
    there = rows(200)
    for number, row in enumerate(there):
        row["meta"]["lastUpdated"] = stamp(START + timedelta(seconds=number // every * 10))
    odd = Odd(there, deepest=40)
    got, _ = search(odd, {"_sort": sort, "_count": "20", "_lastUpdated": f"ge{stamp(START)}"})
    assert sorted(got) == ids(there)
    assert max(int(one.get("_offset") or 0) for one in odd.asked) <= 40


def test_one_time_for_more_than_the_server_counts_is_refused_and_never_cut_short_in_silence() -> None:
    odd = Odd(rows(100, every=timedelta()), deepest=40)
    with pytest.raises(Declined, match="Cannot go that far"):
        search(odd, CHANGES)


@pytest.mark.parametrize("sort", ["_lastUpdated", "-_lastUpdated"])
def test_a_server_that_shows_coarser_times_than_it_keeps_loses_nothing(sort: str) -> None:
    odd = Odd(rows(120, every=timedelta(milliseconds=130)), deepest=40, whole_seconds=True)
    got, _ = search(odd, {"_sort": sort, "_count": "20"})
    assert sorted(got) == ids(odd.rows)


def test_where_a_server_stops_counting_is_learned() -> None:
    odd = Odd(rows(90), deepest=40, places="page-at")
    got, profile = search(odd, CHANGES)
    assert got == ids(odd.rows)
    assert profile.learned.deepest == 60


def test_a_list_that_shifts_while_it_is_read_loses_nothing() -> None:
    odd = Odd(rows(60))

    def somebody_works(page: int) -> None:
        """After the first page its first five change: everything behind them moves up by five places."""
        if page == 1:
            for row in odd.rows[:5]:
                odd.touch(row, START + timedelta(days=1))

    odd.before_page = somebody_works
    got, _ = search(odd, CHANGES)
    once = Counter(one.partition("/")[0] for one in got)
    assert set(once) == {row["id"] for row in odd.rows}
    assert Counter(got).most_common(1)[0][1] == 1
    assert {f"r{number:04}/2" for number in range(5)} <= set(got), "and the changes themselves come too"


def test_pages_by_cursor_are_followed_as_the_server_links_them() -> None:
    odd = Odd(rows(90), cursors=True, deepest=0)
    got, profile = search(odd, CHANGES)
    assert got == ids(odd.rows)
    assert profile.learned.paging == "cursor"
    assert [bool(one.get("_cursor")) for one in odd.asked] == [False, True, True, True, True]


def test_an_address_that_is_too_long_is_sent_as_a_form_and_never_tried_again() -> None:
    odd = Odd(rows(30), longest=500)
    some = ",".join(row["id"] for row in odd.rows) + "," * 600
    got, profile = search(odd, {"_id": some, "_count": "100"})
    assert got == ids(odd.rows)
    assert [one.method for one in odd.asked] == ["GET", "POST"]
    odd.asked.clear()
    assert search(odd, {"_id": some, "_count": "100"}, profile)[0] == ids(odd.rows)
    assert [one.method for one in odd.asked] == ["POST"]


def test_a_server_without_forms_is_asked_by_address() -> None:
    odd = Odd(rows(30), forms=False)
    some = ",".join(row["id"] for row in odd.rows) + "," * 2000
    got, profile = search(odd, {"_id": some, "_count": "100"})
    assert got == ids(odd.rows)
    assert not profile.posted_search
