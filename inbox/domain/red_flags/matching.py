"""Finding what rules speak of: every part in one pass, then those that stand near enough together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

import re2

from inbox.domain.red_flags.lexicon import Lexicon, Span
from inbox.domain.red_flags.sentences import Sentences
from inbox.domain.red_flags.wording import GAP, OPTIONS, Part, Wording, searched_for

_NEAREST = 2
"""Of the second thing, on each side of the first: the nearest may be the one that is denied."""


class Pattern(NamedTuple):
    """The sides of a wording, each the numbers of its parts in `Parts`; and all those numbers."""

    sides: tuple[tuple[int, ...], ...]
    parts: frozenset[int]


class Parts:
    """The parts of all patterns, each made ready once however many rules use it."""

    def __init__(self) -> None:
        self._number: dict[Part, int] = {}
        self.lexicon = Lexicon()
        self._filter = re2.Filter()
        self._searched: list[int] = []
        self._regexps: dict[int, re2._Regexp] = {}

    def added(self, wordings: Iterable[Wording]) -> tuple[Pattern, ...]:
        """These wordings by the numbers of their parts. All must be added before `compile`."""
        return tuple(self._pattern(each) for each in wordings)

    def _pattern(self, wording: Wording) -> Pattern:
        sides = tuple(tuple(self._numbered(part) for part in side) for side in wording)
        return Pattern(sides, frozenset(part for side in sides for part in side))

    def _numbered(self, part: Part) -> int:
        if part not in self._number:
            number = self._number[part] = len(self._number)
            for words in part.words:
                self.lexicon.add(words, number)
            if part.searched:
                self._filter.Add(searched_for(part.searched).encode("ascii"), OPTIONS)
                self._searched.append(number)
        return self._number[part]

    def compile(self) -> None:
        """Make them ready to be looked for."""
        self.lexicon.compile()
        if self._searched:
            self._filter.Compile()
        self._regexps = {number: self._filter.re(at) for at, number in enumerate(self._searched)}

    def to_search(self, folded: bytes) -> set[int]:
        """The parts worth searching a text for, by the fixed letters in them."""
        return {self._searched[at] for at in self._filter.Match(folded, True)} if self._searched else set()

    def searched(self, part: int, folded: bytes) -> list[Span]:
        """Where a part that is searched for is in a text, in order, not overlapping."""
        return [found.span() for found in self._regexps[part].finditer(folded)]


class Found:
    """What of the parts is in one text. Each is looked for when first asked for, once."""

    def __init__(self, parts: Parts, folded: bytes) -> None:
        self.sentences = Sentences(folded)
        self.text = folded
        self._parts = parts
        self._said = parts.lexicon.said(folded)
        self._spans: dict[int, list[Span]] = {}
        self._to_search = parts.to_search(folded)
        self.candidates = self._said.parts | self._to_search

    def of(self, pattern: Pattern) -> list[Span]:
        """Where a pattern is, in time proportional to the text."""
        if not pattern.parts <= self.candidates:
            return []
        found = self._in_order(pattern.sides[0])
        for side in pattern.sides[1:]:
            if not found:
                break
            found = self._together(found, self._in_order(side), either=True)
        return found

    def _in_order(self, side: tuple[int, ...]) -> list[Span]:
        found = self._part(side[0])
        for part in side[1:]:
            if not found:
                break
            found = self._together(found, self._part(part), either=False)
        return found

    def _part(self, part: int) -> list[Span]:
        found = self._spans.get(part)
        if found is None:
            found = self._said.spans(part)
            if part in self._to_search:
                found = sorted({*found, *self._parts.searched(part, self.text)})
            self._spans[part] = found
        return found

    def _together(self, firsts: list[Span], seconds: list[Span], either: bool) -> list[Span]:
        """The stretches from a first to a second near it in its sentence; after it, or on either side."""
        starts = [start for start, _ in seconds]
        ends = sorted(end for _, end in seconds) if either else []
        ordered = sorted(seconds, key=itemgetter(1)) if either else []
        found: list[Span] = []
        for start, end in firsts:
            at = bisect_left(starts, end)
            for follower in seconds[at : at + _NEAREST]:
                if follower[0] - end > GAP or not self.sentences.same(end, follower[0]):
                    break
                found.append((start, follower[1]))
            if either:
                at = bisect_right(ends, start)
                for leader in reversed(ordered[max(0, at - _NEAREST) : at]):
                    if start - leader[1] > GAP or not self.sentences.same(leader[1], start):
                        break
                    found.append((leader[0], end))
        return sorted(set(found))
