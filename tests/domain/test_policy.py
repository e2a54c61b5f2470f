"""The shipped policy says what the clinic promises, and a wrong one says what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from inbox.domain.policy import CLASSES, PolicyError, Rule, Target, parse
from inbox.domain.resources import path

STARTER = path("starter", "policy.json").read_bytes()


def hours(n: float) -> Target:
    return Target(hours=n)


def days(n: int) -> Target:
    return Target(days=n)


PROMISES: dict[str, tuple[Target | None, Target | None, tuple[str, ...]]] = {
    "red-flag-1": (hours(0.25), hours(0.5), ("charge", "supervisor")),
    "red-flag-2": (hours(0.5), hours(1), ("charge", "supervisor")),
    "urgent": (hours(1), hours(4), ("supervisor",)),
    "repeat-sender": (hours(2), days(1), ("supervisor",)),
    "medical-question": (hours(4), days(1), ("supervisor",)),
    "physician-review": (None, hours(4), ("covering-prescriber",)),
    "physician-review-urgent": (None, hours(1), ("covering-prescriber",)),
    "refill": (days(1), days(2), ("rn",)),
    "refill-urgent": (hours(1), hours(4), ("rn",)),
    "result-question": (days(1), days(2), ("prescriber",)),
    "result-release": (days(1), days(2), ("prescriber",)),
    "questionnaire": (days(1), days(2), ("rn",)),
    "referral": (days(1), days(3), ("supervisor",)),
    "form": (days(1), days(3), ("supervisor",)),
    "letter": (days(1), days(3), ("supervisor",)),
    "scheduling": (hours(4), days(1), ("supervisor",)),
    "records": (hours(4), days(1), ("supervisor",)),
    "billing": (hours(4), days(3), ("supervisor",)),
    "fyi": (None, None, ("anyone",)),
}
"""The table of the clinic's promises: first look, reply, who hears of a breach."""


def changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(STARTER) | fields).encode()


def with_rule(position: int, **fields: Any) -> bytes:
    policy = json.loads(STARTER)
    policy["rules"][position] |= fields
    return json.dumps(policy).encode()


@pytest.mark.parametrize("sla_class", CLASSES)
def test_the_shipped_policy_keeps_the_table(sla_class: str) -> None:
    rule = parse(STARTER, "policy.json").rule(sla_class)
    assert (rule.first_look, rule.next_response, rule.breach_to) == PROMISES[sla_class]
    assert rule.warn == (0.5, 0.75, 0.9)


def test_what_the_table_says_beside_its_columns_is_kept() -> None:
    rules = {rule.kind: rule for rule in parse(STARTER, "policy.json").rules}
    assert {name for name, rule in rules.items() if rule.calendar == "red_flag"} == {
        "red-flag-1",
        "red-flag-2",
    }
    assert {name: rule.resolution for name, rule in rules.items() if rule.resolution} == {
        "red-flag-2": hours(4)
    }
    assert {name: rule.stuck_after for name, rule in rules.items() if rule.stuck_after} == {
        "medical-question": days(3)
    }
    assert {name: rule.close_after for name, rule in rules.items() if rule.close_after} == {"fyi": days(3)}
    assert {name for name, rule in rules.items() if rule.tell_at == 0.75} == {"urgent", "refill-urgent"}


def test_an_item_names_the_policy_with_its_version() -> None:
    assert parse(changed(id="riverbend", version="4"), "policy.json").name_at_version == "riverbend@4"


def test_an_unknown_class_is_promised_what_a_medical_question_is() -> None:
    policy = parse(STARTER, "policy.json")
    assert policy.rule("carrier-pigeon") is policy.rule("medical-question")


def test_a_pool_replaces_only_the_rules_it_names() -> None:
    quick = {"kind": "refill", "first_look": {"hours": 2}, "next_response": {"days": 1}}
    policy = parse(changed(pools={"HealthcareService/refills": [quick]}), "policy.json")
    refills = policy.for_pool("HealthcareService/refills")
    assert refills.rule("refill").first_look == hours(2)
    assert refills.rule("billing") == policy.rule("billing")
    assert refills.name_at_version == policy.name_at_version
    assert policy.for_pool("HealthcareService/other") is policy
    assert policy.rule("refill").first_look == days(1)


def test_a_policy_survives_json() -> None:
    policy = parse(STARTER, "policy.json")
    assert parse(msgspec.json.encode(policy), "again") == policy


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (with_rule(3, first_look={"hours": 1, "days": 1}), r"hours or days.*\$\.rules\[3\]\.first_look"),
        (with_rule(3, first_look={}), r"hours or days.*\$\.rules\[3\]\.first_look"),
        (with_rule(3, first_look={"hours": 0}), r"> 0.*\$\.rules\[3\]\.first_look\.hours"),
        (with_rule(3, first_look={"days": "two"}), r"str.*\$\.rules\[3\]\.first_look\.days"),
        (with_rule(3, frist_look={"days": 1}), r"frist_look.*\$\.rules\[3\]"),
        (with_rule(3, warn=[0.9, 0.5]), r"ascend.*\$\.rules\[3\]"),
        (with_rule(3, warn=[1.5]), r"< 1.*\$\.rules\[3\]\.warn"),
        (with_rule(3, breach_to=["janitor"]), r"janitor.*\$\.rules\[3\]\.breach_to"),
        (with_rule(3, calendar="moon"), r"moon.*\$\.rules\[3\]\.calendar"),
        (with_rule(3, kind="refil"), "refill-urgent"),
        (with_rule(0, first_look=None), "red-flag-1 needs a first_look"),
        (changed(rules=[]), "rules are missing for red-flag-1"),
        (changed(pools={"P/1": [{"kind": "refil"}]}), "pool P/1: no such class: refil"),
        (changed(pools={"P/1": [{"kind": "fyi"}, {"kind": "fyi"}]}), "pool P/1: more than one rule for fyi"),
        (changed(pools={"P/1": [{"kind": "red-flag-2"}]}), "pool P/1: red-flag-2 needs"),
        (changed(id="river@bend"), r"\$\.id"),
        (
            changed(calendar={"zone": "Mars/Olympus", "blocks": [{"day": 0, "start_min": 0, "end_min": 9}]}),
            "Mars",
        ),
        (changed(calendar={"zone": "UTC", "blocks": []}), r"no open hours.*\$\.calendar"),
        (b"{", "is not JSON"),
        (b"\xff", "policy.json"),
    ],
)
def test_a_wrong_policy_says_which_file_and_which_field(raw: bytes, says: str) -> None:
    with pytest.raises(PolicyError, match=says) as refused:
        parse(raw, "policy.json")
    assert str(refused.value).startswith("policy.json ")
    assert "Correct" in str(refused.value)


def test_a_rule_may_promise_nothing() -> None:
    assert Rule("fyi").next_response is None
