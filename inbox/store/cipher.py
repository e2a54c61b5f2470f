"""The bare driver: opens the encrypted file with its raw key, or says why not. Imports no SQLAlchemy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from inbox.store.errors import WrongKey
from inbox.store.faults import disk_in_words, in_words

if TYPE_CHECKING:
    from sqlite3 import Connection

KEY_BYTES = 32
_OWNER_ONLY = 0o600
_BUSY_SECONDS = 5.0


def connect(path: Path, key: bytes, *, read_only: bool, cache_kib: int = 4096) -> Connection:
    """A connection that commits by itself unless told BEGIN, usable from any one thread at a time.

    `key` is the random key itself, 32 bytes: no password derivation, which would cost 120 ms.
    Raises `WrongKey`, or what `faults` says of the driver's error.
    """
    if len(key) != KEY_BYTES:
        raise WrongKey
    if not read_only:
        _create(path)
    connection: Connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode=rw",  # a file that is missing is never made anew by the way
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        _unlock(connection, key)
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA cache_size={-cache_kib}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA secure_delete=FAST")
    except dbapi2.DatabaseError as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) == dbapi2.SQLITE_NOTADB:
            raise WrongKey from None
        raise in_words(error) or error from None
    return connection


def _unlock(connection: Connection, key: bytes) -> None:
    """Give the key, then read once: the driver accepts any key until the first page is wanted."""
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _create(path: Path) -> None:
    """Make the file readable by its owner only before SQLite does; -wal and -shm inherit that."""
    with disk_in_words():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
        path.chmod(_OWNER_ONLY)
