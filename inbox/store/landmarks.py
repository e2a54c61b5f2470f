"""Where in the file the tables stand that cannot be had again, noted beside it while it is whole.

SQLite finds every table through the first pages. With these landmarks outbox, drafts, their files, people's
own kits and audit notes are found when exactly those pages are damaged. They hold numbers and the tables'
declarations, no word of anybody.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from inbox.domain import typed
from inbox.store.pages import SALT_BYTES

if TYPE_CHECKING:
    from sqlite3 import Connection

KEPT = ("outbox", "draft", "file_body", "own_kit", "audit_spool")
"""The tables that nobody but this file has."""
_WHERE = "SELECT name, tbl_name, rootpage, sql FROM sqlite_schema WHERE rootpage > 0"


class Landmark(msgspec.Struct, frozen=True):
    """A table, or the index behind a UNIQUE column, which has no declaration."""

    root: int
    sql: str


class Landmarks(msgspec.Struct, frozen=True):
    """Of one file."""

    salt: str
    """The first 16 bytes of the file, in hexadecimal: they are part of the key of every page's seal."""
    tables: dict[str, Landmark]


def of(connection: Connection, path: Path) -> Landmarks:
    """The landmarks of the open file at `path`, as it says itself."""
    tables = {
        name: Landmark(root, sql or "")
        for name, table, root, sql in connection.execute(_WHERE)
        if name in KEPT or (table in KEPT and not sql)
    }
    with path.open("rb") as file:
        return Landmarks(file.read(SALT_BYTES).hex(), tables)


def note(connection: Connection, path: Path) -> None:
    """Keep the landmarks of the open file at `path`, where they changed since they were last noted."""
    marks = of(connection, path)
    if marks == read(path):
        return
    beside = _beside(path)
    fresh = beside.with_name(beside.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(marks))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(beside)


def read(path: Path) -> Landmarks | None:
    """What was noted of the file at `path`; None when nothing was, or it is damaged too."""
    try:
        return typed.decode(_beside(path).read_bytes(), Landmarks)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def forget(path: Path) -> None:
    """They are about to change: none are better than wrong ones."""
    _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".landmarks")
