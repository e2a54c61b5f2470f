"""What the rules of today found in conversations that are over."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from inbox.domain.history import ReadAgain
from inbox.domain.ids import ThreadId
from inbox.store import history


def found(reader: Connection, threads: Collection[ThreadId]) -> dict[ThreadId, ReadAgain]:
    """By conversation: only those in which nobody was told of a flag."""
    return history.found(reader, threads)
