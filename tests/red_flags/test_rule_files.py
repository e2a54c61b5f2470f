"""Each shipped rule does what it says, and none can cost more than it may."""

from __future__ import annotations

import pytest
import re2

from inbox.domain.red_flags import scan
from inbox.domain.red_flags.matching import Parts
from inbox.domain.red_flags.rules import MOST_PATTERNS, MOST_RULES, Rule
from inbox.domain.red_flags.spelling import slips
from inbox.domain.red_flags.wording import GAP, MOST_PARTS, Then, searched_for, worded
from inbox.domain.red_flags.words import Words
from tests.red_flags.shipped import shipped

RULES = [rule for _, rule in shipped().rules]
OF_INFANTS = 0.1
ROUTINE = 4


def age(rule: Rule) -> float | None:
    return OF_INFANTS if rule.age else None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_its_own_examples_and_not_the_others(rule: Rule) -> None:
    """What is routine is no flag of any work: it has to stand there, and not to be set aside."""

    def found(text: str) -> set[str]:
        hits = scan(shipped(), "", text, age=age(rule))
        return {hit.rule for hit in hits if hit.is_flag or (hit.level == ROUTINE and not hit.set_aside)}

    for text in rule.hits:
        assert rule.id in found(text), text
    for text in rule.misses:
        assert rule.id not in found(text), text


def test_the_rules_are_bounded_in_number_and_length() -> None:
    assert len(RULES) <= MOST_RULES
    assert all(len(rule.patterns) <= MOST_PATTERNS for rule in RULES)
    wordings = [worded(each, shipped().vocabulary) for rule in RULES for each in rule.patterns]
    assert max(sum(map(len, sides)) for sides in wordings) <= MOST_PARTS
    searched = [each for sides in wordings for side in sides for _, part in side for each in part.searched]
    assert not [each for each in searched if ".*" in each or ".+" in each]
    assert GAP <= 60


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_search_for_word_sequences_finds_is_looked_up_too(rule: Rule) -> None:
    wordings = [worded(each, shipped().vocabulary) for each in rule.patterns]
    for part in {part for sides in wordings for side in sides for _, part in side}:
        parts = Parts()
        (((_, alone),),) = parts.added([((Then(0, part),),)])[0].sides
        sought = re2.compile(searched_for(r"[\s,:/-]{1,3}".join(words) for words in part.words).encode())
        parts.compile()
        for text in (text.lower().replace("'", "").encode() for text in rule.hits):
            if part.words and (found := sought.search(text)):
                starts = {start for start, *_ in parts.lexicon.said(Words(text)).stretches(alone)}
                assert found.start() in starts, (part, text)


def test_no_misspelling_is_itself_a_word_of_the_rules() -> None:
    assert not set(shipped().spelling) & set(shipped().spelling.values())


def test_a_slip_leaves_the_first_letter_alone() -> None:
    assert {"swelling"[0]} == {wrong[0] for wrong in slips("swelling")}
    assert "swlling" in set(slips("swelling"))
