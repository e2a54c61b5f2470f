"""The numbers of the board agree with the lists behind them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from inbox.domain.board import REVIEWS, Day, Line, Numbers, Slice, all_of_it, by_hour, by_person, by_pool
from inbox.queries.board import numbers
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import ids
from inbox.store.store import Store
from tests.store.plain import COLLEAGUE, ME, NOON, NURSE, NURSES, REFILLS, conversation, hours

DAY = Day.of(NOON)
NAMES = {ME: ME, COLLEAGUE: COLLEAGUE, "PractitionerRole/brand": ME}
YESTERDAY = NOON - timedelta(days=1)

MORNING: list[dict[str, Any]] = [
    {"due": hours(-1), "arrived": hours(-4)},
    {"due": hours(-2), "flag": 1},
    {"due": hours(3), "arrived": YESTERDAY, "status": "accepted", "owner": COLLEAGUE},
    {"due": hours(-3), "status": "on-hold", "owner": ME},
    {"due": hours(40), "status": "accepted", "owner": "PractitionerRole/brand", "pool": REFILLS},
    {"kind": "physician-review", "owner": COLLEAGUE, "due": hours(1)},
    {"kind": "breach", "owner": COLLEAGUE},
    {"status": "completed", "owner": ME, "closed_at": hours(-0.5), "arrived": YESTERDAY},
    {"status": "completed", "owner": ME, "closed_at": YESTERDAY, "arrived": YESTERDAY},
]


@pytest.fixture
def morning(store: Store) -> Numbers:
    pages = [conversation(str(n), **facts) for n, facts in enumerate(MORNING, start=1)]
    store.ingest([part for page in pages for part in page]).result()
    return numbers(store.reader(), DAY, NOON)


def counts(line: Line) -> tuple[int, ...]:
    return tuple(line.of(which) for which in Slice)


def test_each_pool_has_its_numbers_and_reviews_have_their_own_line(morning: Numbers) -> None:
    lines = by_pool(morning, [REFILLS, NURSES])
    assert list(lines) == [REFILLS, NURSES, REVIEWS]
    assert counts(lines[NURSES]) == (4, 2, 2, 1, 1)
    assert counts(lines[REFILLS]) == (1, 0, 0, 0, 0)
    assert counts(lines[REVIEWS]) == (1, 0, 0, 1, 0)
    assert (lines[NURSES].oldest, lines[NURSES].flagged) == (YESTERDAY, 1)
    assert (lines[NURSES].arrived, lines[NURSES].closed) == (3, 1)


def test_a_person_has_what_they_hold_under_any_of_their_names_and_what_they_closed_today(
    morning: Numbers,
) -> None:
    lines = by_person(morning, NAMES)
    assert {who: (line.open, line.held, line.closed) for who, line in lines.items()} == {
        ME: (2, 1, 1),
        COLLEAGUE: (2, 0, 0),
    }
    assert lines[COLLEAGUE].kinds == {"refill": 1, "physician-review": 1}
    assert lines[ME].kinds == {"refill": 1}, "what is on hold is no work now"


def test_the_clinic_counts_no_item_twice(morning: Numbers) -> None:
    assert counts(all_of_it(morning)) == (5, 2, 2, 1, 1)


def test_arrivals_and_closures_are_told_by_the_hour_of_the_day(morning: Numbers) -> None:
    arrived, closed = by_hour(morning)
    assert {hour: count for hour, count in enumerate(arrived) if count} == {8: 1, 12: 3}
    assert {hour: count for hour, count in enumerate(closed) if count} == {11: 1}
    assert sum(by_hour(morning, REFILLS)[0]) == 1


@pytest.mark.parametrize("which", Slice)
def test_the_list_behind_a_number_has_as_many_items(store: Store, morning: Numbers, which: Slice) -> None:
    def behind(**line: Any) -> int:
        view = View(ViewKind.SLICE, slice=which, day_ends=DAY.ends, **line)
        return len(ids(store.reader(), view, NURSE, NOON))

    lines, people = by_pool(morning, [NURSES, REFILLS]), by_person(morning, NAMES)
    for pool, line in lines.items():
        assert behind(pools=(pool,)) == line.of(which)
    for who, line in people.items():
        refs = tuple(ref for ref, person in NAMES.items() if person == who)
        assert behind(owners=refs) == line.of(which)
    assert behind() == all_of_it(morning).of(which)


def test_today_is_found_without_reading_the_history(store: Store) -> None:
    """Both parts of the second read go by an index on time, the first by the index of open items."""
    from sqlalchemy import text  # the plan is what SQLite says it is

    reader = store.reader()
    for column in ("arrived", "closed_at"):
        closed = " AND stage = 'done'" if column == "closed_at" else ""
        asked = f"SELECT pool, kind FROM inbox_row WHERE {column} >= 1 AND {column} < 2{closed}"
        plan = " ".join(str(row) for row in reader.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
        assert f"COVERING INDEX inbox_row_{column}" in plan
