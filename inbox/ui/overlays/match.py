"""How letters typed into a field find a title, and which of its letters they are."""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from typing import NamedTuple


class Fit(IntEnum):
    """How well a title fits, the best first."""

    PREFIX = 0  # it begins so
    WORD = 1  # a word of it begins so
    INITIALS = 2  # words of it begin with these letters, in order
    INSIDE = 3
    SCATTERED = 4  # the letters are there, in order


class Match(NamedTuple):
    """A title that fits, and the places of its letters that were typed."""

    fit: Fit
    marks: tuple[int, ...]


def match(typed: str, title: str) -> Match | None:
    """How `typed` finds `title`; None when it does not. Case, accents and outer spaces do not count.

    Nothing typed fits everything. Spaces inside count only where the title has them too.
    """
    wanted, there = fold(typed.strip()), fold(title)
    if not wanted:
        return Match(Fit.PREFIX, ())
    at = there.find(wanted)
    if at == 0:
        return Match(Fit.PREFIX, tuple(range(len(wanted))))
    starts = _word_starts(there)
    word = next((start for start in starts if there.startswith(wanted, start)), -1)
    if word >= 0:
        return Match(Fit.WORD, tuple(range(word, word + len(wanted))))
    letters = wanted.replace(" ", "")
    if initials := _scattered(letters, there, starts):
        return Match(Fit.INITIALS, initials)
    if at > 0:
        return Match(Fit.INSIDE, tuple(range(at, at + len(wanted))))
    if scattered := _scattered(letters, there, range(len(there))):
        return Match(Fit.SCATTERED, scattered)
    return None


def fold(text: str) -> str:
    """`text` without case and accents, letter for letter, so that places stay what they are."""
    return "".join(unicodedata.normalize("NFD", letter)[0].casefold()[0] for letter in text)


def _word_starts(text: str) -> list[int]:
    return [n for n, letter in enumerate(text) if letter.isalnum() and (n == 0 or not text[n - 1].isalnum())]


def _scattered(letters: str, text: str, places: range | list[int]) -> tuple[int, ...]:
    """The first of `places` where each letter stands, in order; empty when one does not."""
    found: list[int] = []
    left = iter(places)
    for letter in letters:
        at = next((place for place in left if text[place] == letter), None)
        if at is None:
            return ()
        found.append(at)
    return tuple(found)
