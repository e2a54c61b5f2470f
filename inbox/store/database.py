"""The file itself: one write connection, and a read-only one for each thread that asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from inbox.domain.errors import Bug, InboxError
from inbox.domain.words import tr
from inbox.store import cipher, landmarks
from inbox.store.check import AFTER_A_CRASH, OTHERWISE, Check
from inbox.store.errors import Broken, DiskTrouble, Gone, Unwritable, WrongKey
from inbox.store.faults import in_words
from inbox.store.lock import FileLock
from inbox.store.migrations import bring_forward
from inbox.store.moving import take_over
from inbox.store.pages import seal_of
from inbox.store.upkeep import Upkeep

if TYPE_CHECKING:
    from sqlite3 import Connection as RawConnection

Alarm = Callable[[InboxError], None]
"""Hears that the open file can be used no longer: `Broken`, `Ended`, or what keeps it from being read. Called
on any thread."""

_READER_CACHE_KIB = 4096
_NOT_BROUGHT_FORWARD = tr("The saved inbox could not be brought to this version. Nothing was changed.")


class Database:
    """An open cache file. Writes go through `write`, on one thread only."""

    def __init__(self, path: Path, key: bytes, alarm: Alarm = lambda error: None) -> None:
        """Create or open `path`. Raises what `errors` lists."""
        self.path = path
        self._alarm = alarm
        self._lock = FileLock(path)
        self._readers: list[Connection] = []
        self._mine = threading.local()
        self._full: bool | None = None
        self._broken = threading.Event()
        self._alarmed = threading.Event()
        try:
            take_over(path)
            crashed = _log(path)
            self.may_lack_rows = self._migrate(path, key) or crashed
            """Whether derived tables may be incomplete: after a new step, or an end in the middle."""
            self._identity = _identity(path)
            self._write = self._engine(key, read_only=False).connect()
            self._read = self._engine(key, read_only=True)
            self.upkeep = Upkeep(path, self._raw)
            after = AFTER_A_CRASH if crashed else OTHERWISE
            self._check = Check(partial(cipher.connect, path, key, read_only=True), self.heard, after)
        except BaseException:
            self._lock.release()
            raise

    @property
    def _raw(self) -> RawConnection:
        """The driver's write connection."""
        return cast("RawConnection", self._write.connection.dbapi_connection)

    @staticmethod
    def _migrate(path: Path, key: bytes) -> bool:
        """Bring the file forward; whether it took a step."""
        marks = landmarks.read(path)
        if marks is not None and not (path.exists() and path.stat().st_size):
            raise Broken  # there was one: beginning with an empty file would hide that it is lost
        try:
            connection = cipher.connect(path, key, read_only=False)
        except WrongKey:
            salt = bytes.fromhex(marks.salt) if marks else None
            raise (Broken if path.exists() and seal_of(path, key, salt) else WrongKey) from None
        try:
            stepped = bring_forward(connection)
            landmarks.note(connection, path)
        except (dbapi2.Error, OSError) as error:
            raise in_words(error) or Bug(_NOT_BROUGHT_FORWARD) from error
        finally:
            connection.close()
        return stepped

    def _engine(self, key: bytes, *, read_only: bool) -> Engine:
        open_one = partial(cipher.connect, self.path, key, read_only=read_only, cache_kib=_READER_CACHE_KIB)
        # Parameters are what patients wrote: they never get into the text of an exception.
        engine = create_engine(
            "sqlite://", module=dbapi2, creator=open_one, poolclass=NullPool, hide_parameters=True
        )

        @event.listens_for(engine, "handle_error")
        def heard(context: ExceptionContext) -> InboxError | None:
            return self.heard(context.original_exception, reading=read_only)

        return engine

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
        """One transaction. `durable`: a power cut after it cannot undo it (a few tenths of a ms more).

        What the disk refuses is raised as a `NotKept`, or as `Broken`; nothing of it is then kept.
        """
        raw = self._raw
        try:
            self._stay_put()
            if self._full is not durable:
                raw.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._full = durable
            raw.execute("BEGIN IMMEDIATE")
            yield self._write
            raw.execute("COMMIT")
        except BaseException as error:
            with suppress(dbapi2.Error):  # on a full disk it has rolled back by itself; why, is told below
                raw.execute("ROLLBACK")
            fault = self.heard(error)
            if fault is None:
                raise
            raise fault from None

    def heard(self, error: BaseException, *, reading: bool = False) -> InboxError | None:
        """What an error means; None when it is not the disk's or the file's.

        Alarm is raised once: by a broken file, and by a disk that cannot even be read.
        """
        fault = error if isinstance(error, Broken) else in_words(error)
        if isinstance(fault or error, Unwritable | MemoryError) and self._broken.is_set():
            # SQLCipher writes no more once it has met a page that is not genuine; asked to do so within a
            # transaction it answers that there is no memory.
            return Broken()
        if isinstance(fault, Broken):
            self._broken.set()
        useless = isinstance(fault, Broken) or (reading and isinstance(fault, Gone | DiskTrouble))
        if useless and fault is not None and not self._alarmed.is_set():
            self._alarmed.set()
            self._alarm(fault)
        return fault

    def rest(self) -> bool:
        """A little upkeep; True when there is more. What the disk refuses now may go well later."""
        try:
            return not self._broken.is_set() and self.upkeep.a_little()
        except dbapi2.Error as error:
            if self.heard(error) is None:
                raise
            return False

    def hurry(self, on: bool) -> None:
        """Prepare for very much, or for ordinary days (see `Upkeep.hurry`)."""
        try:
            self.upkeep.hurry(on)
        except dbapi2.Error as error:
            raise self.heard(error) or error from None

    def compact(self) -> None:
        """Rewrite the file without what was deleted from it."""
        try:
            landmarks.forget(self.path)
            self.upkeep.compact()
            landmarks.note(self._raw, self.path)
        except (dbapi2.Error, OSError) as error:
            raise self.heard(error) or error from None

    def close(self) -> None:
        """Close everything; the log is folded in and removed. No reader may be in use any more.

        Closing twice is harmless. A disk that is full leaves the log where it is: nothing is lost.
        """
        if self._write.closed:
            return
        self._check.stop()
        for connection in self._readers:
            connection.close()
        try:
            self.upkeep.fold_log_in()
        except dbapi2.Error as error:
            if self.heard(error) is None:
                raise
        finally:
            self._write.close()
            self._lock.release()

    def _stay_put(self) -> None:
        """Raises `Gone` when the file at `path` is no longer the open one: it would be in vain."""
        try:
            same = _identity(self.path) == self._identity
        except OSError:
            same = False
        if not same:
            raise Gone


def _identity(path: Path) -> tuple[int, int]:
    there = path.stat()
    return there.st_dev, there.st_ino


def _log(path: Path) -> bool:
    """Whether a write-ahead log was left behind: the program did not come to its end."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
