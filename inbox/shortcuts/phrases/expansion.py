"""A phrase's words for one patient, and the fields in them that are filled or still open."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from inbox.domain.words import tr
from inbox.shortcuts.phrases import prose
from inbox.shortcuts.phrases.grammar import PhraseError
from inbox.shortcuts.phrases.links import LINKS, LinkValue, Lookup
from inbox.shortcuts.phrases.phrase import Phrase, Phrases, nearest_phrase
from inbox.shortcuts.phrases.tree import BLANK, Blank, Choice, Link, Nested, Node, Words

DEEPEST: Final = 5
"""How many phrases may stand inside one another."""
LONGEST: Final = 20_000
"""Code points an expansion may have; nesting could otherwise fill the memory."""


class FieldKind(StrEnum):
    """What a field came from."""

    BLANK = "blank"
    LIST = "list"
    LINK = "link"


class Field(msgspec.Struct, frozen=True):
    """A part of a reply that came from a blank, a list or a link: code points `start` up to `end`."""

    start: int
    end: int
    kind: FieldKind
    label: str
    choices: tuple[str, ...] = ()
    several: bool = False
    joined_by: str = "and"
    required: bool = True
    link: str = ""
    value: str | None = None
    """What fills it, as the chart or the list says it; None while it is open."""
    dated: date | None = None
    """The day a link's value is from."""

    @property
    def open(self) -> bool:
        """Whether it still waits for a value."""
        return self.value is None

    @property
    def placeholder(self) -> str:
        """How it reads while it is open."""
        if self.kind is FieldKind.BLANK:
            return BLANK
        return f"@{self.link}@" if self.kind is FieldKind.LINK else f"{{{self.label}}}"


class Expansion(msgspec.Struct, frozen=True):
    """Text with its fields, in order and not overlapping. A reply being written has the same shape."""

    text: str = ""
    fields: tuple[Field, ...] = ()


class ExpansionError(PhraseError):
    """The phrase cannot be expanded: a phrase in it is missing, goes in a circle, or lies too deep."""


def expand(phrase: Phrase, lookup: Lookup, phrases: Phrases) -> Expansion:
    """`phrase` for the patient that `lookup` knows, with the phrases named in it.

    A link that the chart has no value for stays an open field. Raises `ExpansionError`.
    """
    writer = _Writer(lookup, phrases)
    writer.phrase(phrase, ())
    return Expansion("".join(writer.parts), tuple(writer.fields))


class _Writer:
    """Collects text and fields from left to right."""

    def __init__(self, lookup: Lookup, phrases: Phrases) -> None:
        self._lookup = lookup
        self._phrases = phrases
        self._length = 0
        self.parts: list[str] = []
        self.fields: list[Field] = []

    def phrase(self, phrase: Phrase, above: tuple[str, ...]) -> None:
        """Write `phrase`, which stands inside the phrases `above`."""
        path = (*above, phrase.name)
        for node in phrase.tree:
            if isinstance(node, Nested):
                self.phrase(self._nested(node, path), path)
            else:
                self._node(node)
            if self._length > LONGEST:
                sentence = tr("“.{name}” becomes far too long. Shorten it.", name=path[0])
                raise ExpansionError(sentence, node.start, _inside(path))

    def _nested(self, node: Nested, path: tuple[str, ...]) -> Phrase:
        """The phrase that `node` names, unless that leads nowhere or for ever on."""
        if node.name in path:
            circle = " → ".join(f".{name}" for name in (*path, node.name))
            raise ExpansionError(
                tr("These phrases call one another in a circle: {circle}. Take one out.", circle=circle),
                node.start,
                _inside(path),
            )
        if len(path) > DEEPEST:
            way = " → ".join(f".{name}" for name in (*path, node.name))
            raise ExpansionError(
                tr("Phrases may stand {n} deep inside one another, not more: {way}.", n=DEEPEST, way=way),
                node.start,
                _inside(path),
            )
        found = self._phrases.get(node.name)
        if found is None:
            sentence = tr("“.{outer}” needs “.{name}”, which does not exist.", outer=path[-1], name=node.name)
            if near := nearest_phrase(node.name, self._phrases):
                sentence += " " + tr("Did you mean “.{near}”?", near=near)
            raise ExpansionError(sentence, node.start, _inside(path))
        return found

    def _node(self, node: Node) -> None:
        match node:
            case Words():
                self._write(node.text)
            case Blank():
                self._field(FieldKind.BLANK, tr("Blank"))
            case Link():
                self._link(node.name)
            case Choice():
                self._field(
                    FieldKind.LIST,
                    node.label,
                    choices=node.choices,
                    several=node.several,
                    joined_by=node.joined_by,
                    required=not node.optional,
                )

    def _link(self, name: str) -> None:
        value: LinkValue | None = self._lookup(name)
        label = tr(LINKS[name].label)
        if value is None or not value.text.strip():
            self._field(FieldKind.LINK, label, link=name)
            return
        start = self._length
        self._write(prose.value_in_words(name, value))
        self.fields.append(
            Field(start, self._length, FieldKind.LINK, label, link=name, value=value.text, dated=value.as_of)
        )

    def _field(self, kind: FieldKind, label: str, **details: object) -> None:
        """Write an open field as its placeholder."""
        field = Field(self._length, 0, kind, label, **details)  # type: ignore[arg-type]
        self._write(field.placeholder)
        self.fields.append(msgspec.structs.replace(field, end=self._length))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _inside(path: tuple[str, ...]) -> str:
    """The phrase whose text is being written, where it is not the outermost."""
    return path[-1] if len(path) > 1 else ""
