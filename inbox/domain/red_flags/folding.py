"""Messy typing made comparable: small ASCII letters, no apostrophes, common misspellings put right.

Every character of the folded text knows where it came from, so that a span found in it is a span of the
text as the patient wrote it, whatever the script, the accents or the spelling. Numbers that measure nothing
(`numbers`) become one sign that no rule speaks of.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from inbox.domain.red_flags.numbers import naming
from inbox.domain.red_flags.words import Words

_DROPPED = re.compile("(?:['’‘ʼ`´]|‚Äô|â€™)([sS]\\b)?|[\u00ad\u0300-\u036f\u200b-\u200d\ufe0e\ufe0f\ufeff]")
"""Apostrophes, also as a wrong character set leaves them; marks that combine; characters of no width."""
_DROPPED_ASCII = re.compile("['`]([sS]\\b)?")
"""The same in a text that is all ASCII, as most are: found ten times as fast."""
_SHORTEST_OWNER = 4
"""Of a longer word the s after an apostrophe goes too ("the catheter's blocked"), but "he's" stays "hes"."""
_TRAILING = re.compile("[\u0300-\u036f\u200d\ufe0e\ufe0f]*")
_LETTERS = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))
"""Everything else becomes a blank: the quickest way to the words of a text."""
_LATEST = 4
"""Texts of which the folding is remembered: red flags are looked for, then what is asked for."""
OTHER = "~"
"""Stands for a character that no rule speaks of."""


class _Fold(dict[int, str]):
    """One ASCII character for each code point, worked out when first met."""

    def __missing__(self, code: int) -> str:
        plain = [c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c)]
        folded = plain[0].lower() if len(plain) == 1 else OTHER
        if len(folded) != 1 or not folded.isascii():
            folded = OTHER
        self[code] = folded
        return folded


_FOLD = _Fold({ord(odd): plain for odd, plain in zip("–—‐‑“”„…ºßøłđı×½", '----""".~soldix~', strict=True)})


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each stretch of an edited text came from: its start there, its old start, its old end."""

    new: list[int]
    old: list[int]
    until: list[int]
    whole: list[bool]
    """True for a replaced word: any part of it stands for all of it."""

    def start(self, at: int) -> int:
        k = bisect_right(self.new, at) - 1
        return self.old[k] if self.whole[k] else self.old[k] + at - self.new[k]

    def end(self, at: int) -> int:
        k = bisect_right(self.new, at - 1) - 1
        return self.until[k] if self.whole[k] else self.old[k] + at - self.new[k]


def _edited(text: str, edits: list[tuple[int, int, str]]) -> tuple[str, _Places]:
    """The text with stretches `[start, end)` replaced, and where the result came from."""
    pieces: list[str] = []
    places = _Places([], [], [], [])
    at = length = 0

    def add(piece: str, start: int, end: int, whole: bool) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            places.new.append(length)
            places.old.append(start)
            places.until.append(end)
            places.whole.append(whole)
            length += len(piece)

    for start, end, instead in edits:
        add(text[at:start], at, start, False)
        add(instead, start, end, True)
        at = end
    add(text[at:], at, len(text), False)
    return "".join(pieces), places


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as rules read it."""

    original: str
    ascii: bytes
    words: Words
    """Of the folded text."""
    _edits: tuple[_Places, ...]
    """In the order they were made."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original that `ascii[start:end]`, not empty, came from."""
        for places in reversed(self._edits):
            start, end = places.start(start), places.end(end)
        if not self.original[end : end + 1].isascii() and (trailing := _TRAILING.match(self.original, end)):
            end = trailing.end()
        return start, end


def _dropped_until(text: str, found: re.Match[str]) -> int:
    """Where a dropped stretch ends: with the s of a word that is long enough, or before it."""
    at = found.start()
    if found[1] and (at < _SHORTEST_OWNER or not text[at - _SHORTEST_OWNER : at].isalnum()):
        return found.start(1)
    return found.end()


def _whole(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a word stands by itself."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at, end
        at = text.find(word, end)


class _Small(NamedTuple):
    """A text in small letters without apostrophes, its words, and where it came from."""

    text: str
    words: list[str]
    edits: tuple[_Places, ...]


def fold(text: str, spelling: Mapping[str, str]) -> Folded:
    """Fold a text; `spelling` gives the right word for each misspelling (both folded).

    A text without any is folded once for whoever reads it next, with another spelling, too.
    """
    small = _small(text)
    if spelling.keys().isdisjoint(small.words):
        return _well_spelt(text)
    misspelt = spelling.keys() & small.words
    wrong = sorted((*span, spelling[word]) for word in misspelt for span in _whole(word, small.text))
    right, places = _edited(small.text, wrong)
    return _folded(text, right, (*small.edits, places))


@lru_cache(maxsize=_LATEST)
def _small(text: str) -> _Small:
    signs = _DROPPED_ASCII if text.isascii() else _DROPPED
    dropped = [(m.start(), _dropped_until(text, m), "") for m in signs.finditer(text)]
    small, edits = text, list[_Places]()
    if dropped:
        small, places = _edited(text, dropped)
        edits.append(places)
    small = small.lower() if small.isascii() else small.translate(_FOLD)
    return _Small(small, small.encode("ascii").translate(_LETTERS).decode("ascii").split(), tuple(edits))


@lru_cache(maxsize=_LATEST)
def _well_spelt(text: str) -> Folded:
    small = _small(text)
    return _folded(text, small.text, small.edits)


def _folded(original: str, right: str, edits: tuple[_Places, ...]) -> Folded:
    names = [(*span, OTHER) for span in naming(right)]
    if names:
        right, places = _edited(right, names)
        edits = (*edits, places)
    folded = right.encode("ascii")
    return Folded(original, folded, Words(folded), edits)
