"""A phrase as it is being written: what is typed in its fields, and what is wrong with it, field by field."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.grammar import NAME, PhraseError
from inbox.shortcuts.phrases.phrase import Phrase, Phrases

Part = Literal["name", "title", "text", "review"]


class Mistake(msgspec.Struct, frozen=True):
    """What keeps a sheet from being a phrase."""

    part: Part
    sentence: str
    at: int | None = None
    """The code point of the text where it goes wrong, if that is in this phrase's own text."""


class Sheet(msgspec.Struct, frozen=True):
    """The fields as they are typed."""

    name: str = ""
    title: str = ""
    text: str = ""
    review: str = ""
    """A date as 2027-03-01."""
    kinds: tuple[Kind, ...] = ()
    emergency: bool = False

    @classmethod
    def of(cls, phrase: Phrase) -> Sheet:
        """The sheet of a phrase there is."""
        review = phrase.review.isoformat()
        return cls(phrase.name, phrase.title, phrase.text, review, phrase.kinds, phrase.emergency)

    def phrase(self, owner: Owner, version: int) -> Phrase:
        """The phrase that it makes. Only of a sheet without mistakes."""
        return Phrase(
            self.name,
            self.title.strip(),
            self.text.strip(),
            owner,
            version,
            date.fromisoformat(self.review),
            self.kinds,
            self.emergency,
        )


def mistakes(sheet: Sheet, phrases: Phrases, me: Owner, former: str = "") -> list[Mistake]:
    """What is wrong with `sheet` beside the `phrases` in force; `former` is the name it had before."""
    found = []
    other = phrases.get(sheet.name)
    if not NAME.fullmatch(sheet.name):
        told = tr("A name has small letters and digits, and begins with a letter: labnormal.")
        found.append(Mistake("name", told))
    elif other is not None and sheet.name != former and other.owner == me:
        found.append(Mistake("name", tr("You have a phrase of that name. Choose another.")))
    if not sheet.title.strip():
        found.append(Mistake("title", tr("Say in a few words what it is for.")))
    found += _in_the_text(sheet, phrases, me)
    try:
        date.fromisoformat(sheet.review)
    except ValueError:
        found.append(Mistake("review", tr("Write the day it is read again as 2027-03-01.")))
    return found


def remark(sheet: Sheet, phrases: Phrases, former: Phrase | None, me: Owner) -> str:
    """What saving it as one's own means for a phrase of that name; empty when it means nothing more."""
    other = phrases.get(sheet.name)
    if former is not None and former.owner != me and other is not None and other.owner == me:
        return tr("Yours of that name comes before it. What you save takes the place of yours.")
    if other is None or other.owner == me:
        return ""
    if other.owner.type is OwnerType.PERSON:
        return ""
    if former is not None and former.name == sheet.name:
        return tr("It is {owner}’s. What you save is yours and comes before it.", owner=other.owner.name)
    return tr("{owner} has a phrase of that name. Yours comes before it.", owner=other.owner.name)


def _in_the_text(sheet: Sheet, phrases: Phrases, me: Owner) -> list[Mistake]:
    """The first mistake of the text, with line and column."""
    if not sheet.text.strip():
        return [Mistake("text", tr("A phrase needs words."))]
    name = sheet.name if NAME.fullmatch(sheet.name) else "this"
    tried = Phrase(name, "-", sheet.text, me, 1, date.max)
    known = {**phrases, name: tried}
    try:
        expand(tried, lambda _link: None, known)
    except PhraseError as error:
        home = known[error.inside].text if error.inside else sheet.text
        return [Mistake("text", error.told(home), None if error.inside else error.at)]
    return []
