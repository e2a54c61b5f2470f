"""A policy in words, and words back into a policy: what is shown can be written, what is wrong is said."""

from __future__ import annotations

import msgspec
import pytest

from inbox.domain import resources
from inbox.domain.policy import CLASSES, Policy, PolicyError, Target, parse
from inbox.domain.policy_sheet import Column, cell, class_words, is_own, read_target, with_cell, without_rule

POLICY = parse(resources.path("starter", "policy.json").read_bytes(), "policy.json")
POOL = "HealthcareService/refills"


def row(policy: Policy, sla_class: str, pool: str = "") -> list[str]:
    return [cell(policy, pool, sla_class, column) for column in Column]


def test_a_row_says_every_promise_of_a_class() -> None:
    assert row(POLICY, "red-flag-1") == [
        "15 min",
        "30 min",
        "–",
        "50 75 90 %",
        "charge nurse, supervisor",
        "100 %",
        *("–", "–", "red flags"),
    ]
    told = ["4 h", "1 day", "–", "50 75 90 %", "supervisor", "100 %", "3 days", "–", "open hours"]
    assert row(POLICY, "medical-question") == told
    assert row(POLICY, "refill")[-5:] == ["RN", "100 %", "–", "–", "open hours"]
    assert row(POLICY, "fyi")[-2] == "3 days"


def test_how_long_it_may_lie_when_it_closes_and_which_hours_count_are_written_too() -> None:
    changed = with_cell(POLICY, "", "refill", Column.STUCK, "5 days")
    changed = with_cell(changed, "", "fyi", Column.CLOSES, "1 day")
    changed = with_cell(changed, POOL, "urgent", Column.HOURS, "Red flags")
    assert changed.rule("refill").stuck_after == Target(days=5)
    assert changed.rule("fyi").close_after == Target(days=1)
    assert (changed.rule("urgent").calendar, changed.for_pool(POOL).rule("urgent").calendar) == (
        "business",
        "red_flag",
    )
    assert with_cell(changed, POOL, "urgent", Column.HOURS, "–").for_pool(POOL).rule("urgent").calendar == (
        "business"
    )
    with pytest.raises(PolicyError, match="Name the hours it counts in: open hours, red flags"):
        with_cell(POLICY, "", "urgent", Column.HOURS, "nights")
    with pytest.raises(PolicyError, match="closed by people only"):
        with_cell(POLICY, "", "red-flag-1", Column.CLOSES, "1 day")


@pytest.mark.parametrize("sla_class", CLASSES)
@pytest.mark.parametrize("column", Column)
def test_what_a_cell_shows_can_be_written_there_and_changes_nothing(sla_class: str, column: Column) -> None:
    shown = cell(POLICY, "", sla_class, column)
    if column is Column.TELL_AT and shown == "–":
        return
    assert with_cell(POLICY, "", sla_class, column, shown) == POLICY


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("4 h", Target(hours=4)),
        ("4h", Target(hours=4)),
        ("1,5 hours", Target(hours=1.5)),
        ("30 min", Target(hours=0.5)),
        ("2 days", Target(days=2)),
        ("1 D", Target(days=1)),
        ("–", None),
        ("", None),
        ("none", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, target: Target | None) -> None:
    assert read_target(text) == target


WRONG = {
    (Column.REPLY, "soon"): "“soon” is no time. Write 30 min, 4 h or 2 days, or – for none.",
    (Column.REPLY, "1.5 days"): "Business days are whole: 1 to 366.",
    (Column.REPLY, "0 h"): "Open hours are more than none and at most 2400.",
    (Column.REPLY, "2 h"): "The first look cannot be later than the reply.",
    (Column.WARN, "90 50"): "Marks rise and stay below 100: for example 50 75 90.",
    (Column.WARN, "50 100"): "Marks rise and stay below 100: for example 50 75 90.",
    (Column.TELL_AT, "half"): "“half” is no share of the time. Write a number from 1 to 100.",
    (Column.TELL_AT, "nan"): "“nan” is no share of the time. Write a number from 1 to 100.",
}


@pytest.mark.parametrize(("column", "text"), WRONG)
def test_what_cannot_be_meant_is_said_and_changes_nothing(column: Column, text: str) -> None:
    with pytest.raises(PolicyError) as refused:
        with_cell(POLICY, "", "medical-question", column, text)
    assert str(refused.value) == WRONG[(column, text)]


def test_who_is_told_is_named_in_words() -> None:
    changed = with_cell(POLICY, "", "refill", Column.TOLD, "Charge nurse, rn, supervisor, RN")
    assert cell(changed, "", "refill", Column.TOLD) == "charge nurse, RN, supervisor"
    with pytest.raises(PolicyError, match="Name who is told"):
        with_cell(POLICY, "", "refill", Column.TOLD, "the boss")


def test_a_red_flag_keeps_its_first_look_and_its_call() -> None:
    with pytest.raises(PolicyError, match="A red flag always has"):
        with_cell(POLICY, "", "red-flag-1", Column.FIRST_LOOK, "–")


def test_a_pool_gets_promises_of_its_own_and_gives_them_back() -> None:
    own = with_cell(POLICY, POOL, "refill", Column.REPLY, "1 day")
    assert cell(own, POOL, "refill", Column.REPLY) == "1 day"
    assert cell(own, POOL, "refill", Column.FIRST_LOOK) == "1 day"
    assert cell(own, "", "refill", Column.REPLY) == "2 days"
    assert is_own(own, POOL, "refill")
    assert not is_own(own, POOL, "form")
    assert without_rule(own, POOL, "refill") == POLICY


def test_what_was_changed_can_be_published_and_read_again() -> None:
    changed = with_cell(POLICY, POOL, "refill", Column.WARN, "40 80")
    changed = with_cell(changed, "", "form", Column.REPLY, "20 min")
    changed = with_cell(changed, "", "form", Column.FIRST_LOOK, "–")
    assert parse(msgspec.json.encode(changed), "policy.json") == changed


def test_every_class_has_words() -> None:
    assert all(class_words(name)[0].isupper() for name in CLASSES)
