"""Routing rules and expected minutes as people write them."""

from __future__ import annotations

import sys

import msgspec
import pytest

from inbox.domain.errors import InboxError
from inbox.domain.ids import PoolId
from inbox.domain.kit_differences import kit_differences
from inbox.domain.minutes_sheet import NONE, as_version, read_minutes, with_minutes
from inbox.domain.people import Party, Role
from inbox.domain.pool import Pool
from inbox.domain.routing import Goal, Question, Routing, RoutingError, Rule, comes_there, read_routing
from inbox.domain.routing_sheet import Cell, Here, all_rules, cell_text, rule_of, with_cell, with_new, without
from inbox.domain.routing_sheet import as_version as routing_version
from inbox.domain.workload import Minutes

OKELLO = Party("Practitioner/okello", "Dr. Daniel Okello, MD")
HERE = Here((Party("HealthcareService/r", "Refills"), Party("HealthcareService/b", "Billing")), (OKELLO,))
RULES = Routing(
    "riverbend",
    "1",
    (
        Rule("refills", Goal(pool="HealthcareService/r"), kinds=("refill",)),
        Rule("bills", Goal(pool="HealthcareService/b"), kinds=("billing",)),
    ),
    (Rule("okello", Goal(person="clinician"), clinicians=(OKELLO.ref,)),),
)


def test_every_cell_is_read_and_written_again_alike() -> None:
    for rule in all_rules(RULES):
        for cell in Cell:
            text = cell_text(RULES, rule, cell, HERE)
            assert with_cell(RULES, rule.id, cell, text, HERE) == RULES, (rule.id, cell)


def test_what_is_written_holds() -> None:
    changed = with_cell(RULES, "refills", Cell.TO, "rn", HERE)
    changed = with_cell(changed, "refills", Cell.KINDS, "refill, Billing", HERE)
    changed = with_cell(changed, "refills", Cell.STATES, "il", HERE)
    assert rule_of(changed, "refills").to == Goal(role=Role.RN)
    answer = changed.answer(Question("billing", state="IL"))
    assert answer is not None
    assert answer.rule == "refills"


def test_a_pool_is_written_by_its_reference_and_shown_by_its_name_also_once_it_is_retired() -> None:
    changed = with_cell(RULES, "refills", Cell.TO, "billing", HERE)
    changed = with_cell(changed, "refills", Cell.POOLS, "Refills, billing", HERE)
    rule = rule_of(with_new(changed, "thanks", HERE), "refills")
    assert rule.to == Goal(pool="HealthcareService/b")
    assert rule.pools == ("HealthcareService/r", "HealthcareService/b")
    assert rule_of(with_new(changed, "thanks", HERE), "thanks").to == Goal(pool="HealthcareService/r")
    left = Here(HERE.pools[:1], HERE.staff, HERE.pools[1:])
    assert cell_text(changed, rule, Cell.TO, left) == "Billing"
    assert cell_text(changed, rule, Cell.POOLS, left) == "Refills, Billing"


def test_the_order_is_what_counts_and_a_clinicians_own_stay_first() -> None:
    moved = with_cell(RULES, "bills", Cell.PLACE, "1", HERE)
    assert [rule.id for rule in all_rules(moved)] == ["okello", "bills", "refills"]


def test_a_clinicians_own_rule_stays_theirs_under_another_name() -> None:
    renamed = with_cell(RULES, "okello", Cell.NAME, "okello-at-home", HERE)
    assert [rule.id for rule in renamed.overrides] == ["okello-at-home"]
    assert [rule.id for rule in renamed.rules] == [rule.id for rule in RULES.rules]


def test_a_new_rule_is_last_and_one_can_go() -> None:
    more = with_new(RULES, "thanks-to-billing", HERE)
    assert [rule.id for rule in all_rules(more)][-1] == "thanks-to-billing"
    assert without(more, "thanks-to-billing") == RULES
    assert read_routing("file", routing_version(more, "riverbend", "2")).version == "2"


