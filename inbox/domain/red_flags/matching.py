"""Finding what rules speak of: every part in one pass, then those that stand near enough together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import re2

from inbox.domain.red_flags.lexicon import Lexicon, Passage, Stretch, Worth
from inbox.domain.red_flags.wording import GAP, OPTIONS, Part, Wording, searched_for
from inbox.domain.red_flags.words import Words

_NEAREST = 2
"""Of what comes after something: the nearest may be the one that is denied."""
_LETTERS = re.compile(r"[a-z0-9]+")
_EVERYDAY = frozenset(
    _LETTERS.findall(
        "a about after again all am an and are as at back be been being but by can cant could day days did "
        "do does doing dont down for from get getting go goes going got had has hasnt have havent having he "
        "her hes him his hour hours how i if im in into is isnt it its ive just last like me more my no not "
        "nothing now of off on one only or out over s she shes since so some something start started "
        "starting take taken taking that the them then there they this though to today too took two up was "
        "wasnt we week weeks went were when while will with without wont you your w d"
    )
)
"""Words that stand in nearly every message."""
_AS_OFTEN = 100


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The sides of a wording, each with how far on a part may be and its number in `Parts`; all numbers."""

    sides: tuple[tuple[tuple[int, int], ...], ...]
    alone: int
    """The number of its only part; -1 where there are more."""
    parts: frozenset[int]
    mask: int
    """The numbers as bits."""


class Parts:
    """The parts of all patterns, each made ready once however many rules use it."""

    def __init__(self) -> None:
        self._number: dict[Part, int] = {}
        self._ways: list[int] = []
        self.lexicon = Lexicon()
        self._filter = re2.Filter()
        self._searched: list[int] = []
        self._signs: dict[int, tuple[bytes, ...]] = {}
        """For each way to say a part that is searched for, a sign without which it is not there."""
        self._regexps: dict[int, re2._Regexp] = {}

    def added(self, wordings: Iterable[Wording]) -> tuple[Pattern, ...]:
        """These wordings by the numbers of their parts. All must be added before `compile`."""
        return tuple(self._pattern(each) for each in wordings)

    def _pattern(self, wording: Wording) -> Pattern:
        sides = tuple(tuple((reach, self._numbered(part)) for reach, part in side) for side in wording)
        parts = frozenset(part for side in sides for _, part in side)
        alone = sides[0][0][1] if sum(map(len, sides)) == 1 else -1
        return Pattern(sides, alone, parts, sum(1 << part for part in parts))

    def _numbered(self, part: Part) -> int:
        if part not in self._number:
            number = self._number[part] = len(self._number)
            self._ways.append(sum(map(_ways, part.words)) + _AS_OFTEN * len(part.searched))
            for words in part.words:
                self.lexicon.add(words, number)
            if part.searched:
                self._filter.Add(searched_for(part.searched).encode("ascii"), OPTIONS)
                self._searched.append(number)
                self._signs[number] = tuple(map(_sign, part.searched))
        return self._number[part]

    def ways(self, part: int) -> int:
        """In how many ways a part is said, those of everyday words alone counted as many."""
        return self._ways[part]

    def compile(self, worth: Callable[[frozenset[int]], tuple[Worth, ...]] = lambda parts: ()) -> None:
        """Make them ready to be looked for; `worth` says what is worth trying where some are said."""
        self.lexicon.compile(worth)
        if self._searched:
            self._filter.Compile()
        self._regexps = {number: self._filter.re(at) for at, number in enumerate(self._searched)}
        self._number.clear()  # all the words there are, which the lexicon has by now

    def every(self) -> Sequence[int]:
        """All parts that have to be searched for: what `to_search` chooses from."""
        return self._searched

    def to_search(self, folded: bytes) -> set[int]:
        """The parts worth searching a text for, by the fixed letters and signs in them."""
        if not self._searched:
            return set()
        parts = {self._searched[at] for at in self._filter.Match(folded, True)}
        return {part for part in parts if any(map(folded.__contains__, self._signs[part]))}

    def searched(self, part: int, folded: bytes) -> list[Stretch]:
        """Where a part that is searched for is in a text, in order, not overlapping."""
        return [(*found.span(), ()) for found in self._regexps[part].finditer(folded)]


