"""Saved views: searches that a person has given a name, in the order in which they stand in the rail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.words import tr

MOST: Final = 20
"""More than these nobody finds again."""
LONGEST: Final = 40
"""Letters of a name."""


class SavedView(msgspec.Struct, frozen=True):
    """What was typed into the search, and what it is called."""

    name: str
    typed: str


Saved = tuple[SavedView, ...]


def read(body: bytes | None) -> Saved:
    """What `body` holds; nothing where there is none. Raises Refused where it cannot be read."""
    if body is None:
        return ()
    try:
        return typed.decode(body, Saved)
    except msgspec.DecodeError as error:
        raise Refused(tr("Your saved views cannot be read. They were left as they are.")) from error


def written(saved: Sequence[SavedView]) -> bytes:
    """As `read` takes it."""
    return msgspec.json.encode(saved)


def kept(saved: Saved, view: SavedView) -> Saved:
    """With `view`, in place of those of its name or of the same search.

    Raises Refused where it has no name, or there are too many.
    """
    named = SavedView(_name(view.name), view.typed)
    same = [one for one in saved if one.name == named.name or one.typed == named.typed]
    if same:
        return tuple(named if one is same[0] else one for one in saved if one is same[0] or one not in same)
    if len(saved) >= MOST:
        raise Refused(tr("There are {n} saved views already. Remove one first.", n=MOST))
    return (*saved, named)


def renamed(saved: Saved, view: SavedView, name: str) -> Saved:
    """With another name for `view`. Raises Refused where another has it."""
    new = _name(name)
    if any(one.name == new and one != view for one in saved):
        raise Refused(tr("Another saved view is called that."))
    return tuple(SavedView(new, one.typed) if one == view else one for one in saved)


def moved(saved: Saved, view: SavedView, by: int) -> Saved:
    """With `view` so many places further down (or up), stopping at the ends."""
    rest = [one for one in saved if one != view]
    at = min(max(saved.index(view) + by, 0), len(rest))
    return (*rest[:at], view, *rest[at:])


def removed(saved: Saved, view: SavedView) -> Saved:
    """Without `view`."""
    return tuple(one for one in saved if one != view)


def _name(name: str) -> str:
    named = " ".join(name.split())[:LONGEST]
    if not named:
        raise Refused(tr("A saved view needs a name."))
    return named
