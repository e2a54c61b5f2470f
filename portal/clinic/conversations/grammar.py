"""Turning stock sentences into text: alternatives, slots, and the way a person types.

`[a|b|]` is one of its alternatives, `{name}` a fact, `{3..9}` a whole number in that range, and `<<words>>` a
span that keeps its wording and is reported with its place. Alternatives nest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from portal.clinic.words import load

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"\{(\d+)\.\.(\d+)\}")
_MARK = re.compile(r"<<(.*?)>>")
_SENTENCE_START = re.compile(r"(^|[.!?¿¡]\s+|\n)(<<)?([a-záéíóúñ])")

Slots = Mapping[str, str]


@dataclass(frozen=True)
class Span:
    """A marked stretch of a text, in code points, end exclusive."""

    start: int
    end: int


def fill(roll: Random, template: str, slots: Slots) -> str:
    """A stock phrase with its choices made, its numbers drawn and its slots filled; marks stay in."""
    while found := _CHOICE.search(template):
        template = template[: found.start()] + roll.choice(found[1].split("|")) + template[found.end() :]
    text = _NUMBER.sub(lambda limits: str(roll.randint(int(limits[1]), int(limits[2]))), template)
    text = _SLOT.sub(lambda slot: slots[slot[1]], text)
    return re.sub(r"[ \t]{2,}", " ", text).replace(" ,", ",").replace(" .", ".").strip()


def sentence(roll: Random, template: str, slots: Slots) -> str:
    """The same as text: every sentence begins with a capital."""
    text = fill(roll, template, slots)
    return _SENTENCE_START.sub(lambda m: m[1] + (m[2] or "") + m[3].upper(), text)


def slots_of(template: str) -> set[str]:
    """The facts a stock sentence needs."""
    return set(_SLOT.findall(template))


def unmark(text: str) -> tuple[str, list[Span]]:
    """The text without marks, and where the marked words are in it."""
    plain, spans, rest = "", [], text
    while found := _MARK.search(rest):
        plain += rest[: found.start()]
        spans.append(Span(len(plain), len(plain) + len(found[1])))
        plain += found[1]
        rest = rest[found.end() :]
    return plain + rest, spans


def typed(roll: Random, text: str, habit: str) -> str:
    """The text as somebody of this typing habit would send it; marked words stay as they are."""
    pieces = re.split(r"(<<.*?>>)", text)
    return "".join(piece if piece.startswith("<<") else _typed(roll, piece, habit) for piece in pieces)


def _typed(roll: Random, text: str, habit: str) -> str:
    if habit == "hurried":
        return _swap(roll, text.lower(), load("common")["shortened"], 0.5).replace("'", "")
    if habit == "careless":
        return _swap(roll, text, load("common")["misspelt"], 0.6)
    return text


def _swap(roll: Random, text: str, table: Mapping[str, str], chance: float) -> str:
    """Some of the table's words replaced, keeping a capital first letter."""

    def swap(found: re.Match[str]) -> str:
        word = found[0]
        other = table.get(word.lower())
        if other is None or roll.random() > chance:
            return word
        return other.capitalize() if word[0].isupper() else other

    return re.sub(r"[A-Za-z']+", swap, text)
