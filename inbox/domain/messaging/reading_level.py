"""How hard a text is to read, as a school grade of the United States.

The Flesch–Kincaid grade level: 0.39 × words per sentence + 11.8 × syllables per word − 15.59.
Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, Derivation of New Readability Formulas
for Navy Enlisted Personnel, Research Branch Report 8-75, 1975. It is made for English.
"""

from __future__ import annotations

import re
from functools import lru_cache

NAME = "Flesch\N{EN DASH}Kincaid"
LEAST_WORDS = 20
"""A shorter text has no grade worth saying."""

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyáéíóúäöü]+")


def grade(text: str) -> float | None:
    """The grade of `text`, never below 0; None when it is too short to tell."""
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    syllables = sum(map(_syllables, words))
    return max(0.0, 0.39 * len(words) / max(sentences, 1) + 11.8 * syllables / len(words) - 15.59)


@lru_cache(4096)
def _syllables(word: str) -> int:
    """As they are heard: groups of vowels, without a silent e at the end; at least one."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ye"))
    ends_mute = word.endswith("ed") and not word.endswith(("ted", "ded"))
    return max(count - (silent or ends_mute), 1)