Match = Stretch
"""Where a pattern is, and what lies between its parts."""
_END = itemgetter(1)
_CLASS = re.compile(r"\(\?:\[[^\]]*\](?:\{[0-9,]+\})?\)\??|\[[^\]]*\](?:\{[0-9,]+\})?")
_SIGN = re.compile(r"(?:\\\+|[%/])(?![?*{])")


def _sign(searched: str) -> bytes:
    """A sign without which this is in no text, or nothing: RE2's own filter does not look at single signs."""
    plain = _CLASS.sub("", searched)
    found = None if "(" in plain else _SIGN.search(plain)
    return found[0][-1:].encode("ascii") if found else b""


def _ways(words: tuple[str, ...]) -> int:
    return _AS_OFTEN if all(_EVERYDAY.issuperset(_LETTERS.findall(word)) for word in words) else 1


class Found:
    """What of the parts is in one text. Each is looked for when first asked for, once."""

    def __init__(self, parts: Parts, words: Words) -> None:
        self.sentences = words.sentences
        self.text = words.text
        self._parts = parts
        self._whole = parts.lexicon.said(words)
        self.passages = [*self._whole.sentences(words)]
        """Sentence by sentence what is said."""
        self.to_search = parts.to_search(self.text)
        self.searched = sum(1 << part for part in self.to_search)
        """The parts that may be there, as bits: nobody has looked yet where."""
        self._searches: dict[int, list[Stretch]] = {}
        self._of: dict[tuple[Pattern, Passage], list[Match]] = {}

    def of(self, pattern: Pattern, passage: Passage | None = None) -> list[Match]:
        """Where a pattern is in a passage, or in all the text, in order, in time proportional to it."""
        where = passage or self._whole
        if pattern.mask & (where.mask | self.searched) != pattern.mask:
            return []
        found = self._of.get((pattern, where))
        if found is None:
            found = self._of[pattern, where] = self.tried(pattern, where)
        return found

    def near(self, pattern: Pattern, low: int, high: int) -> Iterator[Match]:
        """Where a pattern is between two places."""
        where: Iterable[Passage] = [self._whole]
        if not pattern.mask & self.searched:
            where = (each for each in self.passages if each.start <= high and low <= each.end)
        for passage in where:
            for match in self.of(pattern, passage):
                if low <= match[0] and match[1] <= high:
                    yield match

    def tried(self, pattern: Pattern, passage: Passage | None) -> list[Match]:
        """The same for what is worth trying there: nobody asks whether its parts are."""
        where = passage or self._whole
        if pattern.alone >= 0:
            return self._part(pattern.alone, where)
        found = self._in_order(pattern.sides[0], where)
        for side in pattern.sides[1:]:
            if not found:
                break
            others = self._in_order(side, where)
            found = sorted({*self._followed(found, others, GAP), *self._followed(others, found, GAP)})
        return found

    def _in_order(self, side: tuple[tuple[int, int], ...], where: Passage) -> list[Stretch]:
        found = self._part(side[0][1], where)
        for reach, part in side[1:]:
            if not found:
                break
            found = sorted(self._followed(found, self._part(part, where), reach))
        return found

    def _part(self, part: int, where: Passage) -> list[Stretch]:
        found = where.stretches(part)
        if part in self.to_search:
            return sorted({*found, *self._searched(part, where)})
        return found

    def searched_in(self, where: Passage) -> list[int]:
        """The parts that have to be searched for, and are in a passage."""
        return [part for part in self._searched_and_there if any(True for _ in self._searched(part, where))]

    @cached_property
    def _searched_and_there(self) -> list[int]:
        return [part for part in self.to_search if any(True for _ in self._searched(part, self._whole))]

    def _searched(self, part: int, where: Passage) -> Iterator[Stretch]:
        if part not in self._searches:
            self._searches[part] = self._parts.searched(part, self.text)
        return (each for each in self._searches[part] if where.start <= each[0] <= where.end)

    def _followed(self, firsts: list[Stretch], seconds: list[Stretch], reach: int) -> list[Stretch]:
        """The stretches from a first to one of the seconds that come near after it in its sentence."""
        found: list[Stretch] = []
        last = len(seconds)
        at = 0
        for start, end, gaps in sorted(firsts, key=_END) if len(firsts) > 1 else firsts:
            while at < last and seconds[at][0] < end:
                at += 1
            for begins, ends, others in seconds[at : at + _NEAREST]:
                if begins - end > reach or not self.sentences.same(end, begins):
                    break
                found.append((start, ends, (*gaps, (end, begins), *others)))
        return found
