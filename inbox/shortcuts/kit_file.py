"""Reading a kit file: a JSON object with one list of entries, each checked by itself.

One wrong entry is reported and left out; the others count.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from inbox.domain import typed
from inbox.domain.words import tr
from inbox.shortcuts.problems import FileProblem

T = TypeVar("T")

_MARK = b"\xef\xbb\xbf"
"""Some editors begin every file with it."""


class Readable(Protocol):
    """A file by its name: one of this computer (a `Path` is one), or what the site has published."""

    @property
    def name(self) -> str:
        """What problems are told under."""

    def read_bytes(self) -> bytes:
        """All of it; raises OSError."""


class Published(NamedTuple):
    """A part of the site's kit, to be read as a file is."""

    name: str
    body: bytes

    def read_bytes(self) -> bytes:
        return self.body


class _Named(msgspec.Struct):
    """As much of an entry as names it in a report."""

    name: str = ""
    title: str = ""


def read_kit(path: Readable, key: str, entry_type: type[T]) -> tuple[list[T], list[FileProblem]]:
    """The entries of the list `key` in the file at `path`, and what is wrong with the others."""
    try:
        text = path.read_bytes().removeprefix(_MARK)
        lists = typed.decode(text, dict[str, msgspec.Raw])
        raw = typed.decode(lists.get(key, msgspec.Raw(b"[]")), list[msgspec.Raw])
    except OSError as error:
        return [], [FileProblem(path.name, tr("The file cannot be read: {why}.", why=error.strerror or ""))]
    except msgspec.DecodeError as error:
        return [], [_no_list(path.name, text, error)]
    if key not in lists:
        return [], [FileProblem(path.name, tr("The file has no list “{key}”.", key=key))]
    entries: list[T] = []
    problems: list[FileProblem] = []
    at = 0
    for place, one in enumerate(raw, start=1):
        at = text.index(bytes(one), at)
        try:
            entries.append(typed.decode(one, entry_type))
        except msgspec.DecodeError as error:
            line = text.count(b"\n", 0, at) + 1
            problems.append(_wrong(path.name, one, place, line, error))
    return entries, problems


def _no_list(file: str, text: bytes, error: Exception) -> FileProblem:
    """The report of a file that is no list of entries, with the line where it stops being one."""
    place = re.search(r" \(byte (\d+)\)", str(error))
    line = text.count(b"\n", 0, int(place[1])) + 1 if place else None
    why = str(error)
    if place:
        why = why.replace(place[0], "")
    sentence = tr("The file is not a list of entries, so none counts: {why}. Correct it there.", why=why)
    return FileProblem(file, sentence, line=line)


def _wrong(file: str, raw: msgspec.Raw, place: int, line: int, error: Exception) -> FileProblem:
    """The report of one entry that does not fit: its line, its name, the field's path, what is expected."""
    try:
        named = typed.decode(raw, _Named)
    except msgspec.DecodeError:
        named = _Named()
    found = re.fullmatch(r"(?s)(.*?)(?: - at (?:`key` in )?`\$\.?(.*)`)?", str(error))
    what, where = (found[1], found[2] or "") if found else (str(error), "")
    where = where.replace("[...]", "")
    sentence = tr("{what}. Correct this, or remove the entry.", what=what.rstrip("."))
    return FileProblem(
        file, sentence, entry=named.name or named.title or tr("entry {n}", n=place), field=where, line=line
    )


def is_list_of(body: bytes, key: str) -> bool:
    """Whether a file has a list `key`, whatever is in it."""
    try:
        lists = typed.decode(body, dict[str, msgspec.Raw])
        typed.decode(lists[key], list[msgspec.Raw])
    except (msgspec.DecodeError, KeyError):
        return False
    return True
