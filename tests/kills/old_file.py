"""A cache as the first release would have left it: its tables, and in them what is in today's."""

from __future__ import annotations

from pathlib import Path

from inbox.store import cipher
from inbox.store.migrations import STEPS
from tests.faults.at_work import KEY

FACTS = ("resource", "cursor", "outbox")
"""What is in a file that cannot be derived; the first release had these tables too."""


def make_old(cache: Path) -> None:
    """Put a file of the first schema, with the same facts in it, in the place of today's."""
    old = cache.with_name("old.db")
    here = cipher.connect(cache, KEY, read_only=True)
    there = cipher.connect(old, KEY, read_only=False)
    try:
        for statement in STEPS[0]:
            there.execute(statement)
        there.execute("PRAGMA user_version=1")
        for table in FACTS:
            columns = [row[1] for row in there.execute(f"PRAGMA table_info({table})")]
            rows = here.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            there.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
        assert there.execute("SELECT count(*) FROM outbox").fetchone()[0], "nothing waits in it"
    finally:
        here.close()
        there.close()
    for path in cache.parent.glob(f"{cache.name}*"):
        path.unlink()
    old.rename(cache)
