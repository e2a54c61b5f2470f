"""The full-text index: one entry a conversation, with its patient, subject and all that was said.

Entries are numbered by the second of the last message, so that reading them backwards gives the newest
first: ranking a common word over all of them would take fifty times as long. Two conversations of one
second are moved apart. The index keeps no text; an entry is replaced whole, when its words changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select

from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.thread import Thread
from inbox.store.schema import patient_row, thread_row
from inbox.store.sql import among, these
from inbox.store.sql import put as overwrite
from inbox.store.times import to_ms

_HELD = select(thread_row.c.thread, thread_row.c.found_at, thread_row.c.digest).where(
    thread_row.c.thread.in_(among("threads"))
)
_NAMES = select(patient_row.c.patient, patient_row.c.name, patient_row.c.birth_date, patient_row.c.mrn).where(
    patient_row.c.patient.in_(among("patients"))
)
_TAKEN = select(func.count()).where(thread_row.c.found_at == bindparam("at"))
_KEEP = overwrite(thread_row)
_FORGET = delete(thread_row).where(thread_row.c.thread.in_(among("threads")))
_ADD = "INSERT INTO found (rowid, patient, subject, words) VALUES (?, ?, ?, ?)"
_DROP = "DELETE FROM found WHERE rowid = ?"


class _Words(NamedTuple):
    patient: str
    subject: str
    words: str

    def digest(self) -> bytes:
        return blake2b("\0".join(self).encode(), digest_size=8).digest()


def put(connection: Connection, threads: Iterable[ThreadId], there: Mapping[ThreadId, Thread]) -> None:
    """Make the index say what `there` says of `threads`; those it lacks are forgotten."""
    held = {row.thread: row for row in connection.execute(_HELD, {"threads": these(threads)})}
    names = _names(connection, {thread.patient for thread in there.values()})
    drop = [(row.found_at,) for thread, row in held.items() if thread not in there]
    if drop:
        connection.execute(_FORGET, {"threads": these(held.keys() - there.keys())})
    for thread in there.values():
        words = _Words(
            names.get(thread.patient, ""), thread.subject, "\n".join(m.text for m in thread.messages)
        )
        digest = words.digest()
        was = held.get(thread.id)
        if was is not None and was.digest == digest:
            continue
        if was is not None:
            connection.exec_driver_sql(_DROP, (was.found_at,))
        found_at = _number(connection, thread, None if was is None else was.found_at)
        keep = {"thread": thread.id, "patient": thread.patient, "found_at": found_at, "digest": digest}
        connection.execute(_KEEP, keep)
        connection.exec_driver_sql(_ADD, (found_at, *words))
    if drop:
        connection.exec_driver_sql(_DROP, drop)


def _names(connection: Connection, patients: Iterable[PatientId]) -> dict[str, str]:
    """What a patient is found by: name, date of birth, record number."""
    rows = connection.execute(_NAMES, {"patients": these(patients)})
    return {row.patient: f"{row.name} {row.birth_date or ''} {row.mrn}" for row in rows}


def _number(connection: Connection, thread: Thread, own: int | None) -> int:
    """The second of the newest message, or a free one near it: further off the more are taken."""
    newest = thread.messages[-1].sent if thread.messages else thread.opened
    wanted = to_ms(newest) // 1000 if newest else 0
    step = 1
    while wanted != own and connection.scalar(_TAKEN, {"at": wanted}):
        wanted += step
        step *= 2
    return wanted
