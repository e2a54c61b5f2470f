"""The language rules are written in: RE2 with named words, and parts that stand near each other.

| written | means |
| --- | --- |
| `{pain}` | any of the words listed under that name in the vocabulary |
| a space | blanks, commas, hyphens, /, % between words |
| `/` | that sign: "188/95", but not the list "188, 95" |
| ` .. ` | then, in the same sentence, at most NEAR characters on |
| ` ... ` | the same, at most GAP characters on |
| ` & ` | both, in either order, at most GAP characters apart |

Anything else is RE2, over folded text: small ASCII letters without apostrophes. A part, which is what stands
between these signs, begins and ends at a word's edge; it is looked for alone and then put together with
the others (`matching`), so that no gap is ever a repetition in a pattern. What can be written out as
sequences of words is looked up (`lexicon`), only the rest is searched for. Time is in proportion to the text,
whatever a site writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import re2

from inbox.domain.red_flags.variants import ANY, Endless, alternatives, sequences

NEAR = 22
GAP = 45
"""Characters that may stand between two parts: some four words, some eight."""
MOST_PARTS = 6
LONGEST_PATTERN = 600
LONGEST_EXPANDED = 20_000
TOGETHER = 12
"""Alternatives that are searched for at once: more makes one search slower than several."""
_DEPTH = 5

_BETWEEN = r"(?:[\s,:/%-]{1,3})"
_NAME = re.compile(r"\{([a-z][a-z_]*)\}")
_PLAIN = re.compile(r"[a-z0-9]+(?:\\w[*+])?")
_GAPS = re.compile(r" (\.{2,3}) ")
_CAPTURES = re.compile(r"(?<!\\)\((?!\?:)")

Vocabulary = Mapping[str, Sequence[str]]


class WordingError(ValueError):
    """A pattern that cannot be used; its message says what to do, without the file and the rule."""


class Part(NamedTuple):
    """Alternatives: sequences of words, each word RE2, to be looked up; and RE2 to be searched for."""

    words: frozenset[tuple[str, ...]]
    searched: tuple[str, ...]


class Then(NamedTuple):
    """A part, and at most how many characters after the one before it."""

    reach: int
    part: Part


Wording = tuple[tuple[Then, ...], ...]
"""A pattern taken apart: its sides, in any order; the parts of each side, in that order."""


def worded(written: str, vocabulary: Vocabulary) -> Wording:
    """What is written in a rule, taken apart and checked, but for RE2's own syntax. Raises WordingError."""
    if len(written) > LONGEST_PATTERN:
        raise WordingError(f"is longer than {LONGEST_PATTERN} characters: split it in two")
    if _CAPTURES.search(written):
        raise WordingError("has a plain bracket: write (?:…) instead of (…)")
    sides = tuple(_side(side, vocabulary) for side in written.split(" & "))
    if sum(map(len, sides)) > MOST_PARTS:
        raise WordingError(f"has more than {MOST_PARTS} parts between & and ... : write fewer")
    return sides


def checked(written: str, vocabulary: Vocabulary) -> None:
    """Whether a pattern can be used. Raises WordingError."""
    for side in worded(written, vocabulary):
        for _, part in side:
            for each in (*(word for words in part.words for word in words), *part.searched):
                _compiled(each)


def searched_for(alternatives: Iterable[str]) -> str:
    """RE2 for any of these, from one word's edge to another's."""
    return rf"\b(?:{'|'.join(alternatives)})\b"


@lru_cache(maxsize=50_000)
def _compiled(pattern: str) -> None:
    if _PLAIN.fullmatch(pattern):
        return
    try:
        expression = re2.compile(pattern.encode("ascii"), OPTIONS)
    except re2.error as error:
        raise WordingError(f"is no RE2 pattern ({_told(error)}): correct it") from error
    except UnicodeEncodeError as error:
        raise WordingError("has a letter outside a–z: patterns are compared with folded text") from error
    if expression.fullmatch(b""):
        raise WordingError("has a word that may be nothing: put the blank beside it into the brackets too")


def any_of(written: Iterable[str], vocabulary: Vocabulary) -> tuple[Wording, ...]:
    """The same patterns in as few searches as is quick: those of one part are looked for together."""
    wordings = [worded(each, vocabulary) for each in written]
    single = [side[0].part for side, *others in wordings if not others and len(side) == 1]
    words = frozenset(each for part in single for each in part.words)
    searched = [each for part in single for each in part.searched]
    joined = [
        Part(frozenset(), tuple(searched[at : at + TOGETHER])) for at in range(0, len(searched), TOGETHER)
    ]
    if words:
        joined.append(Part(words, ()))
    apart = [each for each in wordings if len(each) > 1 or len(each[0]) > 1]
    return (*(((Then(0, part),),) for part in joined), *apart)


def _side(written: str, vocabulary: Vocabulary) -> tuple[Then, ...]:
    first, *others = _GAPS.split(written)
    follow = zip(others[::2], others[1::2], strict=True)
    return (
        Then(0, _part(first, vocabulary)),
        *(Then(NEAR if dots == ".." else GAP, _part(part, vocabulary)) for dots, part in follow),
    )


def _part(written: str, vocabulary: Vocabulary) -> Part:
    full = _expanded(written, vocabulary, _DEPTH)
    if len(full) > LONGEST_EXPANDED:
        raise WordingError(f"stands for more than {LONGEST_EXPANDED} characters: use fewer named words")
    return _taken_apart(full)


def forget_wordings() -> None:
    """Let go of what was remembered while patterns were read: once they are ready nobody asks again, and it
    is a dozen megabytes."""
    _taken_apart.cache_clear()
    _compiled.cache_clear()


@lru_cache(maxsize=10_000)
def _taken_apart(full: str) -> Part:
    words: set[tuple[str, ...]] = set()
    searched: list[str] = []
    for each in alternatives(full):
        try:
            words |= sequences(each)
        except Endless:
            searched.append(each.replace(" ", _BETWEEN))
    # Any word before one of them is one of them still, and would make every word of a text a beginning.
    return Part(frozenset(each for each in words if each[0] != ANY or each[1:] not in words), tuple(searched))


def _told(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return text.split(":")[0]


def _expanded(written: str, vocabulary: Vocabulary, depth: int) -> str:
    def words(found: re.Match[str]) -> str:
        name = found[1]
        if name not in vocabulary:
            raise WordingError(
                f"names {{{name}}}, which is not in the vocabulary: add it or correct the name"
            )
        if depth == 0:
            raise WordingError(f"nests named words more than {_DEPTH} deep at {{{name}}}: write them out")
        return "(?:" + "|".join(_expanded(word, vocabulary, depth - 1) for word in vocabulary[name]) + ")"

    return _NAME.sub(words, written)


def _options() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    return options


OPTIONS = _options()
