"""What a site may do to the rules, and what it is told when it may not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inbox.domain.red_flags import InForce, RulesError, read_rules, rules_in_force, scan
from tests.red_flags.shipped import FOLDER, shipped

FILE = "site.json"
MOON: dict[str, Any] = {
    "id": "moon-sickness",
    "level": 2,
    "title": "Moon sickness",
    "patterns": ["moon ?sick\\w*"],
    "hits": ["moonsick"],
    "misses": ["moon"],
}


def applied(content: object, last_valid: bytes | None = None) -> InForce:
    return rules_in_force(shipped(), FILE, json.dumps(content).encode(), last_valid)


def change(**how: object) -> dict[str, object]:
    return {"change": [{"rule": "short-of-breath", **how}]}


def test_without_a_site_file_the_rules_are_as_shipped() -> None:
    assert rules_in_force(shipped(), FILE, None) == InForce(shipped(), "shipped")


def test_a_site_adds_a_rule() -> None:
    force = applied({"add": [{"group": "local", "rules": [MOON]}]})
    assert force.source == "site" and not force.problems
    assert [hit.group for hit in scan(force.rules, "", "I feel moonsick") if hit.is_flag] == ["local"]
    assert force.rules.version != shipped().version


def test_a_site_raises_a_level_by_itself() -> None:
    force = applied(change(level=1))
    rule = force.rules.by_id("short-of-breath")
    assert force.source == "site" and rule is not None and rule.level == 1


BOTH = {"clinician": "Dr A. Lee", "second_clinician": "Dr B. Cho", "reason": "Double with our own rule."}


@pytest.mark.parametrize("how", [{"level": 4}, {"off": True}])
def test_lowering_or_switching_off_needs_two_clinicians_and_a_reason(how: dict[str, object]) -> None:
    assert applied(change(**how, **BOTH)).source == "site"
    for name in BOTH:
        force = applied(change(**how, **{**BOTH, name: ""}))
        assert force.source == "shipped"
        assert all(FILE in told and "short-of-breath" in told for told in force.problems) and force.problems
    same = applied(change(**how, **{**BOTH, "second_clinician": "dr a.  lee"}))
    assert same.source == "shipped"


def test_a_rule_that_is_switched_off_finds_nothing() -> None:
    force = applied(change(off=True, **BOTH))
    assert "short-of-breath" not in {hit.rule for hit in scan(force.rules, "", "I am short of breath")}


def test_an_invalid_site_file_leaves_the_last_valid_one_in_force_and_says_why() -> None:
    valid = json.dumps({"add": [{"group": "local", "rules": [MOON]}]}).encode()
    force = rules_in_force(shipped(), FILE, b"{", valid)
    assert force.source == "last valid" and force.problems
    assert force.rules.by_id("moon-sickness") is not None
    assert rules_in_force(shipped(), FILE, b"{", b"[").source == "shipped"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"patterns": ["moon ("]}, "(?:…)"),
        ({"patterns": ["moon {nosuch}"]}, "nosuch"),
        ({"patterns": ["moon["]}, "RE2"),
        ({"patterns": ["a & b & c & d & e & f & g"]}, "&"),
        ({"patterns": ["é"]}, "a–z"),
        ({"patterns": ["x" * 601]}, "600"),
        ({"patterns": []}, "patterns"),
        ({"level": 7}, "level"),
        ({"colour": "red"}, "colour"),
        ({"id": "chest-pain"}, "taken"),
        ({"hits": []}, "hits"),
    ],
)
def test_a_broken_rule_is_refused_with_the_file_and_the_cause(broken: dict[str, Any], told: str) -> None:
    force = applied({"add": [{"group": "local", "rules": [{**MOON, **broken}]}]})
    assert force.source == "shipped"
    assert len(force.problems) == 1
    assert FILE in force.problems[0] and told in force.problems[0]


def test_a_change_of_no_rule_or_to_nothing_is_refused() -> None:
    assert "nosuch" in applied({"change": [{"rule": "nosuch", "level": 1}]}).problems[0]
    assert "level" in applied(change()).problems[0]


def test_every_problem_of_the_shipped_files_is_told_at_once() -> None:
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.json")}
    files["chest.json"] = b"{"
    files["fever.json"] = files["fluids.json"]
    with pytest.raises(RulesError) as caught:
        read_rules(files)
    assert any("chest.json" in problem for problem in caught.value.problems)
    assert any("keeps-nothing-down" in problem for problem in caught.value.problems)


def test_the_vocabulary_may_not_be_missing() -> None:
    with pytest.raises(RulesError, match=r"vocabulary\.json"):
        read_rules({"spelling.json": b"{}"})
