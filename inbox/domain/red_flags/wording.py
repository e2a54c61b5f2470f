"""The language rules are written in: RE2 with named words, gaps and either order.

| written | means |
| --- | --- |
| `{pain}` | any of the words listed under that name in the vocabulary |
| a space | blanks, commas, hyphens between words |
| ` ... ` | at most GAP characters of the same sentence |
| ` & ` | both, in either order, with such a gap between (once a pattern) |

Anything else is RE2, over folded text: small ASCII letters without apostrophes. A pattern begins and ends at
a word's edge. RE2 takes time in proportion to the text, whatever a site writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import re2

GAP = 45
LONGEST_PATTERN = 600
LONGEST_EXPANDED = 20_000
_DEPTH = 5

_BETWEEN = r"(?:[\s,:/-]{1,3})"
_GAP = rf"[\s,:/(-](?:[^.!?\n]|\.[0-9]){{0,{GAP}}}?\b"
_NAME = re.compile(r"\{([a-z][a-z_]*)\}")
_CAPTURES = re.compile(r"(?<!\\)\((?!\?:)")

Vocabulary = Mapping[str, Sequence[str]]


class WordingError(ValueError):
    """A pattern that cannot be used; its message says what to do, without the file and the rule."""


def pattern(written: str, vocabulary: Vocabulary) -> str:
    """The RE2 pattern of what is written in a rule, checked. Raises WordingError."""
    if len(written) > LONGEST_PATTERN:
        raise WordingError(f"is longer than {LONGEST_PATTERN} characters: split it in two")
    if _CAPTURES.search(written):
        raise WordingError("has a plain bracket: write (?:…) instead of (…)")
    sides = written.split(" & ")
    if len(sides) > 2:
        raise WordingError("has more than one & : write a pattern for each order")
    first, *others = (_expanded(side, vocabulary, _DEPTH) for side in sides)
    full = rf"\b(?:{first})\b"
    for other in others:
        full = rf"\b(?:(?:{first}){_GAP}(?:{other})|(?:{other}){_GAP}(?:{first}))\b"
    if len(full) > LONGEST_EXPANDED:
        raise WordingError(f"stands for more than {LONGEST_EXPANDED} characters: use fewer named words")
    return full


def compiled(written: str, vocabulary: Vocabulary) -> re2._Regexp:
    """A pattern ready to search bytes with. Raises WordingError."""
    try:
        return re2.compile(pattern(written, vocabulary).encode("ascii"), OPTIONS)
    except re2.error as error:
        raise WordingError(f"is no RE2 pattern ({_told(error)}): correct it") from error
    except UnicodeEncodeError as error:
        raise WordingError("has a letter outside a–z: patterns are compared with folded text") from error


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

    gaps = written.split(" ... ")
    return _GAP.join(_NAME.sub(words, gap.replace(" ", _BETWEEN)) for gap in gaps)


def _options() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    return options


OPTIONS = _options()
