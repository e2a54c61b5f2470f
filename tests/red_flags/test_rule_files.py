"""Each shipped rule does what it says, and none can cost more than it may."""

from __future__ import annotations

import pytest

from inbox.domain.red_flags import scan
from inbox.domain.red_flags.rules import MOST_PATTERNS, MOST_RULES, Rule
from inbox.domain.red_flags.spelling import slips
from inbox.domain.red_flags.wording import GAP, LONGEST_EXPANDED, pattern
from tests.red_flags.shipped import shipped

RULES = [rule for _, rule in shipped().rules]
OF_INFANTS = 0.1


def age(rule: Rule) -> float | None:
    return OF_INFANTS if rule.age else None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_flags_its_own_examples_and_not_the_others(rule: Rule) -> None:
    for text in rule.hits:
        assert rule.id in {hit.rule for hit in scan(shipped(), "", text, age=age(rule)) if hit.is_flag}, text
    for text in rule.misses:
        assert rule.id not in {hit.rule for hit in scan(shipped(), "", text, age=age(rule)) if hit.is_flag}, (
            text
        )


def test_the_rules_are_bounded_in_number_and_length() -> None:
    assert len(RULES) <= MOST_RULES
    assert all(len(rule.patterns) <= MOST_PATTERNS for rule in RULES)
    expanded = [pattern(each, shipped().vocabulary) for rule in RULES for each in rule.patterns]
    assert max(map(len, expanded)) <= LONGEST_EXPANDED
    assert not [each for each in expanded if ".*" in each or ".+" in each]
    assert GAP <= 60


def test_what_is_found_in_one_pass_is_what_each_pattern_finds_alone() -> None:
    rules = shipped()
    texts = [text for rule in RULES for text in rule.hits]
    for text in texts:
        folded = text.lower().replace("'", "").encode()
        candidates = {id(regexp) for _, regexp in rules.ready.candidates(folded)}
        alone = {id(regexp) for _, regexp in rules.ready.every() if regexp.search(folded)}
        assert alone <= candidates, text


def test_no_misspelling_is_itself_a_word_of_the_rules() -> None:
    assert not set(shipped().spelling) & set(shipped().spelling.values())


def test_a_slip_leaves_the_first_letter_alone() -> None:
    assert {"swelling"[0]} == {wrong[0] for wrong in slips("swelling")}
    assert "swlling" in set(slips("swelling"))
