"""Reading a keymap file: TOML in, entries with their line numbers out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from inbox.domain.words import tr
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.toml_file import TomlFile, read_toml


class Entry(msgspec.Struct, frozen=True):
    """One line of the file: in `scope`, `command` has `keys` (none: it has no key)."""

    scope: str
    command: str
    keys: tuple[str, ...]
    line: int | None


def read_entries(path: Path) -> tuple[list[Entry], list[FileProblem]]:
    """All entries of the file at `path`; of a file that is no TOML none, and what stopped the reading."""
    return entries_of(read_toml(path), path.name)


def entries_of(file: TomlFile, name: str) -> tuple[list[Entry], list[FileProblem]]:
    """The same of a file that has been read already."""
    if file.problem is not None:
        return [], [file.problem]
    entries: list[Entry] = []
    problems: list[FileProblem] = []
    for scope, table in file.tables.items():
        if not isinstance(table, dict):
            sentence = tr("Keys belong in a part of the window, such as [window].")
            problems.append(FileProblem(name, sentence, entry=scope, line=file.lines.get(("", scope))))
            continue
        for command, keys in _commands(table):
            line = file.lines.get((scope, command))
            texts = [keys] if isinstance(keys, str) else keys
            if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
                entries.append(Entry(scope, command, tuple(texts), line))
            else:
                sentence = tr('Write the keys as "g m", or as a list: ["j", "Down"].')
                problems.append(FileProblem(name, sentence, entry=command, line=line))
    return entries, problems


def _commands(table: dict[str, object], group: str = "") -> Iterator[tuple[str, object]]:
    """Each command of a table with its keys; the dot of an id is TOML's dot, unless it is quoted."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _commands(value, f"{group}{name}.")
        else:
            yield group + name, value
