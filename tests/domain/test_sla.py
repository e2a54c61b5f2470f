"""Which promise holds, when it is due, and how an item stands: on the shipped policy, Mon–Fri 09:00–17:00."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.calendar import Calendar, always, weekly_blocks
from inbox.domain.policy import CLASSES, Rule, Target, parse
from inbox.domain.resources import path
from inbox.domain.sla import (
    Deadline,
    Facts,
    Standing,
    classify,
    closes_by_rule,
    deadline,
    marks,
    moment,
    standing,
    stuck_from,
)
from inbox.domain.work_item import Kind

ZONE = "America/New_York"
MONDAY = date(2026, 6, 1)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OFFICE = Calendar(ZONE, tuple(weekly_blocks(range(5), time(9), time(17))))
AROUND_THE_CLOCK = always(ZONE)
POLICY = parse(path("starter", "policy.json").read_bytes(), "policy.json")


def at(words: str, week: int = 0) -> datetime:
    """ "Fri 16:30" of the week of 1 June 2026, or so many weeks later."""
    day, clock = words.split()
    when = MONDAY + timedelta(days=DAYS.index(day), weeks=week)
    return datetime.combine(when, time.fromisoformat(clock), ZoneInfo(ZONE))


def item(kind: str = "medical-question", arrived: str = "Mon 10:00", **more: Any) -> Facts:
    return Facts(kind=kind, arrived=at(arrived), **more)


def claimed(kind: str = "medical-question", arrived: str = "Mon 10:00", **more: Any) -> Facts:
    return item(kind, arrived, claimed_at=at(arrived), **more)


def due(facts: Facts, now: datetime | None = None, red_flags: Calendar = OFFICE) -> Deadline:
    return deadline(facts, POLICY, OFFICE, red_flags, now or at("Sun 12:00", week=4))


# Which class


@pytest.mark.parametrize(
    ("facts", "sla_class"),
    [
        (item(), "medical-question"),
        (item("carrier-pigeon"), "medical-question"),
        (item("billing"), "billing"),
        (item("home-monitoring"), "urgent"),
        (item("call-now"), "red-flag-1"),
        (item("call-now", flag_level=2), "red-flag-2"),
        (item("billing", flag_level=1), "red-flag-1"),
        (item("billing", flag_level=2), "red-flag-2"),
        (item("fyi", flag_level=3), "urgent"),
        (item("billing", flag_level=4), "billing"),
        (item(urgent=True), "urgent"),
        (item(messages_unanswered=2), "repeat-sender"),
        (item(third_in_72h=True), "repeat-sender"),
        (item(flag_level=3, messages_unanswered=2), "urgent"),
        (item("physician-review"), "physician-review"),
        (item("physician-review", urgent=True), "physician-review-urgent"),
        (item("physician-review", flag_level=3), "physician-review-urgent"),
        (item("refill"), "refill"),
        (item("refill", critical_medicine=True), "refill-urgent"),
    ],
)
def test_the_tightest_class_holds(facts: Facts, sla_class: str) -> None:
    assert classify(facts) == sla_class


def test_every_kind_of_work_has_a_class_of_the_policy() -> None:
    assert {classify(item(kind)) for kind in Kind} <= {rule.kind for rule in POLICY.rules} == set(CLASSES)


@pytest.mark.parametrize(
    ("supply_ends", "critical", "sla_class"),
    [
        (MONDAY + timedelta(days=1), False, "refill-urgent"),
        (MONDAY + timedelta(days=2), False, "refill"),
        (MONDAY + timedelta(days=2), True, "refill-urgent"),
        (MONDAY + timedelta(days=3), True, "refill"),
        (None, False, "refill"),
        (None, True, "refill-urgent"),
    ],
)
def test_a_refill_whose_supply_ends_before_its_answer_is_urgent(
    supply_ends: date | None, critical: bool, sla_class: str
) -> None:
    facts = item("refill", supply_ends=supply_ends, critical_medicine=critical)
    assert due(facts).sla_class == sla_class


def test_a_supply_that_ends_over_the_weekend_makes_a_fridays_refill_urgent() -> None:
    facts = item("refill", "Fri 10:00", supply_ends=MONDAY + timedelta(days=6))
    assert due(facts).sla_class == "refill-urgent"
    assert due(facts).due == at("Fri 11:00")


def test_supply_matters_for_refills_only() -> None:
    assert due(item("billing", supply_ends=MONDAY, critical_medicine=True)).sla_class == "billing"


def test_a_stored_class_is_never_left_for_a_looser_one() -> None:
    assert due(item("billing", stored_class="urgent")).sla_class == "urgent"
    assert due(item("home-monitoring", stored_class="billing")).sla_class == "urgent"
    assert due(item("billing", stored_class="from an older program")).sla_class == "billing"


def test_a_named_person_may_loosen_the_class_but_no_flag() -> None:
    loosened = item(messages_unanswered=3, urgent=True, stored_class="urgent", person_class="billing")
    assert due(loosened).sla_class == "billing"
    assert due(msgspec.structs.replace(loosened, flag_level=3)).sla_class == "urgent"


def test_a_named_person_who_tightens_does_not_make_it_late_at_once() -> None:
    facts = claimed("billing", person_class="urgent", tightened_at=at("Tue 10:00"))
    assert due(facts).due == at("Tue 14:00")
    assert due(facts).sla_class == "urgent"


# The table, arrived Monday 10:00


@pytest.mark.parametrize(
    ("facts", "first_look", "reply"),
    [
        (item(flag_level=1), "Mon 10:15", "Mon 10:30"),
        (item(flag_level=2), "Mon 10:30", "Mon 11:00"),
        (item(flag_level=3), "Mon 11:00", "Mon 14:00"),
        (item("home-monitoring"), "Mon 11:00", "Mon 14:00"),
        (item("fyi", third_in_72h=True), "Mon 12:00", "Tue 10:00"),
        (item("medical-question"), "Mon 14:00", "Tue 10:00"),
        (item("physician-review"), "Mon 14:00", "Mon 14:00"),
        (item("physician-review", urgent=True), "Mon 11:00", "Mon 11:00"),
        (item("refill"), "Tue 10:00", "Wed 10:00"),
        (item("refill", critical_medicine=True), "Mon 11:00", "Mon 14:00"),
        (item("result-question"), "Tue 10:00", "Wed 10:00"),
        (item("result-release"), "Tue 10:00", "Wed 10:00"),
        (item("questionnaire"), "Tue 10:00", "Wed 10:00"),
        (item("referral"), "Tue 10:00", "Thu 10:00"),
        (item("form"), "Tue 10:00", "Thu 10:00"),
        (item("letter"), "Tue 10:00", "Thu 10:00"),
        (item("scheduling"), "Mon 14:00", "Tue 10:00"),
        (item("records"), "Mon 14:00", "Tue 10:00"),
        (item("billing"), "Mon 14:00", "Thu 10:00"),
    ],
)
def test_first_look_and_reply_are_due_as_the_table_says(facts: Facts, first_look: str, reply: str) -> None:
    unclaimed, taken = due(facts), due(msgspec.structs.replace(facts, claimed_at=facts.arrived))
    assert (unclaimed.due, taken.due) == (at(first_look), at(reply))
    assert (unclaimed.clock, taken.clock) == ("reply" if first_look == reply else "first look", "reply")
    assert unclaimed.policy == "starter@1"


def test_thanks_are_never_due_but_a_rule_closes_them() -> None:
    facts = item("fyi")
    assert (due(facts).due, due(facts).clock, due(facts).soon_from) == (None, None, None)
    assert closes_by_rule(facts, POLICY, OFFICE, at("Mon 10:00")) == at("Thu 10:00")


def test_no_rule_closes_thanks_with_a_flag_or_work_of_another_kind() -> None:
    assert closes_by_rule(item("fyi", flag_level=3), POLICY, OFFICE, at("Mon 10:00")) is None
    assert closes_by_rule(item(), POLICY, OFFICE, at("Mon 10:00")) is None


# Clocks


def test_an_answer_stops_first_look_and_reply() -> None:
    answered = due(item(answered_at=at("Mon 11:00")))
    assert (answered.due, answered.clock, answered.sla_class) == (None, None, "medical-question")


def test_a_level_2_patient_who_was_called_must_still_be_seen() -> None:
    called = due(claimed(flag_level=2, answered_at=at("Mon 10:20")))
    assert (called.due, called.clock) == (at("Mon 14:00"), "resolution")


def test_a_clock_never_starts_in_the_future() -> None:
    early = due(item(arrived="Mon 15:00"), now=at("Mon 10:00"))
    assert (early.started, early.due) == (at("Mon 10:00"), at("Mon 14:00"))


def test_an_absurd_date_is_only_very_late() -> None:
    first_day = datetime.min.replace(tzinfo=UTC)
    ancient = due(Facts(kind="medical-question", arrived=first_day))
    assert ancient.due is not None and ancient.due.year == 1970


def test_what_arrives_at_night_counts_from_the_next_opening() -> None:
    assert due(item(arrived="Mon 20:00")).due == at("Tue 13:00")
    assert due(claimed(arrived="Sat 14:00")).due == at("Tue 09:00", week=1)


def test_red_flags_count_in_their_own_calendar() -> None:
    at_night = item(arrived="Sat 22:00", flag_level=1)
    assert due(at_night, red_flags=AROUND_THE_CLOCK).due == at("Sat 22:15")
    assert due(at_night).due == at("Mon 09:15", week=1)
    assert due(item(arrived="Sat 22:00", flag_level=3), red_flags=AROUND_THE_CLOCK).due == at(
        "Mon 10:00", week=1
    )


def test_a_physician_review_is_never_due_after_its_parent() -> None:
    bounded = due(item("physician-review", parent_due=at("Mon 12:00")))
    assert bounded.due == at("Mon 12:00")
    assert bounded.soon_from == at("Mon 11:00")
    assert due(item("physician-review", parent_due=at("Tue 12:00"))).due == at("Mon 14:00")


@pytest.mark.parametrize(
    ("rule", "ends", "clock"),
    [
        ({"first_look": 6, "next_response": 5, "resolution": 4}, "Mon 14:00", "resolution"),
        ({"first_look": 6, "next_response": 5}, "Mon 15:00", "reply"),
        ({"first_look": 6}, "Mon 16:00", "first look"),
    ],
)
def test_of_the_running_clocks_the_one_that_ends_first_is_the_deadline(
    rule: dict[str, float], ends: str, clock: str
) -> None:
    bare = Rule("billing", **{name: Target(hours=hours) for name, hours in rule.items()})  # type: ignore[arg-type]
    policy = msgspec.structs.replace(POLICY, pools={"HealthcareService/fast": (bare,)})
    fast = policy.for_pool("HealthcareService/fast")
    found = deadline(item("billing"), fast, OFFICE, OFFICE, at("Mon 10:00"))
    assert (found.due, found.clock) == (at(ends), clock)


# Messages that join


def test_a_flag_in_a_later_message_counts_from_that_message() -> None:
    facts = claimed(flag_level=1, flags=((1, at("Mon 13:00")),))
    assert due(facts).due == at("Mon 13:30")
    assert due(facts).started == at("Mon 13:00")


def test_a_worse_flag_leaves_the_clock_of_the_first_one_running() -> None:
    facts = item(flag_level=1, flags=((2, at("Mon 10:00")), (1, at("Mon 10:29"))))
    assert due(facts).due == at("Mon 10:30")
    assert due(facts).sla_class == "red-flag-1"


def test_a_call_now_counts_from_the_message_that_carries_the_flag() -> None:
    facts = claimed("call-now", flags=((3, at("Mon 10:00")), (2, at("Mon 12:30"))))
    assert due(facts).due == at("Mon 13:30")
    assert due(facts).sla_class == "red-flag-2"


def test_a_later_message_never_restarts_the_first_clock() -> None:
    facts = item("medical-question", messages_unanswered=2, repeated_at=at("Mon 13:00"))
    assert due(facts).due == at("Mon 14:00")
    assert due(msgspec.structs.replace(facts, claimed_at=at("Mon 13:10"))).due == at("Tue 10:00")


# Holds


def test_a_hold_of_three_open_hours_moves_an_hour_target_by_three_open_hours() -> None:
    held = claimed(flag_level=3, holds=((at("Mon 11:00"), at("Mon 14:00")),))
    assert due(held).due == at("Mon 17:00")
    over_night = claimed(flag_level=3, holds=((at("Mon 13:00"), at("Tue 10:00")),))
    assert due(over_night).due == at("Tue 11:00")


def test_a_hold_moves_a_day_target_by_whole_open_days_touched() -> None:
    assert due(claimed("billing", holds=((at("Mon 11:00"), at("Mon 14:00")),))).due == at("Fri 10:00")
    assert due(claimed("billing", holds=((at("Mon 11:00"), at("Tue 14:00")),))).due == at("Mon 10:00", week=1)


def test_closed_time_on_hold_moves_nothing() -> None:
    week_end = ((at("Fri 17:00"), at("Mon 09:00", week=1)),)
    for kind in ("billing", "physician-review"):
        assert due(claimed(kind, "Fri 16:00", holds=week_end)).due == due(claimed(kind, "Fri 16:00")).due


def test_holds_that_overlap_or_share_a_day_count_once() -> None:
    twice = ((at("Mon 11:00"), at("Mon 13:00")), (at("Mon 12:00"), at("Mon 14:00")))
    assert due(claimed(flag_level=3, holds=twice)).due == at("Mon 17:00")
    one_day = ((at("Mon 11:00"), at("Mon 11:05")), (at("Mon 13:00"), at("Mon 13:05")))
    assert due(claimed("billing", holds=one_day)).due == at("Fri 10:00")


def test_a_hold_that_lasts_moves_it_as_if_it_ended_now() -> None:
    waiting = claimed(flag_level=3, holds=((at("Mon 11:00"), None),))
    assert due(waiting, now=at("Mon 12:00")).due == at("Mon 15:00")
    assert due(waiting, now=at("Mon 14:00")).due == at("Mon 17:00")


def test_a_hold_from_before_the_item_or_from_the_future_moves_nothing() -> None:
    early = ((at("Mon 09:00"), at("Mon 09:30")), (at("Tue 09:00"), None))
    assert due(claimed(flag_level=3, holds=early), now=at("Mon 12:00")).due == at("Mon 14:00")


# Warnings


def test_due_soon_begins_at_three_quarters_of_the_open_time() -> None:
    assert due(claimed("billing")).soon_from == at("Wed 12:00")
    assert due(claimed("billing", "Sat 12:00")).soon_from == at("Wed 11:00", week=1)


def test_due_soon_begins_an_hour_before_at_the_latest() -> None:
    assert due(claimed(arrived="Mon 09:00", flag_level=3)).soon_from == at("Mon 12:00")
    assert due(item(arrived="Mon 09:00", flag_level=1)).soon_from == at("Mon 08:15")


def test_a_hold_moves_the_three_quarter_mark_as_it_moves_the_due_time() -> None:
    held = claimed("billing", holds=((at("Mon 10:00"), at("Mon 12:00")),))
    assert due(held).due == at("Fri 10:00")
    assert due(held).soon_from == at("Thu 12:00")


def test_marks_are_shares_of_the_open_time() -> None:
    facts = claimed("billing", "Mon 09:00")
    assert marks(facts, POLICY, OFFICE, OFFICE, at("Mon 09:00")) == (
        at("Tue 13:00"),
        at("Wed 11:00"),
        at("Wed 12:00") + timedelta(minutes=156),
    )
    assert marks(facts, POLICY, OFFICE, OFFICE, at("Mon 09:00"), (0.75,)) == (at("Wed 11:00"),)
    assert marks(item("fyi"), POLICY, OFFICE, OFFICE, at("Mon 09:00")) == ()


def test_a_medical_question_is_stuck_after_three_days_however_often_it_was_held() -> None:
    held = claimed(holds=((at("Mon 11:00"), at("Wed 11:00")),), messages_unanswered=2)
    assert stuck_from(held, POLICY, OFFICE, at("Fri 10:00")) == at("Thu 10:00")
    assert stuck_from(item("billing"), POLICY, OFFICE, at("Fri 10:00")) is None


@pytest.mark.parametrize(
    ("now", "on_hold", "stands"),
    [
        ("Mon 11:59", False, Standing.ON_TRACK),
        ("Mon 12:00", False, Standing.DUE_SOON),
        ("Mon 12:59", False, Standing.DUE_SOON),
        ("Mon 13:00", False, Standing.OVERDUE),
        ("Mon 13:00", True, Standing.ON_HOLD),
    ],
)
def test_an_item_stands_by_comparison_alone(now: str, on_hold: bool, stands: Standing) -> None:
    assert standing(at("Mon 13:00"), at("Mon 12:00"), at(now), on_hold) is stands


def test_what_has_no_due_time_stands_nowhere() -> None:
    assert standing(None, None, at("Mon 13:00")) is Standing.NONE
    assert standing(at("Mon 13:00"), None, at("Mon 12:59")) is Standing.ON_TRACK


# Properties

NOW = at("Fri 12:00", week=52)
INSTANTS = st.integers(0, 360 * 24 * 60).map(lambda n: at("Mon 00:00").astimezone(UTC) + timedelta(minutes=n))
LATER = st.integers(0, 20_000).map(lambda n: timedelta(minutes=n))


@st.composite
def obligations(draw: st.DrawFn) -> Facts:
    arrived = draw(INSTANTS)
    holds = draw(st.lists(st.tuples(LATER, LATER), max_size=3))
    kind = draw(st.sampled_from([*Kind]))
    level = draw(st.sampled_from([1, 2] if kind is Kind.CALL_NOW else [None, 1, 2, 3, 4]))
    return Facts(
        kind=kind,
        arrived=arrived,
        flag_level=level,
        flags=((level, arrived),) if level else (),
        messages_unanswered=draw(st.integers(1, 3)),
        supply_ends=draw(st.none() | st.integers(-3, 30).map(lambda n: arrived.date() + timedelta(days=n))),
        claimed_at=draw(st.none() | st.just(arrived)),
        holds=tuple((arrived + after, arrived + after + lasts) for after, lasts in holds),
    )


@settings(deadline=None)
@given(obligations())
def test_nothing_is_due_in_closed_hours(facts: Facts) -> None:
    when = due(facts, NOW).due
    assert when is None or OFFICE.is_open(when) or OFFICE.is_open(when - timedelta(microseconds=1))


@settings(deadline=None)
@given(obligations())
def test_an_item_is_due_soon_before_it_is_due_and_never_before_it_started_counting(facts: Facts) -> None:
    found = due(facts, NOW)
    if found.due and found.soon_from:
        assert found.soon_from <= found.due - timedelta(minutes=60)
        assert found.started <= found.due


@settings(deadline=None)
@given(obligations(), st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_a_longer_target_is_never_due_earlier(facts: Facts, few: int, more: int, in_days: bool) -> None:
    def target(n: int) -> Target:
        return Target(days=n) if in_days else Target(hours=n)

    holds = tuple((begun, ended) for begun, ended in facts.holds if ended and begun < ended)[:1]
    short = moment(target(few), facts.arrived, OFFICE, holds)
    assert short <= moment(target(few + more), facts.arrived, OFFICE, holds)


@settings(deadline=None)
@given(obligations(), LATER)
def test_a_later_arrival_is_never_due_earlier(facts: Facts, later: timedelta) -> None:
    plain = msgspec.structs.replace(facts, holds=(), supply_ends=None)
    second = msgspec.structs.replace(plain, arrived=plain.arrived + later)
    first_due, second_due = due(plain, NOW).due, due(second, NOW).due
    assert (first_due is None) == (second_due is None)
    assert first_due is None or second_due is None or first_due <= second_due


@settings(deadline=None)
@given(obligations(), LATER, st.none() | st.integers(1, 4), st.integers(2, 4))
def test_a_message_that_joins_never_loosens(
    facts: Facts, after: timedelta, level: int | None, unanswered: int
) -> None:
    sent = facts.arrived + after
    first = msgspec.structs.replace(facts, messages_unanswered=1)
    joined = msgspec.structs.replace(
        facts,
        flags=(*facts.flags, *([(level, sent)] if level else [])),
        messages_unanswered=unanswered,
        repeated_at=sent,
    )
    first_due, joined_due = due(first, NOW).due, due(joined, NOW).due
    assert joined_due is not None
    assert first_due is None or joined_due <= first_due


@settings(deadline=None)
@given(obligations(), LATER, LATER)
def test_a_hold_never_makes_an_item_due_earlier(facts: Facts, after: timedelta, lasts: timedelta) -> None:
    begins = facts.arrived + after
    longer = msgspec.structs.replace(facts, holds=(*facts.holds, (begins, begins + lasts)))
    short_due, long_due = due(facts, NOW).due, due(longer, NOW).due
    assert short_due is None or long_due is None or short_due <= long_due


@settings(deadline=None)
@given(obligations())
def test_marks_ascend_up_to_the_due_time(facts: Facts) -> None:
    found = due(facts, NOW)
    times = [*marks(facts, POLICY, OFFICE, OFFICE, NOW), *([found.due] if found.due else [])]
    assert times == sorted(times)
