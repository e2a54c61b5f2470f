"""What two files of red-flag rules say otherwise, as whoever signs them reads it."""

from __future__ import annotations

import json

from inbox.domain.rule_differences import Shipped, rule_differences

SHIPPED = {"chest-pain": Shipped("Chest or heart", 1), "cough": Shipped("Cough", 3)}


def said(before: object, after: object) -> list[tuple[str, str, str, str]]:
    bodies = (json.dumps(one).encode() for one in (before, after))
    return [(one.of, one.what, one.was, one.becomes) for one in rule_differences(*bodies, SHIPPED)]


def test_a_shipped_rule_that_is_lowered_says_from_which_level_by_whom_and_why() -> None:
    change = {
        "rule": "chest-pain",
        "level": 3,
        "clinician": "Dr. A",
        "second_clinician": "Dr. B",
        "reason": "Too many",
    }
    assert said({}, {"change": [change]}) == [
        ("Chest or heart (chest-pain)", "Level", "1", "3"),
        ("Chest or heart (chest-pain)", "Reason", "", "Too many"),
        ("Chest or heart (chest-pain)", "Clinician", "", "Dr. A"),
        ("Chest or heart (chest-pain)", "Second clinician", "", "Dr. B"),
    ]
    assert said({"change": [{"rule": "cough", "level": 2}]}, {}) == [("Cough (cough)", "Level", "2", "3")]
    assert said({}, {"change": [{"rule": "cough", "off": True}]}) == [("Cough (cough)", "Level", "3", "off")]


def test_a_rule_of_the_sites_own_shows_all_its_patterns_and_what_became_of_them() -> None:
    rule = {"id": "purple", "level": 2, "title": "Purple", "patterns": ["purple cough", "violet cough"]}
    one, other = {"add": [{"group": "site", "rules": [rule]}]}, {"add": []}
    assert said(other, one) == [
        ("Purple (purple)", "Called", "", "Purple"),
        ("Purple (purple)", "Level", "", "2"),
        ("Purple (purple)", "Finds", "", "purple cough · violet cough"),
        ("Purple (purple)", "Group", "", "site"),
    ]
    assert [one[3] for one in said(one, other)] == ["", "", "", ""]
    shorter = {"add": [{"group": "site", "rules": [rule | {"patterns": ["purple cough"]}]}]}
    assert said(one, shorter) == [("Purple (purple)", "Finds", "purple cough · violet cough", "purple cough")]


def test_what_cannot_be_read_says_nothing() -> None:
    assert rule_differences(b"no", b"[]", SHIPPED) == []
