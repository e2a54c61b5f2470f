"""Putting aside: a snooze has a limit, and what is stuck is put aside no more."""

from __future__ import annotations

import pytest

from inbox.domain.aside import latest_snooze, not_snoozed, stuck
from inbox.domain.flag import Flag
from inbox.domain.ids import PersonId
from inbox.domain.operations import Snooze, Why
from inbox.domain.rows import rows
from inbox.domain.work_item import Promise
from inbox.domain.work_item import Snooze as Snoozed
from tests.domain.threads import (
    ITEM,
    NADIA,
    NURSE,
    TOMAS,
    held_by,
    hours,
    item,
    stamp,
    thread,
    unclaimed,
    wrote,
)

COMPUTED = Promise(hours(8), "here@1", hours(6), snooze_until=hours(6), stuck_from=hours(30))
ME = PersonId(NADIA.ref)


def test_a_snooze_ends_when_three_quarters_of_the_time_have_gone() -> None:
    assert latest_snooze(None, COMPUTED) == hours(6)


def test_where_another_due_time_is_stored_it_ends_as_long_before_that_one() -> None:
    assert latest_snooze(Promise(hours(12), "site@3"), COMPUTED) == hours(10)


def test_what_is_never_due_may_be_snoozed_without_a_limit() -> None:
    assert latest_snooze(None, Promise(None)) is None
    assert not_snoozed(item(), Promise(None), hours(99), hours(0)) == ""


@pytest.mark.parametrize(
    ("until", "now", "says"),
    [
        (6, 0, ""),
        (6.1, 0, "at the latest when three quarters"),
        (5, 6, "cannot be snoozed any more"),
        (5, 31, "supervisor’s list"),
        (-1, 0, "already passed"),
    ],
)
def test_a_snooze_outside_its_limits_is_refused_in_words(until: float, now: float, says: str) -> None:
    why = not_snoozed(item(), COMPUTED, hours(until), hours(now))
    assert says in why if says else why == ""


def test_what_is_stuck_is_put_aside_no_more() -> None:
    assert stuck(COMPUTED, hours(29.9)) == ""
    assert "supervisor’s list" in stuck(COMPUTED, hours(30))


def test_a_flagged_item_is_not_snoozed_but_one_with_a_routine_hit_is() -> None:
    snooze = Snooze(item=ITEM, until=hours(2))
    problem = snooze.refuse_if(thread(item(flags=(Flag("CHEST-01", 3),))), NURSE)
    assert problem is not None
    assert problem.why is Why.FLAGGED
    assert snooze.refuse_if(thread(item(flags=(Flag("COUGH-02", 4),))), NURSE) is None


def test_what_waits_for_the_patient_is_not_snoozed_as_well() -> None:
    assert Snooze(item=ITEM, until=hours(2)).refuse_if(thread(item(held_by(NADIA, "on-hold"))), NURSE)


def test_it_is_personal_and_says_nothing_of_who_has_the_item() -> None:
    before = thread(item(unclaimed()))
    both = Snooze(item=ITEM, until=hours(2)).apply(before, stamp())
    both = Snooze(item=ITEM, until=hours(3)).apply(both, stamp(by=TOMAS))
    assert both.items[0].holding == before.items[0].holding
    seen = {who.ref: rows(both, lambda *_: COMPUTED, PersonId(who.ref))[0].snoozed for who in (NADIA, TOMAS)}
    assert seen == {NADIA.ref: hours(2), TOMAS.ref: hours(3)}
    ended = Snooze(item=ITEM, until=None).apply(both, stamp())
    assert [one.by for one in ended.items[0].snoozes] == [TOMAS.ref]


@pytest.mark.parametrize(
    "of",
    [
        thread(item(snoozes=(Snoozed(ME, hours(4), hours(0)),), flags=(Flag("CHEST-01", 2),))),
        thread(item(snoozes=(Snoozed(ME, hours(4), hours(0)),)), messages=(wrote(1), wrote(2, hours(1)))),
    ],
    ids=["a flag", "more words of the patient"],
)
def test_a_flag_and_more_words_of_the_patient_end_it(of: object) -> None:
    [row] = rows(of, lambda *_: COMPUTED, ME)  # type: ignore[arg-type]
    assert row.snoozed is None
