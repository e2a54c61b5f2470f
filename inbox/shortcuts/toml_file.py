"""Reading a TOML file that people edit: what is in it, and on which line each entry stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from inbox.domain.words import tr
from inbox.shortcuts.problems import FileProblem


class TomlFile(msgspec.Struct, frozen=True):
    """The tables of a file, or why there are none."""

    tables: Mapping[str, Any] = {}
    lines: Mapping[tuple[str, str], int] = {}
    """By table and entry: the line it stands on, from 1."""
    problem: FileProblem | None = None


def read_toml(path: Path) -> TomlFile:
    """The file at `path`; of one that is no TOML nothing counts."""
    try:
        return parse_toml(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        why = tr("The file cannot be read: {why}.", why=error.strerror or "")
        return TomlFile(problem=FileProblem(path.name, why))
    except UnicodeDecodeError:
        return TomlFile(problem=FileProblem(path.name, tr("The file is not text in UTF-8.")))


def parse_toml(text: str, name: str) -> TomlFile:
    """The tables of `text`, which is what the file called `name` holds."""
    try:
        return TomlFile(tomllib.loads(text), dict(_lines(text)))
    except RecursionError:
        return TomlFile(problem=FileProblem(name, tr("The file is nested too deeply. None of it counts.")))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        why = tr("The file is not written as TOML, so none of it counts: {why}.", why=error)
        return TomlFile(problem=FileProblem(name, why, line=int(found[1]) if found else None))


def _lines(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    """Where each entry stands: ((table, entry), line); a table itself is entry "" of it."""
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"\s*\[\s*[\"']?([^\"'\]]+?)[\"']?\s*\]", line):
            table = heading[1]
            yield (table, ""), number
        elif entry := re.match(r"\s*[\"']?([^\"'=#\s]+?)[\"']?\s*=", line):
            yield (table, entry[1]), number
