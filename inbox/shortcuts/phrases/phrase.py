"""A smartphrase: its words, whose it is, which work it suits, and when it must be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property

import msgspec

from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.grammar import NAME, parse
from inbox.shortcuts.phrases.tree import Blank, Choice, Link, Nested, Tree


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One phrase as the kit file holds it."""

    name: str
    """What follows the full stop; small letters and digits."""
    title: str
    text: str
    owner: Owner
    version: int
    review: date
    """The day by which its owner must read it again."""
    kinds: tuple[Kind, ...] = ()
    """The kinds of work it suits; empty: all. It can be used anywhere, these only order the list."""
    emergency: bool = False
    """May be sent while call-now work is open."""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(tr("The name “{name}” may hold only small letters and digits", name=self.name))
        if not self.title.strip() or not self.text.strip():
            raise ValueError(tr("A phrase needs a title and a text"))
        if self.version < 1:
            raise ValueError(tr("The version is a number from 1"))

    @cached_property
    def tree(self) -> Tree:
        """The parsed text. Raises `PhraseError`; those that `load_phrases` gives have parsed."""
        return parse(self.text)

    @property
    def blanks(self) -> int:
        """How many blanks it has itself."""
        return sum(isinstance(node, Blank) for node in self.tree)

    @property
    def required_lists(self) -> int:
        """How many lists must be answered in it."""
        return sum(isinstance(node, Choice) and not node.optional for node in self.tree)

    @property
    def links(self) -> tuple[str, ...]:
        """The chart links in it, in order."""
        return tuple(node.name for node in self.tree if isinstance(node, Link))

    @property
    def nested(self) -> tuple[str, ...]:
        """The phrases named in it, in order."""
        return tuple(node.name for node in self.tree if isinstance(node, Nested))

    def suits(self, kind: str) -> bool:
        """Whether it is meant for `kind`."""
        return not self.kinds or kind in self.kinds


Phrases = Mapping[str, Phrase]
"""The phrases in force, by name."""


def nearest_phrase(name: str, phrases: Iterable[str]) -> str:
    """The phrase that a mistyped `name` most likely meant; empty when none is near."""
    return next(iter(get_close_matches(name, list(phrases), n=1)), "")
