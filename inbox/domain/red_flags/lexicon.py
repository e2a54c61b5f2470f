"""The word sequences of all patterns, looked up along a text.

A tree of words: each step down is one more word. Words of a text lead along many branches at once; all steps
that are reached together are one state. Which state a word leads to is worked out when it is first met and
remembered, so that reading a text is a look-up or two a word, however many rules there are.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import or_

import re2

from inbox.domain.red_flags.variants import ANY
from inbox.domain.red_flags.wording import OPTIONS

Span = tuple[int, int]
Stretch = tuple[int, int, tuple[Span, ...]]
"""Start, end, and what in between is not part of what was found."""

_REMEMBERED = 200_000
"""Words met after others: more than the patients of one clinic use; then it begins anew."""
_WORD = re.compile(rb"([0-9]+(?:\.[0-9]+)?[a-z0-9]*|[a-z][a-z0-9]*)")
_JOINS = re.compile(rb"[\s,:/%-]{1,3}")
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
        self.parts: tuple[int, ...] = ()
        self.further: dict[int, _Step] = {}
        """By the pattern of the next word."""
        self.any: _Step | None = None
        """Where any word leads."""

    def onward(self, patterns: frozenset[int]) -> list[_Step]:
        """Where a word that matches these patterns leads."""
        by_any = [self.any] if self.any else []
        return by_any + [self.further[number] for number in self.further.keys() & patterns]


class State:
    """The steps that some words have led to, and where each next word leads, as far as it was met."""

    __slots__ = ("further", "leads", "mask", "parts", "reached", "skipped")

    def __init__(self, reached: Iterable[_Step], skipped: Iterable[_Step] = ()) -> None:
        self.reached = tuple(reached)
        self.skipped = tuple(skipped)
        """Reached before a word that may stand within a sequence without changing it."""
        self.parts = frozenset(part for step in self.reached for part in step.parts)
        self.mask = sum(1 << part for part in self.parts)
        self.leads = any(step.further or step.any for step in (*self.reached, *self.skipped))
        self.further: dict[bytes, State | None] = {}


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


Met = tuple[State, int, int]
"""A state, and the numbers of the first and of the last word that led to it."""


class Passage:
    """What of the sequences is in a sentence, in several that a sequence goes across, or in a whole text."""

    __slots__ = ("_bounds", "_found", "_mask", "end", "met", "start")

    def __init__(self, met: Sequence[Met], bounds: Sequence[int], start: int, end: int) -> None:
        self.met = met
        """In the order of the text."""
        self._bounds = bounds
        """Where each word of the text begins, where it ends, where the next begins, and so on."""
        self.start = start
        self.end = end
        self._mask = 0
        self._found: dict[int, list[Stretch]] = {}

    @property
    def mask(self) -> int:
        """The parts there as bits."""
        if not self._mask:
            self._mask = reduce(or_, [state.mask for state, _, _ in self.met], 0)
        return self._mask

    def stretches(self, part: int) -> list[Stretch]:
        """Where a part is, in order."""
        found = self._found.get(part)
        if found is None:
            bounds = self._bounds
            found = self._found[part] = [
                (bounds[first + first], bounds[last + last + 1], ())
                for state, first, last in self.met
                if part in state.parts
            ]
        return found

    def sentences(self, ends: Iterable[int]) -> Iterator[Passage]:
        """Sentence by sentence those in which there is something; the sentences end there, in order."""
        bounds = self._bounds
        later = iter((*ends, sys.maxsize))
        met: list[Met] = []
        start, until, end = 0, 0, next(later)
        for each in self.met:
            _, first, last = each
            while bounds[first + first] > end:
                if until <= end:
                    if met:
                        yield Passage(met, bounds, start, end)
                        met = []
                    start = end
                end = next(later)
            met.append(each)
            if last > first:
                until = max(until, bounds[last + last + 1])
        if met:
            yield Passage(met, bounds, start, self.end)


class _Joins(dict[bytes, bool]):
    """Whether the next word may be of one sequence with the one before, by what stands between them."""

    def __missing__(self, between: bytes) -> bool:
        joins = _JOINS.fullmatch(between) is not None
        if joins:
            self[between] = True
        return joins


class Lexicon:
    """The sequences of all parts."""

    def __init__(self) -> None:
        self._first = _Step()
        self._root = State(())
        self._states: dict[tuple[frozenset[_Step], frozenset[_Step]], State] = {}
        self._pattern: dict[str, int] = {}
        self._literal: dict[bytes, int] = {}
        self._alike: dict[bytes, _Alike] = defaultdict(_Alike)
        self._met: dict[bytes, frozenset[int]] = {}
        self._joins = _Joins()
        self._remembered = 0

    def add(self, words: Sequence[str], part: int) -> None:
        """A sequence of words, each RE2, of a part. All must be added before `compile`."""
        step = self._first
        for word in words:
            if word == ANY:
                step.any = step.any or _Step()
                step = step.any
            else:
                number = self._pattern.setdefault(word, len(self._pattern))
                step = step.further.setdefault(number, _Step())
        if part not in step.parts:
            step.parts += (part,)

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
        self._root = State((self._first,))

    def said(self, folded: bytes) -> Passage:
        """What of the sequences is in a text."""
        pieces = _WORD.split(folded)
        words = pieces[1::2]
        joined = [*map(self._joins.__getitem__, pieces[2:-1:2]), False]
        first = self._root.further
        met: list[Met] = []
        for at, word in enumerate(words):
            state = first[word] if word in first else self._onward(self._root, word)
            last = at
            while state is not None:
                if state.parts:
                    met.append((state, at, last))
                if not (state.leads and joined[last]):
                    break
                last += 1
                leads, word = state.further, words[last]
                state = leads[word] if word in leads else self._onward(state, word)
        return Passage(met, list(accumulate(map(len, pieces))), 0, len(folded))

    def _onward(self, state: State, word: bytes) -> State | None:
        """Where a word that was not met there yet leads."""
        if self._remembered >= _REMEMBERED:
            self._remembered = 0
            self._states, self._met = {}, {}
            self._root = State((self._first,))
        self._remembered += 1
        patterns = self._matched(word)
        steps = (*state.reached, *state.skipped)
        reached = frozenset(each for step in steps for each in step.onward(patterns))
        skipped = frozenset(state.reached if word in _FILLERS and state is not self._root else ())
        onward = None
        if reached or skipped:
            onward = self._states.setdefault((reached, skipped), State(reached, skipped))
        state.further[word] = onward
        return onward

    def _matched(self, word: bytes) -> frozenset[int]:
        """The patterns a word matches; "103.5" also those of 103."""
        found = self._met.get(word)
        if found is None:
            both = {word, word.split(b".")[0]}
            found = self._met[word] = frozenset().union(*map(self._matching, both))
        return found

    def _matching(self, word: bytes) -> set[int]:
        found = {self._literal[word]} if word in self._literal else set()
        for first in {word[:1], b""}:
            if first in self._alike:
                found |= self._alike[first].of(word)
        return found
