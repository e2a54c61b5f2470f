"""Keeping the file fast: room for the first sync, and small repairs whenever nobody needs the writer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

CHECKPOINT_BYTES = 4 * 1024 * 1024
"""How large the write-ahead log grows before a quiet moment is used to fold it into the file."""
_LOG_LIMIT = 64 * 1024 * 1024
_MERGE_PAGES = 64
"""Pages of the index joined at a time: some milliseconds, after which people's work may come in."""

_SET_UP = (
    # A checkpoint inside somebody's commit would make that commit slow: `a_little` picks the moment.
    "PRAGMA wal_autocheckpoint=0",
    f"PRAGMA journal_size_limit={_LOG_LIMIT}",
)
_ORDINARY = (
    "PRAGMA cache_size=-8192",
    "PRAGMA shrink_memory",
    "INSERT INTO found (found, rank) VALUES ('automerge', 4)",
    "INSERT INTO found (found, rank) VALUES ('crisismerge', 16)",
    "INSERT INTO found (found, rank) VALUES ('hashsize', 1048576)",
)
_HURRIED = (
    "PRAGMA cache_size=-32768",
    "INSERT INTO found (found, rank) VALUES ('automerge', 0)",
    "INSERT INTO found (found, rank) VALUES ('crisismerge', 1000)",
    "INSERT INTO found (found, rank) VALUES ('hashsize', 16000000)",
)
"""With more memory pages are not enciphered again and again; the index is joined together afterwards,
not while the first sync waits for it: that halves its cost."""
_MERGE = f"INSERT INTO found (found, rank) VALUES ('merge', {_MERGE_PAGES})"


class Upkeep:
    """Of one file, through its write connection; never inside a transaction."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self._log = path.with_name(path.name + "-wal")
        self._connection = connection
        self._hurried: bool | None = None
        self._scattered = True
        """Whether the index may lie in many pieces: a first sync may have ended with the program. Left so,
        somebody's action would one day have to join them all while they wait."""
        self._execute(*_SET_UP)

    def hurry(self, on: bool) -> None:
        """Prepare for writing very much, or for ordinary days again (also after a crash in a hurry)."""
        if self._hurried is not on:
            self._execute(*(_HURRIED if on else _ORDINARY))
            self._hurried = on
        self._scattered = self._scattered or on

    def a_little(self) -> bool:
        """Do a few milliseconds of what is due; True when there is more."""
        if self._log_bytes() > CHECKPOINT_BYTES:
            self._execute("PRAGMA wal_checkpoint(PASSIVE)")
        if self._scattered and not self._hurried:
            before = self._connection.total_changes
            self._execute(_MERGE)
            # FTS5 says that nothing was left to merge by changing no more than its own record.
            self._scattered = self._connection.total_changes - before >= 2
            return self._scattered
        return False

    def _log_bytes(self) -> int:
        """How large the write-ahead log is; 0 while there is none, as when its disk was taken out."""
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    def compact(self) -> None:
        """Rewrite the file without what was deleted from it."""
        self._execute("VACUUM")

    def fold_log_in(self) -> None:
        """Empty the write-ahead log, before closing."""
        self._execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _execute(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement).fetchall()
