"""A rule, and the rules together, ready to scan with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec

from inbox.domain.red_flags.hit import Level
from inbox.domain.red_flags.lexicon import Passage
from inbox.domain.red_flags.matching import Found, Parts, Pattern
from inbox.domain.red_flags.wording import Vocabulary, any_of

MOST_RULES = 1_000
MOST_PATTERNS = 100
LONGEST_TEXT = 40_000
"""Characters of one text that are read: some fifteen pages, far more than a portal lets a patient write."""

_Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{2,60}$")]
_Words = Annotated[str, msgspec.Meta(min_length=2, max_length=120)]
_Patterns = Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MOST_PATTERNS)]


class Age(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose message it must be, in years (an infant's as a fraction). Nobody's known age is not enough."""

    at_least: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    under: Annotated[float, msgspec.Meta(gt=0)] = 200.0

    def fits(self, age: float | None) -> bool:
        """Whether somebody of this age, if it is known, is meant."""
        return age is not None and self.at_least <= age < self.under


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One danger, as its file has it. Patterns are in the language of `wording`."""

    id: _Id
    version: Annotated[int, msgspec.Meta(ge=1)] = 1
    level: Level
    title: _Words
    """What a nurse would call it."""
    patterns: _Patterns
    nearby: tuple[_Patterns, ...] = ()
    """From each of these lists something must stand within `within` characters of the match, or in it."""
    unless: tuple[str, ...] = ()
    """None of these may stand in the same sentence."""
    within: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_TEXT)] = 250
    age: Age | None = None
    denied_is_danger: bool = False
    """For what is said by a denial itself ("it will not stop"): no negation sets it aside."""
    asked_is_danger: bool = False
    """For what is dangerous to ask ("how many does it take not to wake up?"): no question sets it aside."""
    hits: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Messages it must flag, and `misses` it must not: checked by the tests, read by whoever wonders."""
    misses: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule with its patterns by the numbers of their parts."""

    rule: Rule
    group: str
    patterns: tuple[Pattern, ...]
    nearby: tuple[tuple[Pattern, ...], ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True)
class Rules:
    """All rules in force, checked by whoever read them."""

    rules: tuple[tuple[str, Rule], ...]
    """Each with its group."""
    vocabulary: Vocabulary
    spelling: Mapping[str, str]
    version: str

    @cached_property
    def ready(self) -> Searches:
        """What scanning needs. Compiled when first asked for, once; see `prepare`."""
        return Searches(self)

    def prepare(self) -> None:
        """Compile now what scanning needs: a few tenths of a second, best spent beside the start."""
        _ = self.ready

    def by_id(self, rule: str) -> Rule | None:
        """The rule of that name, if there is one."""
        return next((each for _, each in self.rules if each.id == rule), None)


class Searches:
    """All rules, ready to be looked for in a text."""

    def __init__(self, rules: Rules) -> None:
        self.parts = Parts()
        self._all: list[tuple[Ready, Pattern]] = []
        self._by_part: dict[int, list[int]] = defaultdict(list)
        """Each pattern by that of its parts which is said in the fewest ways: the likeliest to be missing."""
        self._worth: dict[frozenset[int], tuple[tuple[int, int], ...]] = {}
        """For parts that the same words say, the patterns by any of these: each with all it needs as bits."""
        for group, rule in rules.rules:
            ready = Ready(
                rule,
                group,
                self._added(rule.patterns, rules.vocabulary),
                tuple(self._added(each, rules.vocabulary) for each in rule.nearby),
                self._added(rule.unless, rules.vocabulary),
            )
            for pattern in ready.patterns:
                self._by_part[min(pattern.parts, key=self.parts.ways)].append(len(self._all))
                self._all.append((ready, pattern))
        self.parts.compile()

    def _added(self, written: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Pattern, ...]:
        return self.parts.added(any_of(written, vocabulary))

    def every(self) -> Sequence[tuple[Ready, Pattern]]:
        """All rules, each with one of its patterns: what `in_text` chooses from."""
        return self._all

    def in_text(self, found: Found) -> Iterator[tuple[Ready, Pattern, Passage | None]]:
        """The rules worth trying, each with one of its patterns, in the order of `every`, and where.

        No passage: in the whole text, since it was not looked yet where a part is that is searched for.
        """
        worth: dict[int, list[Passage | None]] = {}
        for passage in found.passages:
            for number in self._in(passage, found.searched):
                worth.setdefault(number, []).append(passage)
        for part in found.to_search:
            worth.update((number, [None]) for number in self._by_part.get(part, ()))
        for number in sorted(worth):
            ready, pattern = self._all[number]
            for where in worth[number]:
                yield ready, pattern, where

    def _in(self, passage: Passage, searched: int) -> set[int]:
        """The patterns all parts of which may be in a passage."""
        worth = self._worth
        tried = [
            each
            for state, _, _ in passage.met
            for each in (worth[state.parts] if state.parts in worth else self._by(state.parts))
        ]
        if not tried:
            return set()
        there = passage.mask | searched
        return {number for number, needed in tried if needed & there == needed}

    def _by(self, parts: frozenset[int]) -> tuple[tuple[int, int], ...]:
        numbers = (number for part in parts for number in self._by_part.get(part, ()))
        worth = self._worth[parts] = tuple((number, self._all[number][1].mask) for number in numbers)
        return worth
