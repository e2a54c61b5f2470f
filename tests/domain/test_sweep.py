"""What the sweep before closing finds: gaps of real calendars, groups, and who has looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inbox.domain.calendar import Block, Calendar, Closure, always, weekly_blocks
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.people import Party
from inbox.domain.sweep import (
    Gap,
    Group,
    Open,
    Seen,
    gap_at,
    is_long,
    is_offered,
    seen_to,
    sweep,
)
from inbox.domain.swept import Swept
from inbox.domain.work_item import ByRule, Holding, Note, WorkItem

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Calendar(NEW_YORK.key, tuple(weekly_blocks(range(5), time(9), time(17))))
LUNCH = Calendar(
    NEW_YORK.key,
    tuple(weekly_blocks(range(5), time(8), time(12)) + weekly_blocks(range(5), time(13), time(17))),
)
SATURDAYS = Calendar(
    NEW_YORK.key,
    tuple(weekly_blocks(range(5), time(9), time(17)) + weekly_blocks([5], time(9), time(12))),
)
PETRA, NADIA = Party("Practitioner/petra", "Petra"), Party("Practitioner/nadia", "Nadia")


def wall(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


def gap(calendar: Calendar, now: datetime) -> Gap:
    found = gap_at(calendar, now)
    assert found is not None
    return found


# Gaps


def test_on_a_friday_the_gap_is_the_weekend() -> None:
    assert gap(OFFICE, wall(6, 5, 16)) == Gap(wall(6, 5, 17), wall(6, 8, 9))


def test_a_lunch_break_is_no_gap() -> None:
    assert gap(LUNCH, wall(6, 5, 10)) == Gap(wall(6, 5, 17), wall(6, 8, 8))
    assert gap(LUNCH, wall(6, 5, 12, 30)) == Gap(wall(6, 5, 17), wall(6, 8, 8))


def test_while_the_clinic_is_closed_the_gap_is_the_one_we_are_in() -> None:
    assert gap(OFFICE, wall(6, 6, 11)) == Gap(wall(6, 5, 17), wall(6, 8, 9))
    assert gap(OFFICE, wall(6, 5, 17)) == Gap(wall(6, 5, 17), wall(6, 8, 9))


def test_a_public_holiday_makes_the_weekend_longer() -> None:
    calendar = msgspec.structs.replace(OFFICE, holidays="US")
    labor_day = gap(calendar, wall(9, 4, 16))
    assert labor_day == Gap(wall(9, 4, 17), wall(9, 8, 9))
    assert is_long(labor_day, calendar)


def test_a_closure_in_the_week_is_a_long_gap_and_an_ordinary_night_is_none() -> None:
    closed = msgspec.structs.replace(OFFICE, closures=(Closure(date(2026, 6, 3), date(2026, 6, 3), "staff"),))
    assert gap(closed, wall(6, 2, 15)) == Gap(wall(6, 2, 17), wall(6, 4, 9))
    assert is_long(gap(closed, wall(6, 2, 15)), closed)
    assert not is_long(gap(OFFICE, wall(6, 2, 15)), OFFICE)


@pytest.mark.parametrize(("month", "friday", "hours"), [(3, 6, 63), (10, 30, 65)])
def test_a_weekend_in_which_the_clocks_change_is_an_hour_shorter_or_longer(
    month: int, friday: int, hours: int
) -> None:
    found = gap(OFFICE, wall(month, friday, 16))
    assert found.opens - found.closes == timedelta(hours=hours)
    assert found.opens.astimezone(NEW_YORK).time() == time(9)


def test_who_opens_on_saturdays_has_a_short_night_and_then_a_sunday() -> None:
    friday, saturday = gap(SATURDAYS, wall(6, 5, 16)), gap(SATURDAYS, wall(6, 6, 11))
    assert friday.opens == wall(6, 6, 9) and not is_long(friday, SATURDAYS)
    assert saturday == Gap(wall(6, 6, 12), wall(6, 8, 9)) and is_long(saturday, SATURDAYS)


def test_hours_over_midnight_end_when_the_night_shift_does() -> None:
    nights = Calendar(NEW_YORK.key, tuple(weekly_blocks(range(4), time(20), time(4))))
    assert gap(nights, wall(6, 2, 2)) == Gap(wall(6, 2, 4), wall(6, 2, 20))


def test_midnight_as_closing_time_belongs_to_the_day_that_ends() -> None:
    late = Calendar(NEW_YORK.key, tuple(weekly_blocks(range(5), time(9), None)))
    assert is_long(gap(late, wall(6, 5, 16)), late)
    assert not is_long(gap(late, wall(6, 4, 16)), late)


def test_what_never_closes_has_no_gap() -> None:
    assert gap_at(always(NEW_YORK.key), wall(6, 5, 16)) is None
    barely = Calendar(NEW_YORK.key, tuple(Block(day, 0, 23 * 60) for day in range(7)))
    assert gap_at(barely, wall(6, 5, 16)) is None


def test_it_is_offered_from_an_hour_and_a_half_before_a_long_gap_until_that_is_over() -> None:
    weekend = gap(OFFICE, wall(6, 5, 16))
    offered = {
        hour: is_offered(weekend, OFFICE, wall(6, 5, 0) + timedelta(hours=hour))
        for hour in (15, 15.5, 17, 40)
    }
    assert offered == {15: False, 15.5: True, 17: True, 40: True}
    assert not is_offered(weekend, OFFICE, wall(6, 8, 9))
    assert not is_offered(gap(OFFICE, wall(6, 4, 16, 30)), OFFICE, wall(6, 4, 16, 30))


# Groups

FRIDAY = wall(6, 5, 16)


def one(number: int, **facts: object) -> Open:
    values: dict[str, object] = {"pool": "nurses", "due": wall(6, 12, 9)} | facts
    return Open(item=ItemId(f"Task/{number}"), thread=ThreadId(f"Communication/{number}"), **values)  # type: ignore[arg-type]


def groups(*items: Open, calendar: Calendar = OFFICE, now: datetime = FRIDAY) -> dict[str, Group]:
    return {line.what.item: line.group for line in sweep(items, lambda _pool: calendar, now).lines}


def test_each_item_is_in_the_first_group_that_holds() -> None:
    assert groups(
        one(1, flagged=True, urgent=True, untaken=True),
        one(2, urgent=True, due=wall(6, 8, 9)),
        one(3, untaken=True, due=wall(6, 8, 9)),
        one(4, due=wall(6, 8, 11)),
        one(5, wakes=(wall(6, 7, 9),)),
        one(6, unconfirmed=True),
    ) == dict(zip([f"Task/{n}" for n in range(1, 7)], Group, strict=True))


def test_what_has_time_left_is_only_counted() -> None:
    found = sweep([one(1), one(2, due=wall(6, 8, 11, 1)), one(3, due=None)], lambda _pool: OFFICE, FRIDAY)
    assert (found.lines, found.quiet) == ((), 3)


def test_two_open_hours_after_the_opening_count_as_soon_even_over_a_break() -> None:
    short = Calendar(
        NEW_YORK.key,
        tuple(weekly_blocks(range(5), time(9), time(10)) + weekly_blocks(range(5), time(13), time(17))),
    )
    assert groups(one(1, due=wall(6, 8, 14)), calendar=short) == {"Task/1": Group.DUE}
    assert groups(one(1, due=wall(6, 8, 14, 1)), calendar=short) == {}


def test_what_is_late_already_is_due_and_what_waits_for_the_patient_is_not() -> None:
    assert groups(one(1, due=wall(6, 1, 9)), one(2, due=wall(6, 1, 9), held=True)) == {"Task/1": Group.DUE}


def test_only_what_comes_back_while_nobody_is_there_is_asleep_in_the_gap() -> None:
    assert groups(
        one(1, wakes=(wall(6, 5, 16, 30),)), one(2, wakes=(wall(6, 8, 9),)), one(3, wakes=(wall(6, 8, 9, 1),))
    ) == {"Task/2": Group.ASLEEP}


def test_every_item_is_judged_by_the_hours_of_its_own_pool() -> None:
    pools = {"nurses": OFFICE, "triage": SATURDAYS, "night": always(NEW_YORK.key)}
    due = wall(6, 6, 10)
    items = [one(n, pool=pool, due=due) for n, pool in enumerate(pools)]
    found = sweep(items, lambda pool: pools[pool], FRIDAY)
    assert {line.what.pool: line.gap.opens for line in found.lines} == {
        "nurses": wall(6, 8, 9), "triage": wall(6, 6, 9),
    }  # fmt: skip
    assert found.gap == Gap(wall(6, 5, 17), wall(6, 8, 9)), "the longest is what the page speaks of"


def test_a_pool_that_stays_open_through_the_closing_is_not_swept_for_it() -> None:
    around = msgspec.structs.replace(
        always(NEW_YORK.key), closures=(Closure(date(2026, 6, 19), date(2026, 6, 19), "holiday"),)
    )
    calendars = {"nurses": OFFICE, "advice": around}
    items = [one(n, pool=pool, flagged=True) for n, pool in enumerate(calendars)]
    found = sweep(items, lambda pool: calendars[pool], FRIDAY)
    assert [line.what.pool for line in found.lines] == ["nurses"]


def test_red_flags_come_first_and_within_a_group_what_is_due_first() -> None:
    found = sweep(
        [
            one(1, urgent=True),
            one(2, flagged=True, due=None),
            one(3, flagged=True),
            one(4, urgent=True, due=FRIDAY),
        ],
        lambda _pool: OFFICE,
        FRIDAY,
    )
    assert [line.what.item for line in found.lines] == ["Task/3", "Task/2", "Task/4", "Task/1"]


# Who has looked


def looked(at: datetime, by: Party = PETRA, left: str = "") -> Seen:
    return Seen(by, at, left)


def seen(item: Open, now: datetime = FRIDAY) -> Seen | None:
    [line] = sweep([item], lambda _pool: OFFICE, now).lines
    return line.seen


def test_a_look_counts_when_it_is_fresh_and_the_patient_has_not_written_since() -> None:
    fresh, old = looked(wall(6, 5, 15)), looked(wall(6, 5, 13, 59))
    assert seen(one(1, urgent=True, seen=(old, fresh))) == fresh
    assert seen(one(1, urgent=True, seen=(old,))) is None
    assert seen(one(1, urgent=True, seen=(fresh,), written=wall(6, 5, 15, 1))) is None
    assert seen(one(1, urgent=True, seen=(fresh,), written=wall(6, 5, 14))) == fresh


def test_once_the_clinic_has_closed_what_was_swept_stays_swept() -> None:
    fresh = looked(wall(6, 5, 16))
    assert seen(one(1, urgent=True, seen=(fresh,)), now=wall(6, 7, 12)) == fresh


def test_a_reason_for_leaving_it_outlasts_a_later_look() -> None:
    left, again = looked(wall(6, 5, 15), left="called, comes in on Monday"), looked(wall(6, 5, 15, 30), NADIA)
    assert seen(one(1, flagged=True, seen=(left, again))) == left


def test_the_end_is_told_in_numbers_and_never_before_the_last_look() -> None:
    must = [
        one(1, flagged=True, seen=(looked(FRIDAY),)),
        one(2, urgent=True, seen=(looked(FRIDAY, NADIA, "waits"),)),
    ]
    assert sweep([*must, one(3, urgent=True)], lambda _pool: OFFICE, FRIDAY).told == (
        "Not swept yet: 2 looked at, 1 left with a reason, 1 unseen."
    )
    done = sweep([*must, one(3, untaken=True)], lambda _pool: OFFICE, FRIDAY)
    assert done.told == "Swept: 2 looked at, 1 left with a reason, 0 unseen."
    assert done.unseen == []


def test_who_saw_to_an_item_is_read_from_its_task_and_rules_are_nobody() -> None:
    at = datetime(2026, 6, 5, 20, tzinfo=UTC)
    item = WorkItem(
        id=ItemId("Task/1"),
        kind="medical-question",
        holding=Holding("accepted", NADIA),
        arrived=at - timedelta(hours=3),
        notes=(Note("Called twice", PETRA, at - timedelta(hours=1)),),
        swept=(Swept(PETRA, at - timedelta(minutes=5), "waits"),),
        changed_at=at,
    )
    assert [(one.by, one.left) for one in seen_to(item)] == [(PETRA, ""), (PETRA, "waits"), (NADIA, "")]
    by_rule = msgspec.structs.replace(item, by_rule=(ByRule("routed@1", at, NADIA.ref),))  # type: ignore[arg-type]
    assert [one.by for one in seen_to(by_rule)] == [PETRA, PETRA]
