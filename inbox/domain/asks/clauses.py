"""The clause around some words: as far as "I don't need …" reaches."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_REACH = 160
"""Characters before and after the words that a clause is taken to have at most."""
_TURNS = rb"i|im|id|ive|can|could|would|will|please|pls|is|are|do|what|when|how|why"
"""Words with which something new begins after a comma or an "and"."""
_ENDS = re.compile(
    rb"[.!?\n;:,](?:(?<=[.!?])(?=\s|$)|(?<=[\n;:])"
    rb"|(?<=,) (?:and |so |then |now |just )?(?=(?:" + _TURNS + rb"|may|does)\b))"
)
_JOINS = re.compile(
    rb" (?:but |(?:also|however|though|although|only) |- "
    rb"|and (?=(?:" + _TURNS + rb"|we|need|needs|complete|send|sign)\b))"
)
"""A sentence ends, or turns to something else: by a sign, by a word. Each begins with what is rare in a text,
which is found three times as fast as both at once."""


class Clauses:
    """The clauses of one folded text."""

    def __init__(self, text: bytes) -> None:
        bounds = sorted(found.span() for ends in (_ENDS, _JOINS) for found in ends.finditer(text))
        self._starts = [end for _, end in bounds]
        self._ends = [start for start, _ in bounds]
        self._length = len(text)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause that `text[start:end]` stands in begins and ends; several, where it runs on."""
        before, after = bisect_right(self._starts, start), bisect_left(self._ends, end)
        low = self._starts[before - 1] if before else 0
        high = self._ends[after] if after < len(self._ends) else self._length
        return max(low, start - _REACH), min(high, end + _REACH)
