"""A rule, and the rules together, ready to scan with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec
import re2

from inbox.domain.red_flags.hit import Level
from inbox.domain.red_flags.wording import OPTIONS, Vocabulary, compiled, pattern

MOST_RULES = 1_000
MOST_PATTERNS = 100
TOGETHER = 12
"""Patterns of a rule that are searched for at once: more makes one search slower than several."""
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
    hits: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Messages it must flag, and `misses` it must not: checked by the tests, read by whoever wonders."""
    misses: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule with its patterns compiled."""

    rule: Rule
    group: str
    nearby: tuple[re2._Regexp, ...]
    unless: re2._Regexp | None


@dataclass(frozen=True)
class Rules:
    """All rules in force, checked by whoever read them."""

    rules: tuple[tuple[str, Rule], ...]
    """Each with its group."""
    vocabulary: Vocabulary
    spelling: Mapping[str, str]
    version: str

    @cached_property
    def ready(self) -> Prefilter:
        """What scanning needs. Compiled when first asked for: a few tenths of a second, once."""
        return Prefilter(self)

    def by_id(self, rule: str) -> Rule | None:
        """The rule of that name, if there is one."""
        return next((each for _, each in self.rules if each.id == rule), None)


class Prefilter:
    """Which patterns can match a text at all: found in one pass over it, by the fixed words in them."""

    def __init__(self, rules: Rules) -> None:
        self._filter = re2.Filter()
        self._ready: list[Ready] = []
        for group, rule in rules.rules:
            ready = Ready(
                rule,
                group,
                tuple(compiled_any(each, rules.vocabulary) for each in rule.nearby),
                compiled_any(rule.unless, rules.vocabulary) if rule.unless else None,
            )
            expanded = [pattern(written, rules.vocabulary) for written in rule.patterns]
            for at in range(0, len(expanded), TOGETHER):
                self._filter.Add("|".join(expanded[at : at + TOGETHER]).encode("ascii"), OPTIONS)
                self._ready.append(ready)
        if self._ready:
            self._filter.Compile()
        self._regexps = [self._filter.re(at) for at in range(len(self._ready))]

    def candidates(self, folded: bytes) -> list[tuple[Ready, re2._Regexp]]:
        """The rules worth trying on a folded text, each with one of its patterns."""
        if not self._ready:
            return []
        return [(self._ready[at], self._regexps[at]) for at in self._filter.Match(folded, True)]

    def every(self) -> list[tuple[Ready, re2._Regexp]]:
        """All rules, each with one of its patterns: what `candidates` chooses from."""
        return list(zip(self._ready, self._regexps, strict=True))


def compiled_any(written: tuple[str, ...], vocabulary: Vocabulary) -> re2._Regexp:
    """One pattern for any of these. Raises WordingError."""
    for each in written:
        compiled(each, vocabulary)
    either = "|".join(pattern(each, vocabulary) for each in written)
    return re2.compile(either.encode("ascii"), OPTIONS)
