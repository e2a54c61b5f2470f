"""What is otherwise between two versions of a part of the site's kit, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from inbox.domain import typed
from inbox.domain.clinic.differences import Difference
from inbox.domain.words import tr

_NAMES = ("id", "kind", "name", "rule", "code")
"""By which member the entries of a list are told apart, the first that they have."""
_SAID = 120
"""Letters of a value that are shown."""
_NOT_SAID = frozenset({"id", "version"})


def kit_differences(before: bytes, after: bytes) -> list[Difference]:
    """Each place that differs, by its path. What is no JSON differs as a whole."""
    try:
        was, becomes = typed.decode(before or b"{}", Any), typed.decode(after or b"{}", Any)
        return list(_between("", was, becomes))
    except (msgspec.DecodeError, RecursionError):  # looking through it takes more calls than reading it did
        return [] if before == after else [Difference(tr("The file"), "", "", tr("differs, and is no JSON"))]


def _between(path: str, was: object, becomes: object) -> Iterator[Difference]:
    if was == becomes:
        return
    if isinstance(was, Mapping) and isinstance(becomes, Mapping):
        for name in dict.fromkeys((*was, *becomes)):
            if path or name not in _NOT_SAID:
                yield from _between(f"{path} {name}".strip(), was.get(name), becomes.get(name))
        return
    one, other = _named(was), _named(becomes)
    if one is not None and other is not None:
        yield from _between(path, one, other)
        before, after = [name for name in one if name in other], [name for name in other if name in one]
        if before != after:
            yield Difference(path, tr("order"), ", ".join(before), ", ".join(after))
        return
    where, _, what = path.rpartition(" ")
    yield Difference(where or what, what, _said(was), _said(becomes))


def _named(value: object) -> dict[str, object] | None:
    """A list of entries by their names; None where it is none."""
    if value is None:
        return {}
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    found: dict[str, object] = {}
    for entry in value:
        name = (
            next((str(entry[key]) for key in _NAMES if key in entry), "")
            if isinstance(entry, Mapping)
            else ""
        )
        if not name or name in found:
            return None
        found[name] = entry
    return found


def _said(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _SAID else f"{text[: _SAID - 1]}…"
