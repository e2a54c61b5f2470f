"""What was found: a kind of work, how sure, and where it says so."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from inbox.domain.words import mark, tr
from inbox.domain.work_item import Kind

Place = Literal["subject", "body"]


class Score(StrEnum):
    """How sure it is that the message asks for it."""

    CLEAR = mark("clear")
    LIKELY = mark("likely")
    UNSURE = mark("unsure")
    """No sign suffices: it leans to this kind, and somebody has to read it."""

    @property
    def said(self) -> str:
        """The score in the person's language."""
        return tr(self.value)


class Span(msgspec.Struct, frozen=True):
    """The words that say so: code points from 0, the end exclusive, in the subject or the body."""

    place: Place
    start: int
    end: int
    words: str
    sign: str
    """The name of the sign that they are."""


class Ask(msgspec.Struct, frozen=True):
    """One thing a message asks for."""

    kind: Kind
    score: Score
    spans: tuple[Span, ...] = ()
