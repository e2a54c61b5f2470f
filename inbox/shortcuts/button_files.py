"""Speed buttons as files: to hand on, to bring, and as the list that a site publishes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.shortcuts.kit_file import Published, read_kit
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.library import load_phrases
from inbox.shortcuts.phrases.phrase import Phrase, Phrases
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton, unknown_phrase

LARGEST = 1_000_000
"""Bytes of a file that is read: some thousand buttons."""
LONGEST_NAME = 60
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Unicode categories that turn text round, hide in it or break its line."""


class Found(msgspec.Struct, frozen=True):
    """What a file has that can be used here, and what is wrong with the rest."""

    buttons: list[SpeedButton]
    phrases: list[Phrase]
    """Those that its buttons send and that are not known here."""
    problems: list[FileProblem]


def as_file(buttons: Iterable[SpeedButton], phrases: Phrases) -> bytes:
    """A file of these buttons with the phrases they need, a kit file in both its lists."""
    there = list(buttons)
    needed = {name for one in there for name in one.phrases if name in phrases}
    kit = {"buttons": there, "phrases": [phrases[name] for name in sorted(needed)]}
    return msgspec.json.format(msgspec.json.encode(kit), indent=2)


def from_file(name: str, body: bytes, owner: Owner, phrases: Phrases) -> Found:
    """What `owner` would have of a file that somebody handed on. Raises Refused for what is no such file."""
    if len(body) > LARGEST:
        raise Refused(tr("The file is too large to be a file of speed buttons."))
    entries, problems = read_kit(Published(name, body), "buttons", SpeedButton)
    if not entries:
        raise Refused(str(problems[0]) if problems else tr("There is no speed button in the file."))
    brought, wrong = _phrases(name, body)
    known = {**brought, **phrases}
    buttons: list[SpeedButton] = []
    for button in entries:
        problem = _hostile(button) or unknown_phrase(button, known)
        if problem:
            problems.append(FileProblem(name, problem[0], entry=_plain(button.name), field=problem[1]))
        elif all(one.id != button.id for one in buttons):
            buttons.append(msgspec.structs.replace(button, owner=owner, version=1))
    needed = {phrase for one in buttons for phrase in one.phrases if phrase not in phrases}
    mine = [msgspec.structs.replace(brought[phrase], owner=owner) for phrase in sorted(needed)]
    return Found(buttons, mine, [*problems, *wrong])


def with_button(body: bytes, button: SpeedButton, version: str) -> bytes:
    """The published list `body` with `button` in place of the one with its id; empty: a new list.

    Entries that this program cannot read stay as they are. Raises Refused for what is no list.
    """
    try:
        file = typed.decode(body or b"{}", dict[str, msgspec.Raw])
        entries = typed.decode(file.get("buttons", msgspec.Raw(b"[]")), list[msgspec.Raw])
    except msgspec.DecodeError as error:
        raise Refused(
            tr("What the site has published is no list of buttons. Nothing was changed.")
        ) from error
    place = next((n for n, one in enumerate(entries) if _id(one) == button.id), len(entries))
    entries[place : place + 1] = [msgspec.Raw(msgspec.json.encode(button))]
    file["version"] = msgspec.Raw(msgspec.json.encode(version))
    file["buttons"] = msgspec.Raw(msgspec.json.encode(entries))
    return msgspec.json.format(msgspec.json.encode(file), indent=2)


def _phrases(name: str, body: bytes) -> tuple[dict[str, Phrase], list[FileProblem]]:
    """The phrases that came along; a file of buttons alone is none the worse."""
    lists = typed.decode(body, dict[str, msgspec.Raw])
    return load_phrases(Published(name, body)) if "phrases" in lists else ({}, [])


def _hostile(button: SpeedButton) -> tuple[str, str] | None:
    """Why a name must not stand on a button, and its field."""
    if len(button.name) > LONGEST_NAME or _plain(button.name) != button.name:
        return tr("Its name is too long, or has signs in it that cannot be seen."), "name"
    return None


def _plain(name: str) -> str:
    return "".join(sign for sign in name if unicodedata.category(sign) not in _UNSEEN)[:LONGEST_NAME]


class _Named(msgspec.Struct):
    id: str = ""


def _id(entry: msgspec.Raw) -> str:
    try:
        return typed.decode(entry, _Named).id
    except msgspec.DecodeError:
        return ""