@pytest.mark.parametrize(
    ("cell", "text", "says"),
    [
        (Cell.NAME, "Refills!", "small letters"),
        (Cell.NAME, "bills", "two rules are called bills"),
        (Cell.PLACE, "9", "from 1 to 3"),
        (Cell.KINDS, "gossip", "no kind of work called gossip"),
        (Cell.POOLS, "Nowhere", "no pool called Nowhere. There are: Refills, Billing"),
        (Cell.CLINICIANS, "Dr. Nobody", "Nobody called Dr. Nobody"),
        (Cell.STATES, "Illinois", "two letters"),
        (Cell.TO, "away", "Goes to: write a pool"),
    ],
)
def test_what_cannot_be_meant_is_said_with_what_to_write(cell: Cell, text: str, says: str) -> None:
    with pytest.raises(RoutingError, match=says):
        with_cell(RULES, "refills", cell, text, HERE)


def test_minutes_are_the_sites_own_or_as_shipped() -> None:
    shipped = Minutes({"refill": 3, "billing": 5}, 7)
    own = with_minutes(NONE, "refill", "4,5", shipped)
    assert own.minutes == {"refill": 4.5}
    assert read_minutes("file", as_version(own, "riverbend-minutes", "1")).minutes == own.minutes
    assert (
        with_minutes(own, "refill", "3", shipped).minutes
        == with_minutes(own, "refill", "", shipped).minutes
        == {}
    )
    for wrong in ("much", "0", "999"):
        with pytest.raises(InboxError, match="up to 240"):
            with_minutes(own, "billing", wrong, shipped)


def test_versions_differ_entry_by_entry() -> None:
    other = with_cell(without(RULES, "bills"), "refills", Cell.ABOUT, "They know", HERE)
    before, after = (
        routing_version(rules, "riverbend", version) for rules, version in ((RULES, "1"), (other, "2"))
    )
    found = kit_differences(before, after)
    assert [(one.of, one.what, one.becomes) for one in found] == [
        ("rules refills", "about", "They know"),
        ("rules", "bills", ""),
    ]
    assert kit_differences(before, before) == []
    assert kit_differences(b"{", b"]")[0].becomes == "differs, and is no JSON"


def test_versions_that_are_nested_without_end_differ_as_a_whole() -> None:
    """Also where they can just be read: looking through them takes more calls."""
    for deep in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit(), 5):
        before, after = (b'{"a":' * deep + end + b"}" * deep for end in (b"1", b"2"))
        assert len(kit_differences(before, after)) == 1
        assert kit_differences(before, before) == []


def test_an_order_that_changes_is_told_also_where_entries_come_and_go() -> None:
    moved = with_new(without(with_cell(RULES, "bills", Cell.PLACE, "1", HERE), "okello"), "thanks", HERE)
    third = with_new(RULES, "thanks", HERE)
    before, after = (routing_version(rules, "riverbend", "1") for rules in (RULES, moved))
    assert ("rules", "order", "refills, bills", "bills, refills") in [
        (one.of, one.what, one.was, one.becomes) for one in kit_differences(before, after)
    ]
    added = kit_differences(before, routing_version(third, "riverbend", "1"))
    assert "order" not in [one.what for one in added]


def test_work_that_no_rule_fits_comes_to_the_one_open_pool_that_takes_its_kind() -> None:
    refills = Pool(PoolId("HealthcareService/r"), "Refills", kinds=("refill", "form"))
    forms = Pool(PoolId("HealthcareService/f"), "Forms", kinds=("form",))
    answer = comes_there("refill", (refills, forms))
    assert answer is not None
    assert (answer.goal.pool, answer.rule) == (refills.id, "comes-there")
    assert comes_there("form", (refills, forms)) is None, "nobody can tell which"
    assert comes_there("form", (refills, msgspec.structs.replace(forms, active=False))) is not None
    assert comes_there("billing", (refills, forms)) is None
