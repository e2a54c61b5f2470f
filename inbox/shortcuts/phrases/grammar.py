r"""The text of a smartphrase.

    ***                      a blank: must be filled in
    @first_name@             a value from the chart (see `links`)
    {Label: a | b | c}       a pick list: one of them
    {+Label: a | b | c}      several, joined as prose: "a, b and c"; a last choice "or c" joins with "or"
    {Label: a | b ?}         optional: may be left out. The mark stands inside, so that a question may end
                             with a list
    .name                    another phrase, at the start of a word
    \                        takes the meaning from the sign after it: \* \@ \{ \} \| \. \? \: \\

Positions are 0-based code points (`place` tells line and column of one). `tree.unparse` gives the text back
in its canonical form. All rules with examples: docs/smartphrases.md.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from inbox.domain.words import tr
from inbox.shortcuts.phrases.links import LINKS, nearest_link
from inbox.shortcuts.phrases.tree import BLANK, Blank, Choice, Link, Nested, Node, Tree, Words

NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
"""A phrase's name, without its full stop."""

_ESCAPABLE: Final = frozenset("\\*@{}|.?:")
_LINK: Final = re.compile(r"@([A-Za-z]\w*)@")
_LINK_BEGUN: Final = re.compile(r"@[A-Za-z]\w*")
_NESTED: Final = re.compile(r"\.([A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*)")


