"""The clinic's promises on what people see: whose hours count, from which message, and what bounds them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from inbox.domain.calendar import always
from inbox.domain.flag import Flag
from inbox.domain.ids import PoolId
from inbox.domain.policy import Policy, parse
from inbox.domain.pool import Closed, OpenTime, Pool
from inbox.domain.promises import Promises, calendar_of
from inbox.domain.resources import path
from inbox.domain.rows import rows
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import Holding, Kind, Promise, WorkItem
from tests.domain.threads import (
    ITEM,
    NADIA,
    NOON,
    NURSES,
    REFILLS,
    SECOND,
    TOMAS,
    answered,
    held_by,
    hours,
    item,
    thread,
    unclaimed,
    wrote,
)

POLICY: Policy = parse(path("starter", "policy.json").read_bytes(), "policy.json")
WEEKDAYS = tuple(OpenTime(day, time(9), time(17)) for day in range(5))
ROUND_THE_CLOCK = tuple(OpenTime(day, time(0), None) for day in range(7))
OFFICE = Pool(PoolId(NURSES.ref), "Nurses", zone="UTC", hours=WEEKDAYS)
EVENING = hours(12)
ALWAYS_OPEN = Pool(PoolId(REFILLS.ref), "Refills", zone="UTC", hours=ROUND_THE_CLOCK)


class Stopped:
    """A clock that stands."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


def promises(*pools: Pool, now: datetime = EVENING) -> Promises:
    return Promises(POLICY, pools or (OFFICE, ALWAYS_OPEN), Stopped(now))


def question(holding: Holding | None = None, **more: object) -> WorkItem:
    return item(holding or unclaimed(REFILLS), kind=Kind.MEDICAL_QUESTION, **more)  # type: ignore[arg-type]


def due(of: Thread, *, by: Promises | None = None) -> datetime | None:
    """When the first item of the thread is due."""
    return (by or promises()).of(of, of.items[0]).due


def of(item: WorkItem, *messages: Message) -> Thread:
    return thread(item, messages=messages or (wrote(),))


def test_each_pool_promises_in_its_own_hours() -> None:
    late = hours(3)
    assert due(of(question(unclaimed(REFILLS), arrived=late))) == hours(7)
    assert due(of(question(unclaimed(NURSES), arrived=late))) == datetime(2026, 3, 18, 11, tzinfo=UTC)


def test_a_pool_that_states_no_hours_keeps_those_of_the_policy() -> None:
    bare = Pool(PoolId(NURSES.ref), "Nurses")
    assert promises(bare).calendar(NURSES.ref) == POLICY.calendar
    assert promises(bare).calendar("HealthcareService/unheard-of") == POLICY.calendar


def test_a_pool_that_names_its_closures_keeps_no_other_holidays() -> None:
    default = always("UTC")
    closing = Pool(
        PoolId(NURSES.ref), "Nurses", zone="UTC", hours=WEEKDAYS,
        closed=(Closed(date(2026, 3, 18), date(2026, 3, 17), "Training"),),
    )  # fmt: skip
    calendar = calendar_of(closing, default)
    assert calendar.holidays is None
    assert calendar.next_open(datetime(2026, 3, 18, 10, tzinfo=UTC)) == datetime(2026, 3, 19, 9, tzinfo=UTC)
    assert calendar_of(Pool(PoolId("HealthcareService/x"), "X"), default) is default


def test_the_clinics_zone_is_that_of_most_of_its_pools() -> None:
    zones = [
        Pool(PoolId(f"HealthcareService/{n}"), "P", zone=zone)
        for n, zone in enumerate(["UTC", "America/Chicago", "America/Chicago", ""])
    ]
    assert promises(*zones).zone == "America/Chicago"


def test_a_claim_ends_the_first_look_and_the_answer_is_what_runs() -> None:
    asked = question()
    assert due(of(asked)) == hours(4)
    claimed = question(held_by(NADIA, pool=REFILLS, first_action=hours(1)))
    assert due(of(claimed)) == hours(24)


def test_an_answer_ends_the_promise_until_the_patient_writes_again() -> None:
    claimed = question(held_by(NADIA, pool=REFILLS, first_action=hours(1)))
    answer = answered(1, NADIA, hours(2))
    assert due(of(claimed, wrote(), answer)) is None
    assert due(of(claimed, wrote(), answer, wrote(2, hours(3)))) == hours(24)


def test_an_answer_from_before_the_item_answers_nothing() -> None:
    asked = question(arrived=hours(2))
    assert due(of(asked, wrote(), answered(1, NADIA, hours(1)))) == hours(6)


def test_a_flag_counts_from_the_message_it_was_found_in() -> None:
    second = wrote(2, hours(3))
    worse = question(flags=(Flag("CHEST-01", 2, second.id),))
    assert due(of(worse, wrote(), second)) == hours(3.5)
    unplaced = question(flags=(Flag("CHEST-01", 2),))
    assert due(of(unplaced, wrote(), second)) == hours(0.5)


def test_somebody_who_writes_twice_unanswered_is_looked_at_sooner_from_then_on() -> None:
    assert due(of(question(), wrote(), wrote(2, hours(1)))) == hours(3)


def test_the_third_message_in_three_days_counts_even_when_the_others_were_answered() -> None:
    three = (wrote(1), answered(1, TOMAS, hours(1)), wrote(2, hours(30)), answered(2, TOMAS, hours(31)))
    asked = question(arrived=hours(60))
    by = promises(now=hours(61))
    assert due(of(asked, *three, wrote(3, hours(60))), by=by) == hours(62)
    assert due(of(asked, *three[2:], wrote(3, hours(60))), by=by) == hours(64)
    much_later = question(arrived=hours(80))
    assert due(of(much_later, *three, wrote(3, hours(80))), by=promises(now=hours(81))) == hours(84)


def test_a_closed_item_promises_nothing() -> None:
    closed = of(question(Holding("completed", NADIA, REFILLS)))
    assert promises().of(closed, closed.items[0]) == Promise(None, POLICY.name_at_version)


def test_a_stored_due_time_stays_whatever_is_computed() -> None:
    stored = of(question(unclaimed(REFILLS, promise=Promise(hours(50), "site@3"))))
    (row,) = rows(stored, promises().of)
    assert (row.due, row.policy, row.computed_here) == (hours(50), "site@3", False)
    assert due(stored) == hours(4)


def review(of_item: WorkItem) -> Thread:
    """A physician review that is part of `of_item`, first; asked for at the same time."""
    part = item(unclaimed(REFILLS), SECOND, Kind.PHYSICIAN_REVIEW, parent=ITEM)
    return thread(part, of_item, messages=(wrote(),))


def test_a_review_is_due_no_later_than_what_it_is_part_of() -> None:
    alone = due(thread(item(unclaimed(REFILLS), SECOND, Kind.PHYSICIAN_REVIEW)))
    assert alone == hours(4)
    stored = question(unclaimed(REFILLS, promise=Promise(hours(2), "site@3")))
    assert due(review(stored)) == hours(2)
    flagged = question(flags=(Flag("CHEST-01", 2, wrote().id),))
    assert due(review(flagged)) == hours(0.5)
    assert due(review(question(Holding("completed", NADIA, REFILLS)))) == alone


@pytest.mark.parametrize("parent", [ITEM, SECOND])
def test_items_that_are_parts_of_each_other_are_still_promised(parent: str) -> None:
    one = question(parent=SECOND)
    other = item(unclaimed(REFILLS), SECOND, Kind.MEDICAL_QUESTION, parent=parent)
    assert due(thread(one, other, messages=(wrote(at=NOON),))) == hours(4)
