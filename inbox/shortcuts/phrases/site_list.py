"""The list of phrases that a site publishes, with one of them changed."""

from __future__ import annotations

from typing import Any

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.shortcuts.phrases.phrase import Phrase


class _Named(msgspec.Struct):
    name: str = ""
    owner: msgspec.Raw = msgspec.Raw(b"null")


def with_phrase(body: bytes, phrase: Phrase, version: str) -> bytes:
    """The file `body` with `phrase` in the place of that owner's one of its name; empty: a new file.

    Entries that this program cannot read stay as they are. Raises Refused for a file that is no list.
    """
    try:
        file = typed.decode(body or b"{}", dict[str, msgspec.Raw])
        entries = typed.decode(file.get("phrases", msgspec.Raw(b"[]")), list[msgspec.Raw])
    except msgspec.DecodeError as error:
        raise Refused(
            tr("What the site has published is no list of phrases. Nothing was changed.")
        ) from error
    new = msgspec.Raw(msgspec.json.encode(phrase))
    place = next((n for n, one in enumerate(entries) if _same(one, phrase)), len(entries))
    entries[place : place + 1] = [new]
    file["version"] = msgspec.Raw(msgspec.json.encode(version))
    file["phrases"] = msgspec.Raw(msgspec.json.encode(entries))
    return msgspec.json.format(msgspec.json.encode(file), indent=2)


def _same(entry: msgspec.Raw, phrase: Phrase) -> bool:
    """Whether `entry` is the same owner's phrase of that name."""
    try:
        named = typed.decode(entry, _Named)
        owner = typed.decode(named.owner, Any)
    except msgspec.DecodeError:
        return False
    mine = msgspec.to_builtins(phrase.owner)
    same = isinstance(owner, dict) and (owner.get("type"), owner.get("ref", "")) == (
        mine["type"],
        mine["ref"],
    )
    return named.name == phrase.name and same
