"""Each row of a list as a phrase to be looked at before it is kept: what it became, whose name it takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from inbox.domain.words import tr
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.grammar import NAME, PhraseError
from inbox.shortcuts.phrases.lists.foreign import translated
from inbox.shortcuts.phrases.lists.table import LONGEST, Row
from inbox.shortcuts.phrases.phrase import Phrase, Phrases

_TITLE: Final = 60
"""Characters of a title that is taken from the text."""


class Standing(StrEnum):
    """How a brought phrase stands to those there are."""

    NEW = "new"
    SAME = "same"
    """It is there already, word for word."""
    REPLACES = "replaces"
    """It would take the place of one's own."""
    COVERS = "covers"
    """The name is the organisation's or a pool's: one's own would come before it."""
    TWICE = "twice"
    """An earlier row of the file has the name."""
    WRONG = "wrong"
    """It cannot be kept."""


class Brought(msgspec.Struct, frozen=True):
    """One row: the phrase it would be, and what there is to say of it."""

    row: Row
    name: str
    phrase: Phrase | None
    standing: Standing
    told: tuple[str, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether it is kept unless somebody says otherwise: only what takes nobody's place."""
        return self.standing is Standing.NEW

    @property
    def can_be_kept(self) -> bool:
        """Whether it may be kept at all."""
        return self.phrase is not None and self.standing not in (Standing.SAME, Standing.TWICE)


def brought(rows: Sequence[Row], phrases: Phrases, owner: Owner, review: date) -> list[Brought]:
    """The rows as phrases of `owner`, to be reviewed by `review`, beside the `phrases` in force."""
    names = [name_of(row) for row in rows]
    known = set(phrases) | set(names)
    seen: Counter[str] = Counter()
    found = []
    for row, name in zip(rows, names, strict=True):
        found.append(_one(row, name, known, phrases, owner, review, again=bool(seen[name])))
        seen[name] += 1
    kept = {**phrases, **{one.name: one.phrase for one in found if one.phrase and one.can_be_kept}}
    return [_checked(one, kept) for one in found]


def name_of(row: Row) -> str:
    """The row's name as phrases are named here: small letters, digits, and hyphens for what is neither."""
    plain = row.name.strip().lstrip(".").lower()
    name = re.sub(r"[^a-z0-9_-]+|(?<=[_-])[_-]+", "-", plain).strip("-_")
    if name and not name[0].isalpha():
        name = f"p{name}"
    return name if NAME.fullmatch(name) else re.sub(r"[^a-z0-9]", "", name)


def _one(
    row: Row, name: str, known: set[str], phrases: Phrases, owner: Owner, review: date, *, again: bool
) -> Brought:
    if not name or not row.text:
        what = tr("It has no text.") if name else tr("It has no name.")
        return Brought(row, name, None, Standing.WRONG, (what,))
    if len(row.text) > LONGEST:
        what = tr("Its text is longer than {n} characters.", n=LONGEST)
        return Brought(row, name, None, Standing.WRONG, (what,))
    foreign = translated(row.text, known)
    told = foreign.told
    if name != row.name.strip().lstrip(".").lower():
        told = (tr("It is called “.{name}” here.", name=name), *told)
    other = phrases.get(name)
    mine = other is not None and other.owner == owner
    version = other.version + 1 if mine and other else 1
    title = row.title or _title(row.text)
    phrase = Phrase(name, title, foreign.text, owner, version, review)
    if again:
        standing = Standing.TWICE
    elif other is None:
        standing = Standing.NEW
    elif other.text == foreign.text:
        standing = Standing.SAME
    else:
        standing = Standing.REPLACES if mine else Standing.COVERS
    return Brought(row, name, phrase, standing, told)


def _checked(one: Brought, phrases: Phrases) -> Brought:
    """`one`, or why it cannot be expanded."""
    if one.phrase is None or not one.can_be_kept:
        return one
    try:
        expand(one.phrase, lambda _link: None, phrases)
    except PhraseError as error:
        home = phrases[error.inside].text if error.inside else one.phrase.text
        told = (*one.told, error.told(home))
        return msgspec.structs.replace(one, phrase=None, standing=Standing.WRONG, told=told)
    return one


def _title(text: str) -> str:
    """The first words of a text."""
    words = " ".join(text.split())
    return words if len(words) <= _TITLE else words[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
