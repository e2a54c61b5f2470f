"""Where the sentences of a folded text end, as patients type them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_AROUND = 160
"""Characters before and after something, within its sentence, in which its time and its person are said."""
_FULL_LINE = 60
"""A longer line that ends in the middle of a sentence was broken by a program, not by its writer."""
_NO_END = "".join(
    rf"(?<!{word}\.)"
    for word in (r"\.", r"\bdr", r"\bmr", r"\bmrs", r"\bms", r"\bvs", r"\bapprox", r"\b[a-z]")
)
"""A dot after these ends no sentence: an ellipsis, a title, a letter of "a.m."."""
_ENDS = re.compile(rf"[!?.\n](?:(?<=[!?])[!?]*|(?<=\.)(?=\s|$){_NO_END}|(?<=\n))".encode())
"""Begins with the signs themselves: so they are found three times as fast."""
_NEW_LINE = ord("\n")
_CLAUSE_ENDS = (b"; ", b" - ")


class Sentences:
    """The sentences of one text."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.ends: list[int] = []
        """Where they end, in order."""
        self._around: dict[tuple[int, int], tuple[int, int]] = {}
        line = 0
        for found in _ENDS.finditer(text):
            at = found.start()
            if text[at] == _NEW_LINE:
                wrapped = at - line >= _FULL_LINE and text[at - 1 : at].isalnum()
                line = at + 1
                if wrapped:
                    continue
            self.ends.append(at)

    def same(self, first: int, second: int) -> bool:
        """Whether no sentence ends between two places, of which the second comes later."""
        at = bisect_left(self.ends, first)
        return at == len(self.ends) or self.ends[at] >= second

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause around a match begins and ends, as far as it is looked at."""
        found = self._around.get((start, end))
        if found is None:
            found = self._around[start, end] = self._clause(start, end)
        return found

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        before, after = bisect_right(self.ends, start - 1), bisect_left(self.ends, end)
        low, high = max(0, start - _AROUND), min(len(self._text), end + _AROUND)
        if before:
            low = max(low, self.ends[before - 1] + 1)
        if after < len(self.ends):
            high = min(high, self.ends[after])
        marks = [at + len(mark) for mark in _CLAUSE_ENDS if (at := self._text.rfind(mark, low, start)) >= 0]
        stop = self._text.find(b";", end, high)
        return max(marks, default=low), stop if stop >= 0 else high
