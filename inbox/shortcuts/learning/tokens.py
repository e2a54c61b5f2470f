"""A text as words, each with the space that stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from inbox.shortcuts.phrases.links import LINKS
from inbox.shortcuts.phrases.tree import BLANK

_TOKEN: Final = re.compile(
    r"(\s*)(@\w+@|\*\*\*|[^\W_]+(?:[’'.,:/-][^\W_]+)*|[^\w\s]|_)",
)
"""A link, a blank, a word or number (10.5, 3/17, she’s, 555-0134), or any other sign."""


class Token(NamedTuple):
    """One word, number or sign."""

    gap: str
    """The white space before it."""
    word: str
    choices: tuple[str, ...] = ()
    """Of a blank: the few values it had, where they are few."""

    @property
    def same(self) -> str:
        """What two tokens have in common that are the same word."""
        return self.word.casefold()

    @property
    def link(self) -> str:
        """The name of the link it is; empty when it is none."""
        name = self.word.strip("@")
        return name if self.word == f"@{name}@" and name in LINKS else ""

    @property
    def blank(self) -> bool:
        """Whether something stood here that is not told."""
        return self.word == BLANK

    @property
    def says(self) -> bool:
        """Whether it is a word of the language: no link, no blank, no number, no mere sign."""
        return self.word[0].isalpha()

    @property
    def counts(self) -> bool:
        """Whether there is a figure in it."""
        return not self.link and any(sign.isdigit() for sign in self.word)


@lru_cache(maxsize=1024)  # the same replies are looked at after each item of their kind
def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of `text`, in order."""
    return tuple(Token(*found) for found in _TOKEN.findall(text))


def text_of(pieces: Iterable[Token]) -> str:
    """`tokens` undone."""
    return "".join(piece.gap + piece.word for piece in pieces)


def words(text: str) -> frozenset[str]:
    """The words, numbers and parts of both in `text`, case folded."""
    found = {piece.same for piece in tokens(text)}
    finer = {part for word in found for part in re.split(r"[\W_]+", word)}
    return frozenset(word for word in found | finer if any(sign.isalnum() for sign in word))
