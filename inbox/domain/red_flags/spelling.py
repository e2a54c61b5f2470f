"""How words are mistyped: the misspellings listed for each word, and one slip of a finger in a long one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

_SLIPS_FROM = 5
"""A shorter word is one slip away from too many others."""
_VOWELS = "aeiou"


def slips(word: str) -> Iterator[str]:
    """The word with one letter lost, doubled or halved, two neighbours swapped, or a vowel mistaken.

    The first letter is never touched: people seldom miss it, and "selling" is no "swelling".
    """
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i] + word[i:]
        if i + 1 < len(word):
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        if word[i] in _VOWELS:
            yield from (word[:i] + vowel + word[i + 1 :] for vowel in _VOWELS if vowel != word[i])


def misspellings(words: Mapping[str, Sequence[str]], real: Sequence[str]) -> dict[str, str]:
    """The right word for each misspelling: those listed, and slips that are no `real` word."""
    right = {wrong: word for word in words for wrong in slips(word) if len(word) >= _SLIPS_FROM}
    right |= {wrong: word for word, listed in words.items() for wrong in listed}
    for word in (*words, *real):
        right.pop(word, None)
    return right
