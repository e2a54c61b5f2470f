"""The signs of each kind of work, ready to look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

import msgspec
import re2

from inbox.domain.red_flags.wording import OPTIONS, Vocabulary, pattern
from inbox.domain.work_item import Kind

MOST_PATTERNS = 60
TOGETHER = 4
"""Patterns of a sign that are searched for at once."""

Weight = Literal["clear", "likely", "hint"]
"""A hint counts only with another of another sign."""
_Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{2,60}$")]
_Patterns = Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MOST_PATTERNS)]


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which people ask for something."""

    id: _Id
    weight: Weight
    patterns: _Patterns
    unless: tuple[str, ...] = ()
    """None of these may stand in the same sentence."""
    gives_way_to: tuple[Kind, ...] = ()
    """It says nothing where one of these is clearly asked for: "is that bad?" beside a result is about it."""


class KindFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that speaks for one kind of work, as its file has it."""

    kind: Kind
    version: Annotated[int, msgspec.Meta(ge=1)]
    signs: Annotated[tuple[Sign, ...], msgspec.Meta(min_length=1)]
    hits: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Messages that ask for it, and `misses` that do not: checked by the tests."""
    misses: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    only_alone: bool = False
    """It is meant only where nothing else is asked: everybody says thanks."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A sign with what has to be looked at beside its patterns."""

    kind: Kind
    sign: Sign
    unless: re2._Regexp | None


@dataclass(frozen=True)
class Signs:
    """All signs, checked by whoever read them."""

    kinds: tuple[KindFile, ...]
    vocabulary: Vocabulary
    spelling: Mapping[str, str]
    version: str

    @cached_property
    def ready(self) -> Sieve:
        """What looking needs; compiled when first asked for."""
        return Sieve(self)

    @cached_property
    def only_alone(self) -> frozenset[Kind]:
        """The kinds that give way to every other."""
        return frozenset(each.kind for each in self.kinds if each.only_alone)


class Sieve:
    """Which patterns can be in a text at all: found in one pass over it."""

    def __init__(self, signs: Signs) -> None:
        self._filter = re2.Filter()
        self._ready: list[Ready] = []
        for each in signs.kinds:
            for sign in each.signs:
                self._add(each.kind, sign, signs.vocabulary)
        self._filter.Compile()
        self._regexps = [self._filter.re(at) for at in range(len(self._ready))]

    def candidates(self, folded: bytes) -> Iterator[tuple[Ready, re2._Regexp]]:
        """The signs worth looking for in a folded text, each with one of its patterns."""
        return ((self._ready[at], self._regexps[at]) for at in self._filter.Match(folded, True))

    def every(self) -> Iterator[tuple[Ready, re2._Regexp]]:
        """All signs, each with one of its patterns: what `candidates` chooses from."""
        return zip(self._ready, self._regexps, strict=True)

    def _add(self, kind: Kind, sign: Sign, vocabulary: Vocabulary) -> None:
        unless = None
        if sign.unless:
            either = "|".join(pattern(each, vocabulary) for each in sign.unless)
            unless = re2.compile(either.encode("ascii"), OPTIONS)
        expanded = [pattern(each, vocabulary) for each in sign.patterns]
        for at in range(0, len(expanded), TOGETHER):
            self._filter.Add("|".join(expanded[at : at + TOGETHER]).encode("ascii"), OPTIONS)
            self._ready.append(Ready(kind, sign, unless))
