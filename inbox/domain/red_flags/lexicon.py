"""The word sequences of all patterns, looked up along a text.

A tree of words: each step down is one more word. Words of a text lead along many branches at once; all steps
that are reached together are one state. Which state a word leads to is worked out when it is first met and
remembered, so that reading a text is a look-up or two a word, however many rules there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain
from operator import attrgetter, or_

import re2

from inbox.domain.red_flags.variants import ANY
from inbox.domain.red_flags.wording import OPTIONS
from inbox.domain.red_flags.words import Words

Span = tuple[int, int]
Stretch = tuple[int, int, tuple[Span, ...]]
"""Start, end, and what in between is not part of what was found."""
Worth = tuple[int, int]
"""The number of something worth trying, and the further parts that it needs, as bits."""

_REMEMBERED = 200_000
"""Words met after others: more than the patients of one clinic use; then it begins anew."""
_LITERAL = re.compile(r"[a-z0-9]+")
_BEGINNING = re.compile(r"[a-z](?![?*+{])")
_FILLERS = frozenset(
    b"really very so quite pretty rather kinda sorta just like literally totally actually extremely".split()
)
"""Words that may stand within a sequence without changing it."""


_ENDS_HERE: dict[int, _Step] = {}
"""Where a sequence ends no word leads on: most steps are such, and share this, which stays empty."""


class _Step:
    """How far a sequence has come: the parts that end here, and the words that lead on."""

    __slots__ = ("any", "further", "parts")

    def __init__(self) -> None:
        self.parts: tuple[int, ...] = ()
        self.further: dict[int, _Step] = _ENDS_HERE
        """By the pattern of the next word."""
        self.any: _Step | None = None
        """Where any word leads."""

    def onward(self, patterns: frozenset[int]) -> list[_Step]:
        """Where a word that matches these patterns leads."""
        by_any = [self.any] if self.any else []
        return by_any + [self.further[number] for number in self.further.keys() & patterns]


class State:
    """The steps that some words have led to, and where each next word leads, as far as it was met."""

    __slots__ = ("further", "leads", "mask", "parts", "reached", "skipped", "worth")

    def __init__(self, reached: Iterable[_Step], skipped: Iterable[_Step], lexicon: Lexicon) -> None:
        self.reached = tuple(reached)
        self.skipped = tuple(skipped)
        """Reached before a word that may stand within a sequence without changing it."""
        self.parts = frozenset(part for step in self.reached for part in step.parts)
        self.mask = sum(1 << part for part in self.parts)
        self.worth = lexicon.worth(self.parts)
        self.leads = any(step.further or step.any for step in (*self.reached, *self.skipped))
        self.further = _Further(self, lexicon)


class _Further(dict[bytes, State]):
    """The state after each next word; worked out when the word is first met there."""

    __slots__ = ("_lexicon", "_state")

    def __init__(self, state: State, lexicon: Lexicon) -> None:
        self._state = state
        self._lexicon = lexicon

    def __missing__(self, word: bytes) -> State:
        return self._lexicon.onward(self._state, word)


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


_Met = tuple[State, int, int]
"""A state, and the numbers of the first and of the last word that led to it."""
_MASK = attrgetter("mask")
_WORTH = attrgetter("worth")


class Passage:
    """What of the sequences is in a sentence, in several that a sequence goes across, or in a whole text."""

    __slots__ = ("_alone", "_bounds", "_first", "_found", "_longer", "_mask", "end", "start")

    def __init__(
        self,
        alone: list[State],
        first: int,
        longer: list[_Met],
        bounds: Sequence[int],
        span: Span,
    ) -> None:
        self._alone = alone
        """Where each single word leads, from the word numbered `first` on."""
        self._first = first
        self._longer = longer
        """Where more words than one lead."""
        self._bounds = bounds
        self.start, self.end = span
        self._mask = -1
        self._found: dict[int, list[Stretch]] = {}

    @property
    def mask(self) -> int:
        """The parts there as bits."""
        if self._mask < 0:
            self._mask = reduce(or_, map(_MASK, self._alone), 0)
            for state, _, _ in self._longer:
                self._mask |= state.mask
        return self._mask

    @property
    def worth(self) -> list[Worth]:
        """What is worth trying here, by what the words are worth; the same may come twice."""
        found = [*chain.from_iterable(map(_WORTH, self._alone))]
        for state, _, _ in self._longer:
            found += state.worth
        return found

    def stretches(self, part: int) -> list[Stretch]:
        """Where a part is, in order."""
        if part not in self._found:
            self.look_for(frozenset((part,)))
        return self._found[part]

    def look_for(self, parts: frozenset[int]) -> None:
        """Find where these parts are, all at once."""
        bounds, found = self._bounds, self._found
        found.update({part: [] for part in parts})
        for at, state in enumerate(self._alone, self._first):
            for part in parts & state.parts:
                found[part].append((bounds[at + at], bounds[at + at + 1], ()))
        again: set[int] = set()
        for state, first, last in self._longer:
            here = parts & state.parts
            again |= here
            for part in here:
                found[part].append((bounds[first + first], bounds[last + last + 1], ()))
        for part in again:
            found[part].sort()

    def sentences(self, words: Words) -> Iterator[Passage]:
        """Sentence by sentence; those that a sequence goes across are one."""
        alone, longer = self._alone, self._longer
        start = low = at = begun = reached = 0
        for cut, end in zip(words.cuts, words.sentences.ends, strict=True):
            while at < len(longer) and longer[at][1] < cut:
                reached = max(reached, longer[at][2])
                at += 1
            if reached < cut < len(alone):
                if low < cut:
                    yield Passage(alone[low:cut], low, longer[begun:at], self._bounds, (start, end))
                start, low, begun = end, cut, at
        yield Passage(alone[low:], low, longer[begun:], self._bounds, (start, self.end))


class Lexicon:
    """The sequences of all parts."""

    def __init__(self) -> None:
        self._first = _Step()
        self.worth: Callable[[frozenset[int]], tuple[Worth, ...]] = lambda parts: ()
        self._nowhere = self._root = State((), (), self)
        self._states: dict[tuple[frozenset[_Step], frozenset[_Step]], State] = {}
        self._pattern: dict[str, int] = {}
        self._literal: dict[bytes, int] = {}
        self._alike: dict[bytes, _Alike] = defaultdict(_Alike)
        self._met: dict[bytes, frozenset[int]] = {}
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
                if step.further is _ENDS_HERE:
                    step.further = {}
                step = step.further.setdefault(number, _Step())
        if part not in step.parts:
            step.parts += (part,)

    def compile(self, worth: Callable[[frozenset[int]], tuple[Worth, ...]]) -> None:
        """Make the words ready to be looked up; `worth` says what is worth trying where parts are said."""
        self.worth = worth
        for pattern, number in self._pattern.items():
            if _LITERAL.fullmatch(pattern):
                self._literal[pattern.encode("ascii")] = number
            else:
                first = pattern[:1] if _BEGINNING.match(pattern) else ""
                self._alike[first.encode("ascii")].add(pattern, number)
        for each in self._alike.values():
            each.compile()
        self._pattern.clear()  # each has its number: none is added any more
        self._root = State((self._first,), (), self)

    def said(self, text: Words) -> Passage:
        """What of the sequences is in a text."""
        words, joined, nowhere = text.words, text.joined, self._nowhere
        alone = [*map(self._root.further.__getitem__, words)]
        longer: list[_Met] = []
        for at, (state, joins) in enumerate(zip(alone, joined, strict=False)):
            last = at
            while joins and state.leads:
                last += 1
                state = state.further[words[last]]
                if state is nowhere:
                    break
                if state.parts:
                    longer.append((state, at, last))
                joins = joined[last]
        return Passage(alone, 0, longer, text.bounds, (0, len(text.text)))

    def onward(self, state: State, word: bytes) -> State:
        """Where a word that was not met there yet leads; remembered there."""
        if self._remembered >= _REMEMBERED:
            self._remembered = 0
            self._states, self._met = {}, {}
            self._root = State((self._first,), (), self)
        self._remembered += 1
        patterns = self._matched(word)
        steps = (*state.reached, *state.skipped)
        reached = frozenset(each for step in steps for each in step.onward(patterns))
        skipped = frozenset(state.reached if word in _FILLERS and self._first not in state.reached else ())
        onward = self._nowhere
        if reached or skipped:
            key = reached, skipped
            onward = self._states.get(key) or self._states.setdefault(key, State(reached, skipped, self))
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
