"""A rule, and the rules together, ready to scan with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec

from inbox.domain.red_flags.hit import Level
from inbox.domain.red_flags.matching import Pattern
from inbox.domain.red_flags.sieve import Sieve
from inbox.domain.red_flags.wording import Vocabulary

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
    def ready(self) -> Sieve[Ready]:
        """What scanning needs. Compiled when first asked for, once; see `prepare`."""
        return _compiled(self)

    def prepare(self) -> None:
        """Compile now what scanning needs: a few tenths of a second, best spent beside the start."""
        _ = self.ready

    def by_id(self, rule: str) -> Rule | None:
        """The rule of that name, if there is one."""
        return next((each for _, each in self.rules if each.id == rule), None)


def _compiled(rules: Rules) -> Sieve[Ready]:
    sieve: Sieve[Ready] = Sieve(rules.vocabulary)
    for group, rule in rules.rules:
        ready = Ready(
            rule,
            group,
            sieve.added(rule.patterns),
            tuple(map(sieve.added, rule.nearby)),
            sieve.added(rule.unless),
        )
        sieve.look_for(ready, ready.patterns)
    sieve.compile()
    return sieve
