"""The signs of each kind of work, ready to look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Annotated, Literal, NamedTuple

import msgspec

from inbox.domain.red_flags.matching import Pattern
from inbox.domain.red_flags.sieve import Sieve
from inbox.domain.red_flags.wording import Vocabulary
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
    silent: int
    """The parts that `unless` speaks of, as bits: without any of these nothing of it is there."""


@dataclass(frozen=True)
class Signs:
    """All signs, checked by whoever read them."""

    kinds: tuple[KindFile, ...]
    vocabulary: Vocabulary
    spelling: Mapping[str, str]
    version: str

    @cached_property
    def ready(self) -> Sought:
        """What looking needs; compiled when first asked for."""
        return _compiled(self)

    @cached_property
    def only_alone(self) -> frozenset[Kind]:
        """The kinds that give way to every other."""
        return frozenset(each.kind for each in self.kinds if each.only_alone)


class Sought(NamedTuple):
    """All signs, ready to be looked for in a text read once."""

    sieve: Sieve[Ready]
    otherwise: tuple[tuple[Kind, tuple[Pattern, ...]], ...]
    """The kinds that stand in where no sign is found, each with what must be there."""


def _compiled(signs: Signs) -> Sought:
    sieve: Sieve[Ready] = Sieve(signs.vocabulary)
    for each in signs.kinds:
        for sign in each.signs:
            unless = sieve.added(sign.unless)
            silent = reduce(or_, (pattern.mask for pattern in unless), 0)
            ready = Ready(each.kind, sign, sieve.added(sign.patterns), unless, silent)
            sieve.look_for(ready, ready.patterns)
    otherwise = tuple((each.kind, sieve.added(each.otherwise)) for each in signs.kinds if each.otherwise)
    sieve.compile()
    return Sought(sieve, otherwise)
