"""What other red-flag rules would find in the messages that are kept here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from inbox.domain.filed import Interpreter
from inbox.domain.flagging import Scan
from inbox.domain.ids import ThreadId
from inbox.domain.thread import Message, Thread
from inbox.queries.thread import thread
from inbox.store.schema import inbox_row

MOST = 1_500
"""Conversations that are looked at, the newest first: some seconds."""
_LATEST = func.max(inbox_row.c.latest)
_NEWEST = (
    select(inbox_row.c.thread)
    .group_by(inbox_row.c.thread)
    .order_by(_LATEST.desc(), inbox_row.c.thread)
    .limit(bindparam("most"))
)


class Compared(NamedTuple):
    """Messages of patients, by what the rules of now and the others find in them."""

    read: int = 0
    newly: int = 0
    """With a flag then, and none now."""
    no_longer: int = 0
    otherwise: int = 0
    """With a flag of another level."""


def compared(
    reader: Connection, interpreter: Interpreter, now: Scan, then: Scan, rest: Callable[[], None]
) -> Compared:
    """On a thread of its own; `rest` is called after each conversation, to let others have a turn."""
    found = Compared()
    for ref in reader.scalars(_NEWEST, {"most": MOST}).all():
        there = thread(reader, interpreter, ThreadId(ref))
        for message in there.messages if there else ():
            if there and message.from_patient:
                found = _with(found, _level(there, message, now), _level(there, message, then))
        rest()
    return found


def _with(found: Compared, was: int | None, becomes: int | None) -> Compared:
    return Compared(
        found.read + 1,
        found.newly + (was is None and becomes is not None),
        found.no_longer + (was is not None and becomes is None),
        found.otherwise + (was is not None and becomes is not None and was != becomes),
    )


def _level(there: Thread, message: Message, scan: Scan) -> int | None:
    """Of the most serious flag in a message; None where there is none."""
    return min((hit.level for hit in scan(there, message).hits if hit.is_flag), default=None)
