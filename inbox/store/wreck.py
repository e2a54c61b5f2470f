"""A damaged file, read page by page.

SQLite opens no file whose first pages are damaged. So a copy is made, with the genuine pages in their places
behind a first page of ours, sealed alike, in which a table can be made to begin at any page: at its root, as
noted while all was well, or at a single leaf that a damaged root no longer leads to. The copy is enciphered
as the file is, lies beside it, and is removed at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlcipher3 import dbapi2

from inbox.store.pages import SIZE, Seal, genuine, logged

if TYPE_CHECKING:
    from sqlite3 import Connection

Row = dict[str, Any]
"""A value for each column."""

_GROW_BY = 256
"""Pages by which the copy is made longer."""
_SETTINGS = (
    "journal_mode=MEMORY",
    "synchronous=OFF",
    "temp_store=MEMORY",
    "locking_mode=EXCLUSIVE",
    "writable_schema=ON",
)
_ONLY_TABLE = "INSERT INTO sqlite_schema VALUES ('table', ?, ?, ?, ?)"


class Unreadable(Exception):
    """The pages asked for are damaged, or no part of that table."""


class Wreck:
    """What is left of the file at `path`: a context."""

    def __init__(self, path: Path, key: bytes, seal: Seal) -> None:
        self._copy = path.with_name(path.name + ".wreck")
        newer = logged(path.with_name(path.name + "-wal"), seal)
        self.leaves: list[int] = []
        """The genuine pages."""
        self.damaged = 0
        """How many pages are not."""
        pages = max((path.stat().st_size + SIZE - 1) // SIZE, *newer, 1)
        try:
            self._prepare(key, seal, pages)
            with self._copy.open("r+b") as copy:
                for number, page in _all(path, seal, newer):
                    if page is None:
                        self.damaged += 1
                    elif number > 1:
                        self.leaves.append(number)
                    self._put(copy.fileno(), number, page)
            self._connect = partial(self._open, key, seal)
            self._connection = self._connect()
        except BaseException:
            self._copy.unlink(missing_ok=True)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._copy.unlink()

    def read(
        self, declared: str, root: int, columns: str = "*", where: str = "", values: Sequence[object] = ()
    ) -> list[Row]:
        """The rows of the table that begins at page `root`. Raises `Unreadable`.

        `declared`: its CREATE TABLE, of which the columns matter and the name is "lost".
        """
        try:
            self._begin_at(root, declared)
        except dbapi2.DatabaseError:  # it has met a page that is not genuine, and reads no other any more
            self._connection.close()
            self._connection = self._connect()
            self._begin_at(root, declared)
        try:
            rows = self._connection.execute(f"SELECT {columns} FROM lost {where}", values)
            names = [name for name, *_ in rows.description]
            return [dict(zip(names, row, strict=True)) for row in rows]
        except dbapi2.DatabaseError as error:
            raise Unreadable from error

    def _begin_at(self, root: int, declared: str) -> None:
        there = self._connection
        if there.in_transaction:  # after an error nothing else is allowed
            there.execute("ROLLBACK")
        there.execute("BEGIN")
        there.execute("DELETE FROM sqlite_schema")
        there.execute(_ONLY_TABLE, ("lost", "lost", root, declared))
        there.execute("PRAGMA writable_schema=RESET")
        there.execute("PRAGMA writable_schema=ON")

    def _prepare(self, key: bytes, seal: Seal, pages: int) -> None:
        """A file of so many pages, the first of which is a genuine one."""
        os.close(os.open(self._copy, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        fresh = self._open(key, seal)
        fresh.execute("CREATE TABLE room (taken BLOB)")
        while fresh.execute("PRAGMA page_count").fetchone()[0] < pages:
            fresh.execute("INSERT INTO room VALUES (zeroblob(?))", (_GROW_BY * SIZE,))
        fresh.execute("DELETE FROM sqlite_schema")
        fresh.close()

    def _open(self, key: bytes, seal: Seal) -> Connection:
        connection: Connection = dbapi2.connect(
            str(self._copy), isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}{seal.salt.hex()}'\"")
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").fetchall()
        return connection

    @staticmethod
    def _put(copy: int, number: int, page: bytes | None) -> None:
        if number > 1:  # the first page is ours
            os.lseek(copy, (number - 1) * SIZE, os.SEEK_SET)
            os.write(copy, page or bytes(SIZE))


def _all(path: Path, seal: Seal, newer: dict[int, bytes]) -> Iterator[tuple[int, bytes | None]]:
    for number, page in genuine(path, seal):
        yield number, newer.pop(number, page)
    yield from newer.items()
