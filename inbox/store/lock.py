"""One process for each file: an advisory lock that the system drops when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from inbox.store.errors import InUse
from inbox.store.faults import disk_in_words

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held from creation until `release`. The empty file beside `path` stays: removing it would race."""

    def __init__(self, path: Path) -> None:
        """Raises `InUse` when another process holds the lock of `path`, or what keeps the disk from it."""
        with disk_in_words():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._file)
        except OSError:
            os.close(self._file)
            raise InUse from None

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._file)
