"""The word sequences of all patterns, looked up along a text.

A tree of words: each step down is one more word. What a word of a text matches is worked out when it is first
met and remembered, so that reading a text is a few look-ups a word, however many rules there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, KeysView, Mapping, Sequence
from typing import NamedTuple

import re2

from inbox.domain.red_flags.variants import ANY
from inbox.domain.red_flags.wording import OPTIONS

Span = tuple[int, int]
Stretch = tuple[int, int, tuple[Span, ...]]
"""Start, end, and what in between is not part of what was found."""

_REMEMBERED = 200_000
"""Words and pairs of words met: more than the patients of one clinic use; then it begins anew."""
_WORD = re.compile(rb"([0-9]+(?:\.[0-9]+)?[a-z0-9]*|[a-z][a-z0-9]*)([^a-z0-9]*)")
_BEFORE = re.compile(rb"[^a-z0-9]*")
_JOINS = re.compile(rb"[\s,:/-]{1,3}")
"""What may stand between two words of a sequence."""
_LITERAL = re.compile(r"[a-z0-9]+")
_BEGINNING = re.compile(r"[a-z](?![?*+{])")
_FILLERS = frozenset(
    b"really very so quite pretty rather kinda sorta just like literally totally actually extremely".split()
)
"""Words that may stand within a sequence without changing it."""


class _Step:
    """How far a sequence has come: the parts that end here, and the words that lead on."""

    __slots__ = ("any", "further", "parts")

    def __init__(self) -> None:
        self.parts: set[int] = set()
        self.further: dict[int, list[_Step]] = {}
        """By the pattern of the next word; only steps that stand for several have more than one each."""
        self.any: list[_Step] = []


class _Alike:
    """Patterns of words that begin alike, matched all at once."""

    def __init__(self) -> None:
        self._set = re2.Set.FullMatchSet(OPTIONS)
        self._numbers: list[int] = []

    def add(self, pattern: str, number: int) -> None:
        self._set.Add(pattern.encode("ascii"))
        self._numbers.append(number)

    def compile(self) -> None:
        self._set.Compile()

    def of(self, word: bytes) -> set[int]:
        return {self._numbers[at] for at in self._set.Match(word) or ()}


class _Met(NamedTuple):
    """A word met in a text: the patterns of words it matches, and the first steps it takes."""

    patterns: frozenset[int]
    ends: tuple[_Step, ...]
    """The first steps that are all of a sequence."""
    start: _Step
    """All its first steps as one: where the next word leads on from them."""
    leads: bool
    filler: bool
    after: dict[bytes, tuple[_Step, ...]]
    """Where each next word leads on to, as far as such pairs were met."""


class Said:
    """What of the sequences is in a text."""

    def __init__(self, reached: Mapping[_Step, list[Stretch]]) -> None:
        self._parts: dict[int, list[list[Stretch]]] = defaultdict(list)
        for step, stretches in reached.items():
            for part in step.parts:
                self._parts[part].append(stretches)

    @property
    def parts(self) -> KeysView[int]:
        """The parts that are there."""
        return self._parts.keys()

    def stretches(self, part: int) -> list[Stretch]:
        """Where a part is, in order."""
        found = self._parts.get(part)
        if found is None:
            return []
        return found[0] if len(found) == 1 else sorted({each for stretches in found for each in stretches})


_Words = list[tuple[int, int, bytes, bool, _Met]]
"""Start, end, the word, whether the next word may be of one sequence with it, and what it matches."""


class Lexicon:
    """The sequences of all parts."""

    def __init__(self) -> None:
        self._root = _Step()
        self._pattern: dict[str, int] = {}
        self._literal: dict[bytes, int] = {}
        self._alike: dict[bytes, _Alike] = defaultdict(_Alike)
        self._met: dict[bytes, _Met] = {}
        self._pairs = 0

    def add(self, words: Sequence[str], part: int) -> None:
        """A sequence of words, each RE2, of a part. All must be added before `compile`."""
        step = self._root
        for word in words:
            if word == ANY:
                step.any = step.any or [_Step()]
                step = step.any[0]
            else:
                number = self._pattern.setdefault(word, len(self._pattern))
                step = step.further.setdefault(number, [_Step()])[0]
        step.parts.add(part)

    def compile(self) -> None:
        """Make the words ready to be looked up."""
        for pattern, number in self._pattern.items():
            if _LITERAL.fullmatch(pattern):
                self._literal[pattern.encode("ascii")] = number
            else:
                first = pattern[:1] if _BEGINNING.match(pattern) else ""
                self._alike[first.encode("ascii")].add(pattern, number)
        for each in self._alike.values():
            each.compile()

    def said(self, folded: bytes) -> Said:
        """What of the sequences is in a text."""
        words = self._words(folded)
        reached: dict[_Step, list[Stretch]] = defaultdict(list)
        for at, (start, end, _, joined, met) in enumerate(words):
            for step in met.ends:
                reached[step].append((start, end, ()))
            if joined and met.leads:
                following = words[at + 1]
                onward = met.after.get(following[2])
                if onward is None:
                    onward = self._after(met, following)
                if onward:
                    self._on(onward, words, at + 1, start, reached)
                if following[4].filler and following[3]:
                    self._on(self._after(met, words[at + 2]), words, at + 2, start, reached)
        return Said(reached)

    def _words(self, folded: bytes) -> _Words:
        words: _Words = []
        start = _BEFORE.match(folded).end()  # type: ignore[union-attr]
        for word, between in _WORD.findall(folded):
            end = start + len(word)
            met = self._met.get(word) or self._of(word)
            joined = between == b" " or _JOINS.fullmatch(between) is not None
            words.append((start, end, word, joined, met))
            start = end + len(between)
        if words:
            words[-1] = (*words[-1][:3], False, words[-1][4])
        return words

    def _after(self, met: _Met, following: tuple[int, int, bytes, bool, _Met]) -> tuple[_Step, ...]:
        """Where a word that begins sequences leads with the word that follows."""
        self._pairs += 1
        onward = met.after[following[2]] = _onward(met.start, following[4])
        return onward

    def _on(
        self,
        steps: Iterable[_Step],
        words: _Words,
        at: int,
        start: int,
        reached: dict[_Step, list[Stretch]],
    ) -> None:
        """Follow the sequences that began at `start` and have come to `steps` with the word `at`."""
        _, end, _, joined, _ = words[at]
        for step in steps:
            if step.parts:
                reached[step].append((start, end, ()))
            if joined and (step.further or step.any):
                following = words[at + 1]
                self._on(_onward(step, following[4]), words, at + 1, start, reached)
                if following[4].filler and following[3]:
                    self._on(_onward(step, words[at + 2][4]), words, at + 2, start, reached)

    def _of(self, word: bytes) -> _Met:
        met = self._met.get(word)
        if met is None:
            if len(self._met) + self._pairs >= _REMEMBERED:
                self._met.clear()
                self._pairs = 0
            patterns = self._worked_out(word)
            first = [self._root.further[number][0] for number in self._root.further.keys() & patterns]
            start = _together(first)
            ends = tuple(step for step in first if step.parts)
            leads = bool(start.further or start.any)
            met = self._met[word] = _Met(patterns, ends, start, leads, word in _FILLERS, {})
        return met

    def _worked_out(self, word: bytes) -> frozenset[int]:
        """The patterns a word matches; "103.5" also those of 103."""
        if b"." in word:
            return self._matched(word) | self._matched(word.split(b".")[0])
        return self._matched(word)

    def _matched(self, word: bytes) -> frozenset[int]:
        found = {self._literal[word]} if word in self._literal else set()
        for first in {word[:1], b""}:
            if first in self._alike:
                found |= self._alike[first].of(word)
        return frozenset(found)


def _together(steps: Sequence[_Step]) -> _Step:
    """One step that leads wherever these lead."""
    if len(steps) == 1:
        return steps[0]
    one = _Step()
    for step in steps:
        one.any += step.any
        for number, further in step.further.items():
            one.further[number] = one.further.get(number, []) + further
    return one


def _onward(step: _Step, met: _Met) -> tuple[_Step, ...]:
    """The steps that a word leads to from a step."""
    if step.further.keys().isdisjoint(met.patterns):
        return tuple(step.any)
    numbers = step.further.keys() & met.patterns
    return (*step.any, *(each for number in numbers for each in step.further[number]))
