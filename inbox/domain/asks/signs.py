"""The signs of each kind of work, ready to look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from inbox.domain.red_flags.lexicon import Passage
from inbox.domain.red_flags.matching import Found, Parts, Pattern
from inbox.domain.red_flags.wording import Vocabulary, any_of
from inbox.domain.work_item import Kind

MOST_PATTERNS = 80

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
    """None of these may stand in the same clause."""
    in_question: bool = False
    """It counts only in a sentence that ends with a question mark."""
    fills_in: bool = False
    """It counts only in a sentence that says nothing of another kind: "can I have metformin?" is no question
    about metformin."""
    gives_way_to: tuple[Kind, ...] = ()
    """It says nothing where one of these is asked for: "is that bad?" beside a result is about it."""


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
    otherwise: tuple[str, ...] = ()
    """What makes it this kind, unsure, where no sign of any kind is found."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A sign with its patterns by the numbers of their parts."""

    kind: Kind
    sign: Sign
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


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
    """All signs, ready to be looked for in a text read once."""

    def __init__(self, signs: Signs) -> None:
        self.parts = Parts()
        self._all: list[tuple[Ready, Pattern]] = []
        self._by_part: dict[int, list[int]] = defaultdict(list)
        """Each pattern by that of its parts which is said in the fewest ways: the likeliest to be missing."""
        for each in signs.kinds:
            for sign in each.signs:
                self._add(each.kind, sign, signs.vocabulary)
        self.otherwise = tuple(
            (each.kind, self._added(each.otherwise, signs.vocabulary))
            for each in signs.kinds
            if each.otherwise
        )
        """The kinds that stand in where no sign is found, each with what must be there."""
        self.parts.compile()

    def every(self) -> Sequence[tuple[Ready, Pattern]]:
        """All signs, each with one of its patterns: what `in_text` chooses from."""
        return self._all

    def in_text(self, found: Found) -> Iterator[tuple[Ready, Pattern, Passage]]:
        """The signs worth trying in each sentence, each with one of its patterns."""
        for passage in found.passages:
            there = passage.mask | found.searched
            parts = {part for state, _, _ in passage.met for part in state.parts} | found.to_search
            tried = {number for part in parts for number in self._by_part.get(part, ())}
            for number in sorted(tried):
                ready, pattern = self._all[number]
                if pattern.mask & there == pattern.mask:
                    yield ready, pattern, passage

    def _add(self, kind: Kind, sign: Sign, vocabulary: Vocabulary) -> None:
        patterns = self._added(sign.patterns, vocabulary)
        ready = Ready(kind, sign, patterns, self._added(sign.unless, vocabulary))
        for pattern in patterns:
            self._by_part[min(pattern.parts, key=self.parts.ways)].append(len(self._all))
            self._all.append((ready, pattern))

    def _added(self, written: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Pattern, ...]:
        return self.parts.added(any_of(written, vocabulary))
