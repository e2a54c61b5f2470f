"""What the driver and the system report, as one of our errors.

SQLite's result codes: https://www.sqlite.org/rescode.html. The driver's own words are never passed on.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inbox import diary
from inbox.domain.errors import InboxError
from inbox.store.errors import Broken, DiskTrouble, Full, Gone, Occupied, Unwritable

_PRIMARY = 0xFF
"""The low byte of an extended code says what kind it is."""
_MOVED = 1032  # SQLITE_READONLY_DBMOVED

_OF_SQLITE: dict[int, Callable[[], InboxError]] = {
    dbapi2.SQLITE_CORRUPT: Broken,
    dbapi2.SQLITE_NOTADB: Broken,
    dbapi2.SQLITE_FULL: Full,
    dbapi2.SQLITE_READONLY: Unwritable,
    dbapi2.SQLITE_PERM: Unwritable,
    dbapi2.SQLITE_CANTOPEN: Gone,
    dbapi2.SQLITE_BUSY: Occupied,
    dbapi2.SQLITE_LOCKED: Occupied,
    dbapi2.SQLITE_IOERR: DiskTrouble,
}
_OF_SYSTEM: dict[int | None, Callable[[], InboxError]] = {
    errno.ENOSPC: Full,
    errno.EDQUOT: Full,
    errno.EROFS: Unwritable,
    errno.EACCES: Unwritable,
    errno.EPERM: Unwritable,
    errno.ENOENT: Gone,
    errno.ENOTDIR: Gone,
    errno.EEXIST: Gone,
    errno.EISDIR: Gone,
}


@contextmanager
def disk_in_words() -> Iterator[None]:
    """What the system has against something done inside is raised as a `NotKept`."""
    try:
        yield
    except OSError as error:
        raise in_words(error) or error from None


def in_words(error: BaseException) -> InboxError | None:
    """`error` as a sentence; None when it says nothing of disk or file, and is somebody's mistake."""
    if isinstance(error, DBAPIError):
        return in_words(error.orig) if error.orig is not None else None
    if isinstance(error, dbapi2.Error):
        code = getattr(error, "sqlite_errorcode", None)
        made = None if code is None else Gone if code == _MOVED else _OF_SQLITE.get(code & _PRIMARY)
    elif isinstance(error, OSError):
        code, made = error.errno, _OF_SYSTEM.get(error.errno, DiskTrouble)
    else:
        return None
    if made is None:
        return None
    fault = made()
    diary.note("store.fault", code=code)
    return fault
