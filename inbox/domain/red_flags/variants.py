"""A pattern written out as the sequences of words it stands for.

`pass\\w* (?:clean |right )?out` is `pass\\w* out`, `pass\\w* clean out` and `pass\\w* right out`. What can be
written out so is looked up word by word, and only the rest is searched for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

MOST = 5_000
"""Sequences of one alternative: what stands for more is searched for."""
ANY = r"\w+"
"""The word that is any word."""

_SEPARATES = frozenset(" -,:")
_TIMES = re.compile(r"(?:([?*+])|\{([0-9]+)(?:(,)([0-9]+)?)?\})\??")
_CLASS = re.compile(r"\[[^\]^][^\]]*\]")
_BLANKS = (r"\s", " ")
_LITERAL = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_RUN = re.compile(r"[a-z0-9]+(?![a-z0-9?*+{])")
"""Letters that stand there just so: read at once, since most of a pattern is that."""


class Endless(Exception):
    """Stands for no bounded number of word sequences."""


def alternatives(pattern: str) -> Iterator[str]:
    """What stands between the bars of a pattern, and of a group that is all of it or of one of them."""
    depth = start = 0
    grouped = False
    for at, sign in enumerate(f"{pattern}|"):
        if pattern[at - 1 : at] == "\\":
            continue
        if sign == "(":
            grouped = grouped or at == start
            depth += 1
        elif sign == ")":
            depth -= 1
            grouped = grouped and (depth > 0 or at + 1 == len(pattern) or pattern[at + 1] == "|")
        elif sign == "|" and depth == 0:
            each = pattern[start:at]
            if grouped and each.endswith(")"):
                yield from alternatives(each.removeprefix("(?:")[:-1])
            else:
                yield each
            start, grouped = at + 1, False


def sequences(pattern: str) -> set[tuple[str, ...]]:
    """Every sequence of words one alternative stands for; each word RE2 without blanks. Raises Endless."""
    if _LITERAL.fullmatch(pattern):
        return {tuple(pattern.split())}
    said, end = _Reader(pattern).any_of(0)
    if end != len(pattern):
        raise Endless
    found = {tuple(each.split()) for each in said}
    if () in found:
        raise Endless
    return found


class _Reader:
    """Reads one pattern from a place on: the ways to say it, a blank between words, and the place after."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def any_of(self, at: int) -> tuple[list[str], int]:
        found: list[str] = []
        said = [""]
        while at < len(self._pattern) and self._pattern[at] != ")":
            if self._pattern[at] == "|":
                found, said, at = found + said, [""], at + 1
                continue
            if run := _RUN.match(self._pattern, at):
                said, at = [before + run[0] for before in said], run.end()
                continue
            pieces, at = self._piece(at)
            said = [before + piece for before in said for piece in pieces]
            if len(said) + len(found) > MOST:
                raise Endless
        return found + said, at

    def _piece(self, at: int) -> tuple[list[str], int]:
        """One letter, class or group with how often it stands there."""
        pieces, after = self._atom(at)
        times = _TIMES.match(self._pattern, after)
        if times is None:
            return pieces, after
        if not any(" " in piece for piece in pieces):
            if times[1] == "?" and self._may_be_a_word(at, times.end()):
                return ["", *pieces], times.end()
            return [self._pattern[at : times.end()]], times.end()
        if times[1] in ("*", "+") or (times[3] and not times[4]):
            raise Endless
        least, most = (0, 1) if times[1] else (int(times[2]), int(times[4] or times[2]))
        return [
            "".join(each) for n in range(least, most + 1) for each in product(pieces, repeat=n)
        ], times.end()

    def _may_be_a_word(self, at: int, after: int) -> bool:
        """Whether what is optional there can stand between blanks: then its blank goes with it."""
        return self._pattern[at] == "(" or (
            (at == 0 or self._pattern[at - 1] in " ?")
            and (self._pattern[after : after + 1] in ("", " ", ")", "|"))
        )

    def _atom(self, at: int) -> tuple[list[str], int]:
        sign = self._pattern[at]
        if sign == "(":
            said, end = self.any_of(at + 3)
            return _fewer(said, self._pattern[at : end + 1]), end + 1
        if sign == "[":
            found = _CLASS.match(self._pattern, at)
            if found is None:
                raise Endless
            return [" " if any(blank in found[0] for blank in _BLANKS) else found[0]], found.end()
        if sign == "\\":
            escaped = self._pattern[at : at + 2]
            if escaped not in (r"\w", r"\s"):
                raise Endless
            return [" " if escaped == r"\s" else escaped], at + 2
        if sign in _SEPARATES:
            return [" "], at + 1
        if not sign.isalnum():
            raise Endless
        return [sign], at + 1


def _fewer(said: list[str], group: str) -> list[str]:
    """The alternatives of a group, those of a single word, with the same blanks around it, kept as one."""
    if not any(" " in each for each in said):
        return [group if len(said) > 1 else f"(?:{said[0]})"]
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    rest: list[str] = []
    for each in said:
        word = each.strip()
        if not word or " " in word or word == ANY:
            rest.append(each)
        else:
            start = each.index(word)
            alike[each[:start], each[start + len(word) :]].append(word)
    return [f"{before}(?:{'|'.join(words)}){after}" for (before, after), words in alike.items()] + rest
