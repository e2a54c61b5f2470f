"""The measures, against cases worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest

from inbox.domain.calendar import Calendar, weekly_blocks
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.measures import Lines, Recorded, Scope, Span, Spread, Work, lines_of, measured, spread
from inbox.domain.measures.sheet import cell, sheet

OFFICE = Calendar("UTC", tuple(weekly_blocks(range(5), time(9), time(17))))
NADIA, TOMAS = "Practitioner/nadia", "Practitioner/tomas"


def at(day: int, hour: float = 9) -> datetime:
    """A time of March 2026; the 16th is a Monday."""
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour)


WEEK = Span(at(16, 0), at(23, 0))


def work(n: int, arrived: datetime, looked: datetime | None = None, closed: datetime | None = None,
         **more: object) -> Work:  # fmt: skip
    made = Work(
        ItemId(f"Task/{n}"),
        ThreadId(f"Communication/{n}"),
        "refill",
        "pool-1",
        NADIA,
        arrived,
        looked,
        closed,
    )
    return msgspec.structs.replace(made, **more)


def told(n: int, activity: str, button: str = "") -> Recorded:
    return Recorded(ItemId(f"Task/{n}"), activity, NADIA, at(17), button)


def measure(*works: Work, recorded: list[Recorded] | None = None, **scope: str):  # type: ignore[no-untyped-def]
    return measured(works, recorded, Scope(**scope), WEEK, lambda _pool: OFFICE)


MONDAY = (
    work(1, at(16, 10), at(16, 11), at(16, 12)),
    work(2, at(16, 16.5), at(17, 9.5), at(17, 10)),  # half an hour of Monday, half an hour of Tuesday
    work(3, at(14, 12), at(16, 10), at(18, 9)),  # of the Saturday before: looked at after one open hour
    work(4, at(19, 9), at(19, 10), None),
)


def test_times_count_open_hours_only() -> None:
    found = measure(*MONDAY)
    assert (found.arrived, found.closed) == (3, 3)
    assert found.first_look == Spread(60, 60, 3), "1 h, 1 h over a night, 1 h; the Saturday’s is last week’s"
    assert found.turnaround == Spread(120, 960, 3), "1.5 h, 2 h, 16 h"
    assert found.minutes == Spread(60, 900, 3), "30, 60 and 900 min from the first look to the close"


def test_a_wait_for_the_patient_is_left_out() -> None:
    held = work(1, at(16, 9), at(16, 10), at(18, 11), waits=((at(16, 11), at(18, 10)),))
    found = measure(held)
    assert found.turnaround == Spread(180, 180, 1), "9 to 11 on Monday and 10 to 11 on Wednesday"
    assert found.minutes == Spread(120, 120, 1)


@pytest.mark.parametrize(("minutes", "median", "ninetieth"), [
    ([5], 5, 5), ([1, 2], 1, 2), ([3, 1, 2], 2, 3), (list(range(1, 11)), 5, 9), (list(range(1, 12)), 6, 10),
])  # fmt: skip
def test_median_and_ninetieth_are_values_that_occurred(
    minutes: list[float], median: float, ninetieth: float
) -> None:
    assert spread(minutes) == Spread(median, ninetieth, len(minutes))


def test_nothing_has_no_median() -> None:
    assert spread([None]) is None
    assert measure() == measure(work(1, at(2)), pool="another")


def test_what_a_physician_was_asked_about_is_not_finished_without_one() -> None:
    review = work(9, at(16), None, at(17), kind="physician-review", parent=ItemId("Task/1"))
    found = measure(*MONDAY, review)
    assert found.without_physician == pytest.approx(2 / 3)
    assert found.closed == 3, "a review is part of the item, not work of its own"


def test_a_conversation_handed_on_twice_goes_to_and_fro() -> None:
    moves = [told(1, "route"), told(1, "escalate"), told(2, "assign"), told(2, "claim"), told(4, "route")]
    found = measure(*MONDAY, recorded=moves)
    assert (found.ping_pong, found.hand_offs) == (1, 1.0), "2, 1 and 0; the open one does not count"
    assert measure(*MONDAY).ping_pong is None, "not known is not none"


def test_what_was_handed_on_in_the_same_conversation_counts_once_for_it() -> None:
    split = work(5, at(16, 10), at(16, 11), at(16, 12), thread=ThreadId("Communication/1"))
    found = measure(MONDAY[0], split, recorded=[told(1, "route"), told(5, "assign")])
    assert (found.ping_pong, found.hand_offs) == (1, 2.0)


@pytest.mark.parametrize(("later", "again"), [(at(18), 1.0), (at(23, 12), 1.0), (at(23, 12.1), 0.0)])
def test_a_patient_who_writes_again_within_a_week_opens_it_again(later: datetime, again: float) -> None:
    more = work(2, later, thread=ThreadId("Communication/1"))
    assert measure(MONDAY[0], more).reopened == again


def test_an_unread_reply_counts_where_the_answered_item_is() -> None:
    word = work(9, at(20), kind="not-read", parent=ItemId("Task/1"), pool="pool-9", owner="")
    assert measure(MONDAY[0], word, pool="pool-1").unread == 1
    assert measure(MONDAY[0], word, pool="pool-9").unread == 0


def test_what_speed_buttons_closed_is_a_share_of_what_people_closed() -> None:
    by_rule = msgspec.structs.replace(MONDAY[2], by_rule=True)
    done = [told(1, "complete", "refill-protocol"), told(2, "complete"), told(3, "complete")]
    assert measure(*MONDAY[:2], by_rule, recorded=done).by_button == 0.5
    assert measure(*MONDAY, recorded=[]).by_button is None
    assert measure(*MONDAY, recorded=[told(1, "complete")]).by_button is None, "nobody ever names a button"


def test_a_scope_holds_what_is_of_its_pool_kind_and_person() -> None:
    other = work(7, at(16), at(16), at(17), pool="pool-2", kind="form", owner=TOMAS)
    every = (*MONDAY, other)
    assert [line.pool for line in lines_of(Lines.POOLS, every, Scope())] == ["pool-1", "pool-2"]
    assert [line.kind for line in lines_of(Lines.KINDS, every, Scope(pool="pool-2"))] == ["form"]
    assert [line.person for line in lines_of(Lines.PEOPLE, every, Scope())] == [NADIA, TOMAS]
    assert measure(*every, person=TOMAS).closed == 1
    assert measure(*every, person=NADIA, kind="form").closed == 0


def test_a_period_is_compared_with_as_much_of_the_one_before() -> None:
    now = at(18, 14.5)
    assert Span.days(now, 7) == Span(at(12, 0), at(19, 0))
    assert Span.before(now, 7) == Span(at(5, 0), at(11, 14.5))


@pytest.mark.parametrize(("text", "safe"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "\"'\t=1\""),
    ("\r=1", "\"'\r=1\""), ("plain", "plain"), ('say "no", please', '"say ""no"", please"'), ("a=b", "a=b"),
])  # fmt: skip
def test_no_cell_of_the_export_is_a_formula(text: str, safe: str) -> None:
    assert cell(text) == safe


def test_the_export_ends_its_lines_as_spreadsheets_expect() -> None:
    assert sheet([["Pool", "Closed"], ["=cmd()", "3"]]) == "Pool,Closed\r\n'=cmd(),3\r\n"
