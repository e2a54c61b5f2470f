"""What is derived from the kept facts, made again where it is missing.

A step of the file format may empty derived tables instead of carrying them over; and what a crash cut off
is finished. Both show in the file itself: a conversation without its row.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from inbox.domain.ids import ThreadId
from inbox.store import people, truth
from inbox.store.schema import patient_row, pool_row, resource, staff_row, thread_row
from inbox.store.transaction import Transaction

_ROWLESS = (
    select(resource.c.thread)
    .where(resource.c.thread.is_not(None), resource.c.thread.not_in(select(thread_row.c.thread)))
    .distinct()
    .order_by(resource.c.thread)
)

_PEOPLE = (patient_row, pool_row, staff_row)


def threads_without_rows(connection: Connection) -> list[ThreadId]:
    """Conversations that are here and that no list shows yet."""
    return [ThreadId(thread) for thread in connection.scalars(_ROWLESS)]


def people_again(work: Transaction) -> None:
    """Read patients, pools and colleagues out of their resources, where one of their tables is empty."""
    if all(work.connection.execute(select(table).limit(1)).first() for table in _PEOPLE):
        return
    changes, threads = people.read(work.connection, work.interpreter, truth.of_nobody(work.connection))
    work.touch(threads, changes)
