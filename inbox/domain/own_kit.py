"""A person's own kit: the phrases and speed buttons they keep for themselves, entry by entry.

Each station has all of it, and the server one document of it. Two stations that changed different entries
meet without a word; where both changed the same one, both versions are kept until the person has chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Final

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.words import tr

PHRASE: Final = "phrase"
BUTTON: Final = "button"
MOST_BYTES: Final = 256 * 1024
"""What a server keeps for one program and person at least (SMART App Launch 2.2, App State)."""
_FORMAT = 1

Key = tuple[str, str]
"""Kind and id of an entry."""


class OwnEntry(msgspec.Struct, frozen=True):
    """One phrase or speed button in one version."""

    kind: str
    """`phrase`, `button`, or what a newer program keeps: that is carried along untouched."""
    id: str
    """A phrase's name, a button's id."""
    version: int
    """Counts its changes, from 1."""
    changed: Annotated[datetime, msgspec.Meta(tz=True)]
    body: bytes = b""
    """JSON as in a kit file; empty: it was removed."""

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def edition(self) -> Edition:
        """What tells this version from every other one of the same entry."""
        return Edition(self.version, self.changed)


class Edition(msgspec.Struct, frozen=True):
    """A version, and when it was made: two stations may both make a second one."""

    version: int
    changed: Annotated[datetime, msgspec.Meta(tz=True)]


class Own(msgspec.Struct, frozen=True):
    """One entry as this station has it."""

    mine: OwnEntry
    """What is in force here."""
    agreed: Edition | None = None
    """The edition that the server is known to have had; None: it has never seen it."""
    theirs: OwnEntry | None = None
    """What another station has made of it meanwhile; the person has to choose."""

    @property
    def there(self) -> OwnEntry:
        """What belongs on the server: until the person has chosen, what is there already."""
        return self.theirs or self.mine

    def chosen(self, *, theirs: bool, at: datetime) -> Own:
        """Once the person has chosen: what is in force, and newer than both."""
        if self.theirs is None:
            return self
        if theirs:
            return Own(self.theirs, self.theirs.edition)
        version = max(self.mine.version, self.theirs.version) + 1
        return Own(msgspec.structs.replace(self.mine, version=version, changed=at), self.theirs.edition)


def changed(before: Own | None, kind: str, id_: str, body: bytes, at: datetime) -> Own:
    """The entry with a new body; empty: removed. What another station has made of it is not forgotten."""
    mine = OwnEntry(kind, id_, before.mine.version + 1 if before else 1, at, body)
    return Own(mine, before.agreed, before.theirs) if before else Own(mine)


def merged(here: Iterable[Own], server: Iterable[OwnEntry]) -> list[Own]:
    """What this station has once it has seen what the server has, by kind and id."""
    found: dict[Key, Own] = {own.mine.key: own for own in here}
    for entry in server:
        own = found.get(entry.key)
        found[entry.key] = Own(entry, entry.edition) if own is None else _met(own, entry)
    return [found[key] for key in sorted(found)]


def _met(own: Own, there: OwnEntry) -> Own:
    if own.mine.body == there.body or own.mine.edition == own.agreed:
        return Own(there, there.edition)
    if own.agreed == there.edition:
        return own
    return msgspec.structs.replace(own, theirs=there)


def in_force(here: Iterable[Own], kind: str) -> list[bytes]:
    """The bodies of one kind that count, by id."""
    return [own.mine.body for own in here if own.mine.kind == kind and own.mine.body]


_NULL: Final = msgspec.Raw(b"null")
"""The body of what was removed."""


class _Written(msgspec.Struct, frozen=True):
    kind: str
    id: str
    version: int
    changed: Annotated[datetime, msgspec.Meta(tz=True)]
    body: msgspec.Raw = _NULL


class _Document(msgspec.Struct, frozen=True):
    format: int
    entries: tuple[_Written, ...] = ()


def document(entries: Iterable[OwnEntry]) -> bytes:
    """All of it as one JSON text. Raises Refused where that is more than a server keeps."""
    written = [
        _Written(one.kind, one.id, one.version, one.changed, msgspec.Raw(one.body) if one.body else _NULL)
        for one in entries
    ]
    text = msgspec.json.encode(_Document(_FORMAT, tuple(written)))
    if len(text) > MOST_BYTES:
        raise Refused(
            tr(
                "Your own phrases and speed buttons come to {n} KB of {most} at most. Remove some first.",
                n=len(text) // 1024 + 1,
                most=MOST_BYTES // 1024,
            )
        )
    return text


def read_document(text: bytes) -> list[OwnEntry]:
    """What a server has kept. Raises Refused for what no version of this program up to now has written."""
    try:
        found = typed.decode(text, _Document)
    except msgspec.DecodeError:
        found = _Document(0)
    if found.format != _FORMAT:
        raise Refused(
            tr("The server has your own phrases and speed buttons in a form that cannot be read here.")
        )
    return [
        OwnEntry(one.kind, one.id, one.version, one.changed, bytes(one.body).removeprefix(bytes(_NULL)))
        for one in found.entries
    ]


def newest(*documents: Iterable[OwnEntry]) -> list[OwnEntry]:
    """The newest version of each entry in all of them, by kind and id: a server may have two documents of
    one person, where two stations made the first at once."""
    found: dict[Key, OwnEntry] = {}
    for entry in (entry for entries in documents for entry in entries):
        other = found.get(entry.key)
        if other is None or (other.version, other.changed) < (entry.version, entry.changed):
            found[entry.key] = entry
    return [found[key] for key in sorted(found)]


def differing(here: Iterable[Own]) -> list[Own]:
    """Those that another station has made something else of."""
    return [own for own in here if own.theirs is not None]


def by_key(here: Iterable[Own]) -> Mapping[Key, Own]:
    """Each by kind and id."""
    return {own.mine.key: own for own in here}
