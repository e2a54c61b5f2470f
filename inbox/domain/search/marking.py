"""Where words that were looked for stand in a text, by the rules of the index.

Words are runs of letters and digits; case and accents make no difference. All positions are of the text as it
is given, end-exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

Span = tuple[int, int]

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_AROUND = 12
"""Letters that an excerpt shows before the first word found: few, as it stands in a narrow list."""


class Term(msgspec.Struct, frozen=True):
    """Words that stand side by side; of one that is a `beginning` the last may go on."""

    words: tuple[str, ...]
    """Folded."""
    beginning: bool = False
    typed: str = ""
    """The words as they were typed: the index folds a few letters its own way."""

    def spans(self, text: str) -> list[Span]:
        """Where it stands in `text`."""
        found = [(fold(match[0]), match.span()) for match in _WORD.finditer(text)]
        many = len(self.words)
        return [
            (found[at][1][0], found[at + many - 1][1][1])
            for at in range(len(found) - many + 1)
            if self._is([word for word, _ in found[at : at + many]])
        ]

    def _is(self, words: Sequence[str]) -> bool:
        *first, last = self.words
        if list(words[:-1]) != first:
            return False
        return words[-1].startswith(last) if self.beginning else words[-1] == last


class Excerpt(msgspec.Struct, frozen=True):
    """The part of a text in which something was found, on one line."""

    text: str
    marks: tuple[Span, ...] = ()


def term(text: str, beginning: bool = False) -> Term | None:
    """The words of `text` side by side; None where it has none."""
    typed = _WORD.findall(text)
    return Term(tuple(map(fold, typed)), beginning, " ".join(typed)) if typed else None


def fold(text: str) -> str:
    """`text` as the index compares it: small letters without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, folded."""
    return tuple(fold(word) for word in _WORD.findall(text))


def marks(terms: Iterable[Term], text: str) -> tuple[Span, ...]:
    """Where any of `terms` stands in `text`, in order, none over another."""
    found: list[Span] = []
    for start, end in sorted(span for term in terms for span in term.spans(text)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def excerpt(terms: Sequence[Term], text: str, before: str = "", most: int = 200) -> Excerpt | None:
    """The line of `text` around the first word found, after `before`; None when nothing stands in it."""
    line = " ".join(text.split())
    found = marks(terms, line)
    if not found:
        return None
    start = max(0, found[0][0] - _AROUND)
    if start:
        start = line.rfind(" ", 0, start + 1) + 1
    lead = before + ("… " if start else "")
    shown = line[start : start + most]
    inside = ((a - start + len(lead), b - start + len(lead)) for a, b in found if b <= start + most)
    return Excerpt(lead + shown, tuple(inside))
