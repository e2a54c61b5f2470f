"""The file itself: one write connection, a read-only one for each thread that asks, and its upkeep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from inbox.store import cipher
from inbox.store.errors import Broken
from inbox.store.lock import FileLock
from inbox.store.migrations import bring_forward

CHECKPOINT_BYTES = 4 * 1024 * 1024
"""How large the write-ahead log grows before a quiet moment is used to fold it into the file."""
_WAL_LIMIT = 64 * 1024 * 1024
_READER_CACHE_KIB, _WRITER_CACHE_KIB, _ROOMY_CACHE_KIB = 4096, 8192, 32768


class Database:
    """An open cache file. Writes go through `write`, on one thread only."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Create or open `path`. Raises `WrongKey`, `Broken`, `TooNew` or `InUse`."""
        self.path = path
        self._lock = FileLock(path)
        self._readers: list[Connection] = []
        self._mine = threading.local()
        self._full: bool | None = None
        self._roomy = False
        try:
            self._migrate(path, key)
            self._write = self._engine(key, read_only=False).connect()
            self._read = self._engine(key, read_only=True)
        except BaseException:
            self._lock.release()
            raise
        # A checkpoint inside somebody's commit would make that commit slow: `checkpoint` picks the moment.
        self._write.connection.cursor().execute("PRAGMA wal_autocheckpoint=0")
        self._write.connection.cursor().execute(f"PRAGMA journal_size_limit={_WAL_LIMIT}")

    @staticmethod
    def _migrate(path: Path, key: bytes) -> None:
        connection = cipher.connect(path, key, read_only=False)
        try:
            bring_forward(connection)
        except dbapi2.DatabaseError:
            raise Broken from None
        finally:
            connection.close()

    def _engine(self, key: bytes, *, read_only: bool) -> Engine:
        kib = _READER_CACHE_KIB if read_only else _WRITER_CACHE_KIB
        open_one = partial(cipher.connect, self.path, key, read_only=read_only, cache_kib=kib)
        # Parameters are what patients wrote: they never get into the text of an exception.
        return create_engine(
            "sqlite://", module=dbapi2, creator=open_one, poolclass=NullPool, hide_parameters=True
        )

    def reader(self) -> Connection:
        """The calling thread's own read-only connection. Each statement sees the newest commit."""
        connection: Connection | None = getattr(self._mine, "reader", None)
        if connection is None:
            connection = self._read.connect()
            self._mine.reader = connection
            self._readers.append(connection)
        return connection

    @contextmanager
    def write(self, *, durable: bool, roomy: bool = False) -> Iterator[Connection]:
        """One transaction. `durable`: a power cut after it cannot undo it (a few tenths of a ms more).

        `roomy`: it writes much; with more memory the same pages are not enciphered again and again.
        """
        cursor = self._write.connection.cursor()
        if self._full is not durable:
            cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._full = durable
        if self._roomy is not roomy:
            cursor.execute(f"PRAGMA cache_size={-(_ROOMY_CACHE_KIB if roomy else _WRITER_CACHE_KIB)}")
            cursor.execute("PRAGMA shrink_memory")
            self._roomy = roomy
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield self._write
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

    def log_bytes(self) -> int:
        """The size of the write-ahead log."""
        log = self.path.with_name(self.path.name + "-wal")
        return log.stat().st_size if log.exists() else 0

    def checkpoint(self) -> None:
        """Fold the log into the file as far as readers allow. Outside of transactions only."""
        self._write.connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def compact(self) -> None:
        """Rewrite the file without what was deleted from it. Outside of transactions only."""
        self._write.connection.cursor().execute("VACUUM")

    def close(self) -> None:
        """Close everything; the log is folded in and removed. No reader may be in use any more.

        Closing twice is harmless.
        """
        if self._write.closed:
            return
        for connection in self._readers:
            connection.close()
        self._write.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._write.close()
        self._lock.release()
