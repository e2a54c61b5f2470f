"""Which closed conversations have been read by which red-flag rules, and what was found in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, exists, func, select

from inbox.domain.changes import Changes
from inbox.domain.history import ReadAgain
from inbox.domain.ids import ThreadId
from inbox.store.rows import is_open
from inbox.store.schema import history, inbox_row
from inbox.store.sql import among, put, these
from inbox.store.transaction import Transaction

_LATEST = func.max(inbox_row.c.latest)
_UNREAD = (
    select(inbox_row.c.thread, _LATEST)
    .where(
        ~is_open(),
        ~exists().where(
            and_(
                history.c.thread == inbox_row.c.thread,
                history.c.rules == bindparam("rules"),
                history.c.latest == inbox_row.c.latest,
            )
        ),
    )
    .group_by(inbox_row.c.thread)
    .order_by(_LATEST.desc(), inbox_row.c.thread)
    .limit(bindparam("most"))
)
_KEEP = put(history)
_FORGET = delete(history).where(history.c.thread.in_(among("threads")))
_FOUND = select(*(history.c[name] for name in ReadAgain.__struct_fields__)).where(
    history.c.thread.in_(among("threads")), history.c.level.is_not(None)
)


def unread(connection: Connection, rules: str, most: int) -> list[tuple[ThreadId, int]]:
    """Closed conversations that these rules have not read, newest first, with the last message's time."""
    return [
        (ThreadId(thread), latest)
        for thread, latest in connection.execute(_UNREAD, {"rules": rules, "most": most})
    ]


def keep(work: Transaction, read: Sequence[ReadAgain]) -> None:
    """Remember what was read; the screens hear only of what was found."""
    work.connection.execute(_KEEP, [msgspec.structs.asdict(one) for one in read])
    work.changes |= Changes(threads=frozenset(one.thread for one in read if one.level is not None))


def forget(connection: Connection, threads: Iterable[ThreadId]) -> None:
    """These are no longer kept, or no longer what they were."""
    connection.execute(_FORGET, {"threads": these(threads)})


def found(connection: Connection, threads: Collection[ThreadId]) -> dict[ThreadId, ReadAgain]:
    """Those of `threads` in which something was found."""
    rows = connection.execute(_FOUND, {"threads": these(threads)})
    return {(read := ReadAgain(*row)).thread: read for row in rows}
