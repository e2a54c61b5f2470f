"""The file itself: one write connection, and a read-only one for each thread that asks."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from inbox.store import cipher
from inbox.store.errors import Broken
from inbox.store.lock import FileLock
from inbox.store.migrations import bring_forward
from inbox.store.upkeep import Upkeep

_READER_CACHE_KIB = 4096


class Database:
    """An open cache file. Writes go through `write`, on one thread only."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Create or open `path`. Raises `WrongKey`, `Broken`, `TooNew` or `InUse`."""
        self.path = path
        self._lock = FileLock(path)
        self._readers: list[Connection] = []
        self._mine = threading.local()
        self._full: bool | None = None
        try:
            self._migrate(path, key)
            self._write = self._engine(key, read_only=False).connect()
            self._read = self._engine(key, read_only=True)
            self.upkeep = Upkeep(path, self._raw)
        except BaseException:
            self._lock.release()
            raise

    @property
    def _raw(self) -> sqlite3.Connection:
        """The driver's write connection."""
        return cast("sqlite3.Connection", self._write.connection.dbapi_connection)

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
        open_one = partial(cipher.connect, self.path, key, read_only=read_only, cache_kib=_READER_CACHE_KIB)
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
    def write(self, *, durable: bool) -> Iterator[Connection]:
        """One transaction. `durable`: a power cut after it cannot undo it (a few tenths of a ms more)."""
        raw = self._raw
        if self._full is not durable:
            raw.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._full = durable
        raw.execute("BEGIN IMMEDIATE")
        try:
            yield self._write
        except BaseException:
            raw.execute("ROLLBACK")
            raise
        raw.execute("COMMIT")

    def close(self) -> None:
        """Close everything; the log is folded in and removed. No reader may be in use any more.

        Closing twice is harmless.
        """
        if self._write.closed:
            return
        for connection in self._readers:
            connection.close()
        self.upkeep.fold_log_in()
        self._write.close()
        self._lock.release()
