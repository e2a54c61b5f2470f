"""Which patterns are worth trying in which sentence, by the words in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from inbox.domain.red_flags.lexicon import Passage, Worth
from inbox.domain.red_flags.matching import Found, Parts, Pattern
from inbox.domain.red_flags.wording import Vocabulary, any_of

Meant = TypeVar("Meant")
"""What the patterns stand for: a rule, a sign."""
_NO_PARTS: frozenset[int] = frozenset()


class Sieve(Generic[Meant]):
    """All patterns with what each of them means; few of them get through to a given sentence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.parts = Parts()
        self._all: list[tuple[Meant, Pattern]] = []
        self._by_part: dict[int, list[int]] = defaultdict(list)
        """Each pattern by that of its parts which is said in the fewest ways: the likeliest to be missing."""

    def added(self, written: tuple[str, ...]) -> tuple[Pattern, ...]:
        """These patterns, ready to be matched. All must be added before `compile`."""
        return self.parts.added(any_of(written, self._vocabulary))

    def look_for(self, meant: Meant, patterns: Sequence[Pattern]) -> None:
        """Let these patterns be found by what is said; they must have been added."""
        for pattern in patterns:
            self._by_part[min(pattern.parts, key=self.parts.ways)].append(len(self._all))
            self._all.append((meant, pattern))

    def compile(self) -> None:
        """Make all of it ready."""
        self.parts.compile(self._worth)

    def every(self) -> Sequence[tuple[Meant, Pattern]]:
        """All there is, each with one of its patterns: what the others choose from."""
        return self._all

    def in_text(self, found: Found) -> Iterator[tuple[Meant, Pattern, Passage | None]]:
        """What is worth trying, in the order of `every`, and where.

        No passage: in the whole text, since it was not looked yet where a part is that is searched for.
        """
        worth: dict[int, list[Passage | None]] = {}
        for passage in found.passages:
            if tried := passage.worth:
                there = _all_there(tried, passage.mask | found.searched)
                self._look_for(there, passage)
                for number in there:
                    worth.setdefault(number, []).append(passage)
        for part in found.to_search:
            worth.update((number, [None]) for number in self._by_part.get(part, ()))
        for number in sorted(worth):
            meant, pattern = self._all[number]
            for where in worth[number]:
                yield meant, pattern, where

    def by_sentence(self, found: Found) -> Iterator[tuple[Meant, Pattern, Passage]]:
        """What is worth trying, sentence by sentence, in each in the order of `every`."""
        for passage in found.passages:
            tried = passage.worth
            searched = found.searched_in(passage)
            if searched:
                tried += self._worth(searched)
            if tried:
                there = passage.mask | sum(1 << part for part in searched)
                worth = _all_there(tried, there)
                self._look_for(worth, passage)
                for number in sorted(worth):
                    meant, pattern = self._all[number]
                    yield meant, pattern, passage

    def _look_for(self, worth: Iterable[int], passage: Passage) -> None:
        """Look where the parts of all these are, at once."""
        if parts := _NO_PARTS.union(*(self._all[number][1].parts for number in worth)):
            passage.look_for(parts)

    def _worth(self, parts: Iterable[int]) -> tuple[Worth, ...]:
        """The patterns to be tried where these parts are said: each with what else it needs."""
        return tuple(
            (number, self._all[number][1].mask & ~(1 << part))
            for part in parts
            for number in self._by_part.get(part, ())
        )


def _all_there(tried: Iterable[Worth], there: int) -> set[int]:
    return {number for number, needed in tried if needed & there == needed}
