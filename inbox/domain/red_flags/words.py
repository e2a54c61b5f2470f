"""The words of a folded text: taken apart once, for all that is looked up in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from inbox.domain.red_flags.sentences import Sentences

_WORD = re.compile(rb"([0-9]+(?:\.[0-9]+)?[a-z0-9]*|[a-z][a-z0-9]*)")
_JOINS = re.compile(rb"[\s,:/%-]{1,3}")
"""What may stand between two words of a sequence."""
_SHORT = 2
"""Characters of what is remembered whether it joins or not: there are only so many such."""


class _Joins(dict[bytes, bool]):
    """Whether the next word may be of one sequence with the one before, by what stands between them."""

    def __missing__(self, between: bytes) -> bool:
        joins = _JOINS.fullmatch(between) is not None
        if joins or len(between) <= _SHORT:
            self[between] = joins
        return joins


_JOINED = _Joins()


class Words:
    """The words of one text, in order, and its sentences."""

    __slots__ = ("bounds", "cuts", "joined", "sentences", "text", "words")

    def __init__(self, folded: bytes) -> None:
        pieces = _WORD.split(folded)
        self.text = folded
        self.words = pieces[1::2]
        self.joined = [*map(_JOINED.__getitem__, pieces[2:-1:2]), False]
        """Whether a sequence may go on after each word."""
        self.bounds = [*accumulate(map(len, pieces))]
        """Where each word begins, where it ends, where the next begins, and so on."""
        self.sentences = Sentences(folded)
        starts = self.bounds[:-1:2]
        self.cuts = [bisect_right(starts, end) for end in self.sentences.ends]
        """The number of the first word after the end of each sentence."""
