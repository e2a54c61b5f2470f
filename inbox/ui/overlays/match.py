"""How letters typed into a field find a title, and which of its letters they are.

Scored as fzf scores (junegunn/fzf, `src/algo/algo.go`, FuzzyMatchV2), with its figures: a letter found is
worth 16, more at the beginning of a word and twice as much more for the first letter; letters in a run
inherit what its first was worth; a gap costs 3 and each further letter of it 1. The best alignment counts,
not the first. Words typed with blanks between them are looked for each by itself, in any order.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

_FOUND: Final = 16
_GAP, _LONGER_GAP = -3, -1
_BEGINNING, _AFTER_BLANK = 8, 10
_RUN: Final = 4
_FIRST: Final = 2


class Match(NamedTuple):
    """A title that fits: how well (more is better), and the places of its letters that were typed."""

    score: int
    marks: tuple[int, ...]


def match(typed: str, title: str) -> Match | None:
    """How `typed` finds `title`; None when it does not. Case and accents do not count.

    Nothing typed fits everything.
    """
    there = fold(title)
    found = [_aligned(word, there) for word in fold(typed).split()]
    if not all(found):
        return None
    kept = [one for one in found if one is not None]
    return Match(sum(one.score for one in kept), tuple(sorted({at for one in kept for at in one.marks})))


def begins_words(typed: str, text: str) -> bool:
    """Whether each word typed begins a word of `text`."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return all(any(word.startswith(wanted) for word in words) for wanted in fold(typed).split())


@lru_cache(maxsize=2048)  # the same few hundred titles at every letter that is typed
def fold(text: str) -> str:
    """`text` without case and accents, letter for letter, so that places stay what they are."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", letter)[0].casefold()[0] for letter in text)


class _Cell(NamedTuple):
    """The best way to have found the letters so far, the last of them here."""

    score: int
    run: int
    """What the first letter of the run was worth beyond being found."""
    before: int
    """Where the letter before was found; -1: there is none."""


def _aligned(letters: str, text: str) -> Match | None:
    """The best places of `letters` in `text`, in order."""
    worth = [_worth(text, at) for at in range(len(text))]
    rows: list[dict[int, _Cell]] = []
    for letter in letters:
        places = [at for at, sign in enumerate(text) if sign == letter]
        row = _further(rows[-1], places, worth) if rows else _begun(places, worth)
        if not row:
            return None
        rows.append(row)
    at = max(rows[-1], key=lambda place: (rows[-1][place].score, -place))
    score, marks = rows[-1][at].score, []
    for row in reversed(rows):
        marks.append(at)
        at = row[at].before
    return Match(score, tuple(reversed(marks)))


def _begun(places: list[int], worth: list[int]) -> dict[int, _Cell]:
    return {at: _Cell(_FOUND + _FIRST * worth[at], worth[at], -1) for at in places}


def _further(last: dict[int, _Cell], places: list[int], worth: list[int]) -> dict[int, _Cell]:
    """The next letter at each of `places`, after the best of the places where the last was found."""
    row: dict[int, _Cell] = {}
    for at in places:
        ways = []
        for before, cell in last.items():
            if before == at - 1:
                extra = max(worth[at], cell.run, _RUN)
                ways.append(_Cell(cell.score + _FOUND + extra, max(cell.run, worth[at]), before))
            elif before < at:
                gap = _GAP + _LONGER_GAP * (at - before - 2)
                ways.append(_Cell(cell.score + gap + _FOUND + worth[at], worth[at], before))
        if ways:
            row[at] = max(ways)
    return row


def _worth(text: str, at: int) -> int:
    """What a letter at this place is worth beyond being found: a word is remembered by how it begins."""
    if not text[at].isalnum():
        return 0
    if at == 0 or text[at - 1].isspace():
        return _AFTER_BLANK
    return 0 if text[at - 1].isalnum() else _BEGINNING
