"""Every step the file format has taken, one module each, applied in order.

A step is written once and never changed. `user_version` in the file says how many it has taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inbox.store.errors import TooNew
from inbox.store.migrations import (
    step_001_first,
    step_002_attempts,
    step_003_notes,
    step_004_aside,
    step_005_own_kit,
    step_006_deeds,
    step_007_today,
    step_008_staff,
    step_009_file_bodies,
    step_010_coverage,
    step_011_history,
    step_012_decided,
    step_013_pools,
    step_014_found,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

STEPS = (
    step_001_first.STATEMENTS,
    step_002_attempts.STATEMENTS,
    step_003_notes.STATEMENTS,
    step_004_aside.STATEMENTS,
    step_005_own_kit.STATEMENTS,
    step_006_deeds.STATEMENTS,
    step_007_today.STATEMENTS,
    step_008_staff.STATEMENTS,
    step_009_file_bodies.STATEMENTS,
    step_010_coverage.STATEMENTS,
    step_011_history.STATEMENTS,
    step_012_decided.STATEMENTS,
    step_013_pools.STATEMENTS,
    step_014_found.STATEMENTS,
)
"""What each step executes, oldest first."""


def bring_forward(connection: Connection) -> bool:
    """Take the steps the file lacks, each in its own transaction; whether there were any.

    A step may leave derived tables empty: they are made again (`store.rebuilding`).

    Raises `TooNew` for a file that has taken steps this program does not know.
    """
    taken: int
    (taken,) = connection.execute("PRAGMA user_version").fetchone()
    if taken > len(STEPS):
        raise TooNew
    for number, statements in enumerate(STEPS[taken:], start=taken + 1):
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")
    return taken < len(STEPS)