class PhraseError(ValueError):
    """A phrase's text cannot be read: `sentence` says why, `at` where it goes wrong.

    `inside` names the phrase in whose text that is, where it is not the one that was asked for.
    """

    def __init__(self, sentence: str, at: int, inside: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at
        self.inside = inside

    def told(self, text: str) -> str:
        """ "Line 2, column 5: …", where `text` is the one it stands in."""
        line, column = place(text, self.at)
        if self.inside:
            where = tr(
                "In “.{name}”, line {line}, column {column}", name=self.inside, line=line, column=column
            )
        else:
            where = tr("Line {line}, column {column}", line=line, column=column)
        return f"{where}: {self.sentence}"


class Place(NamedTuple):
    """Where something stands in a text, as people count: both from 1, columns in code points."""

    line: int
    column: int


def place(text: str, at: int) -> Place:
    """Line and column of the code point `at` of `text`."""
    return Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def parse(text: str) -> Tree:
    """The pieces of `text`. Raises `PhraseError` at the first mistake."""
    return _Reader(text).read()


class _Reader:
    """Reads a phrase from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._nodes: list[Node] = []
        self._words: list[str] = []
        self._words_start = 0

    def read(self) -> Tree:
        while self._at < len(self._text):
            node = self._special()
            if node is None:
                self._plain()
            else:
                self._end_words()
                self._nodes.append(node)
                self._at = self._words_start = node.end
        self._end_words()
        return tuple(self._nodes)

    def _special(self) -> Node | None:
        """The piece that begins here, or None when it is plain text."""
        sign = self._text[self._at]
        if sign == "*" and self._text.startswith(BLANK, self._at):
            return self._blank()
        if sign == "@":
            return self._link()
        if sign == "{":
            return self._choice()
        if sign == "}":
            raise PhraseError(
                tr("This “}” closes nothing. To write the sign itself, put \\ before it."), self._at
            )
        if sign == "." and self._begins_word():
            return self._nested()
        return None

    def _plain(self) -> None:
        """Take one character of plain text, or the sign after a backslash."""
        sign = self._text[self._at]
        if sign == "\\":
            following = self._text[self._at + 1 : self._at + 2]
            if following not in _ESCAPABLE or not following:
                raise PhraseError(tr("A “\\” must stand before one of \\ * @ { } | . ? :"), self._at)
            self._at += 1
            sign = following
        self._words.append(sign)
        self._at += 1

    def _end_words(self) -> None:
        if self._words:
            self._nodes.append(Words(self._words_start, self._at, "".join(self._words)))
            self._words.clear()

    def _begins_word(self) -> bool:
        """Whether what stands before is nothing, a space, or an opening bracket or quote."""
        before = self._text[self._at - 1 : self._at]
        return not before or before.isspace() or before in "([“‘\"'"

    def _blank(self) -> Blank:
        end = self._at + len(BLANK)
        if self._text.startswith("*", end):
            raise PhraseError(
                tr("A blank is exactly three asterisks. To write the sign itself, put \\ before it."),
                self._at,
            )
        return Blank(self._at, end)

    def _link(self) -> Link | None:
        found = _LINK.match(self._text, self._at)
        before = self._text[self._at - 1 : self._at]
        if before.isalnum() and (found is None or found[1] not in LINKS):
            return None  # an address: front.desk@clinic.example
        if found is None:
            begun = _LINK_BEGUN.match(self._text, self._at)
            if begun is None:
                return None
            raise PhraseError(tr("“{begun}” needs a closing @.", begun=begun[0]), self._at)
        if found[1] not in LINKS:
            near = nearest_link(found[1])
            sentence = tr("There is no link “{name}”.", name=found[0])
            if near:
                sentence += " " + tr("Did you mean “@{near}@”?", near=near)
            raise PhraseError(sentence, self._at)
        return Link(self._at, found.end(), found[1])

    def _nested(self) -> Nested | None:
        found = _NESTED.match(self._text, self._at)
        if found is None:
            return None
        if not NAME.fullmatch(found[1]):
            raise PhraseError(
                tr("A phrase’s name is written in small letters: “{name}”.", name=found[0]), self._at
            )
        return Nested(self._at, found.end(), found[1])

    def _choice(self) -> Choice:
        return _ListReader(self._text, self._at).read()


class _ListReader:
    """Reads `{Label: a | b ?}` from its opening brace."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._parts: list[tuple[str, int]] = []
        self._optional = False

    def read(self) -> Choice:
        several = self._text.startswith("+", self._start + 1)
        end = self._split(self._start + (2 if several else 1))
        (label, _), *written = self._parts
        if not label:
            raise PhraseError(tr("A list needs a label, as in {Day: Monday | Tuesday}."), self._start)
        for choice, at in written:
            if not choice:
                raise PhraseError(
                    tr("A choice of “{label}” is empty. Write it, or take the “|” out.", label=label), at
                )
        choices = [choice for choice, _ in written]
        joined_by = "and"
        if several and len(choices) > 1 and (last := re.match(r"(and|or)\s+(?=\S)", choices[-1])):
            joined_by = last[1]
            choices[-1] = choices[-1][last.end() :]
        if len(choices) < (1 if self._optional else 2):
            raise PhraseError(tr("“{label}” needs at least two choices.", label=label), self._start)
        for n, choice in enumerate(choices):
            if choice in choices[:n]:
                raise PhraseError(
                    tr("“{label}” offers “{choice}” twice. Take one out.", label=label, choice=choice),
                    written[n][1],
                )
        return Choice(self._start, end, label, tuple(choices), several, self._optional, joined_by)

    def _split(self, at: int) -> int:
        """Fill `_parts` with the label and the choices, each with its position; the end of the list."""
        part = ""
        begun = at
        while at < len(self._text) and self._text[at] != "\n":
            sign = self._text[at]
            if sign == "\\" and self._text[at + 1 : at + 2] in _ESCAPABLE:
                part += "\\" + self._text[at + 1 : at + 2]
                at += 2
                continue
            if sign == "}":
                self._close(part, begun)
                return at + 1
            self._refuse_inside(at)
            if sign == (":" if not self._parts else "|"):
                self._parts.append((_plain_part(part), begun))
                part, begun = "", at + 1
            else:
                part += sign
            at += 1
        raise PhraseError(tr("This list is not closed with “}” on its line."), self._start)

    def _close(self, part: str, begun: int) -> None:
        """Take the last choice, with the mark of an optional list after it."""
        if not self._parts:
            raise PhraseError(tr("After the label comes “:”, as in {Day: Monday | Tuesday}."), self._start)
        stripped = part.rstrip()
        if re.search(r"(?<!\\)(?:\\\\)*\?$", stripped):
            self._optional = True
            stripped = stripped[:-1]
        self._parts.append((_plain_part(stripped), begun))

    def _refuse_inside(self, at: int) -> None:
        """Raise when something stands in a list that cannot be chosen from."""
        if self._text.startswith(BLANK, at):
            raise PhraseError(tr("A list cannot hold a blank. Put *** after the list."), at)
        if self._text[at] == "{":
            raise PhraseError(tr("A list cannot hold another list. Put it before or after the list."), at)
        if _LINK.match(self._text, at):
            raise PhraseError(tr("A list cannot hold a link. Put it before or after the list."), at)


def _plain_part(part: str) -> str:
    """A label or choice as it is shown: without the spaces around it and the backslashes in it."""
    return re.sub(r"\\(.)", r"\1", part.strip())
