"""The full-text index: one entry a conversation, with its patient, subject, all that was said, by whom, and
the names of its files.

Entries are numbered by the second of the last message, so that reading them backwards gives the newest
first: ranking a common word over all of them would take fifty times as long. Of two conversations of
one second, one moves to the next. The index keeps no text; an entry is replaced whole, when its words
changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from msgspec import json
from sqlalchemy import Connection, delete, select, text

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
_TAKEN = text("SELECT found_at FROM thread_row WHERE found_at IN (SELECT value FROM json_each(:seconds))")
_FREE = text(
    """
    SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM thread_row WHERE found_at = :at) THEN :at ELSE (
        SELECT min(held.found_at) + 1 FROM thread_row AS held WHERE held.found_at >= :at AND NOT EXISTS
            (SELECT 1 FROM thread_row AS next WHERE next.found_at = held.found_at + 1)
    ) END
    """
)
"""The first second from `at` on that is free: where the unbroken run of taken ones ends, if one begins."""
_KEEP = overwrite(thread_row)
_FORGET = delete(thread_row).where(thread_row.c.thread.in_(among("threads")))
_ADD = "INSERT INTO found (rowid, patient, subject, words, writers, files) VALUES (?, ?, ?, ?, ?, ?)"
_DROP = "DELETE FROM found WHERE rowid = ?"
A_FILE = "\ue000"
"""A word of its own, before the names of files: to the index it is a letter, and no keyboard writes it."""


class _Words(NamedTuple):
    patient: str
    subject: str
    words: str
    writers: str
    files: str

    def digest(self) -> bytes:
        return blake2b("\0".join(self).encode(), digest_size=8).digest()


def put(connection: Connection, threads: Iterable[ThreadId], there: Mapping[ThreadId, Thread]) -> None:
    """Make the index say what `there` says of `threads`; those it lacks are forgotten."""
    rows = connection.execute(_HELD, {"threads": these(threads)})
    held = {thread: (found_at, digest) for thread, found_at, digest in rows}
    names = _names(connection, {thread.patient for thread in there.values()})
    changed: dict[ThreadId, _Words] = {}
    for thread in there.values():
        words = _words(thread, names.get(thread.patient, ""))
        if thread.id not in held or held[thread.id][1] != words.digest():
            changed[thread.id] = words
    gone = held.keys() - there.keys()
    if old := [(held[thread][0],) for thread in held if thread in gone or thread in changed]:
        connection.exec_driver_sql(_DROP, old)
        connection.execute(_FORGET, {"threads": these(gone | (held.keys() & changed.keys()))})
    if changed:
        numbers = _numbers(connection, [there[thread] for thread in changed])
        rows_now = [
            {"thread": thread, "patient": there[thread].patient, "found_at": at, "digest": words.digest()}
            for (thread, words), at in zip(changed.items(), numbers, strict=True)
        ]
        connection.execute(_KEEP, rows_now)
        # In ascending order: FTS5 writes a segment for each step back, at three times the cost.
        entries = sorted((at, *words) for words, at in zip(changed.values(), numbers, strict=True))
        connection.exec_driver_sql(_ADD, entries)


def _words(thread: Thread, patient: str) -> _Words:
    """What `thread` is found by; `patient` is what its patient is."""
    said = [message.text for message in thread.messages]
    said += [note.text for item in thread.items for note in item.notes]
    writers = dict.fromkeys(m.sender.name for m in thread.messages if m.sender.ref != thread.patient)
    files = [file.title for message in thread.messages for file in message.attachments]
    named = " ".join((A_FILE, *files)) if files else ""
    return _Words(patient, thread.subject, "\n".join(said), " ".join(writers), named)


def _names(connection: Connection, patients: Iterable[PatientId]) -> dict[str, str]:
    """What a patient is found by: name, date of birth, record number."""
    rows = connection.execute(_NAMES, {"patients": these(patients)})
    return {row.patient: f"{row.name} {row.birth_date or ''} {row.mrn}" for row in rows}


def _numbers(connection: Connection, threads: Sequence[Thread]) -> list[int]:
    """For each thread the second of its newest message, or the next one that is free."""
    wanted = [_second(thread) for thread in threads]
    taken = set(connection.scalars(_TAKEN, {"seconds": json.encode(wanted).decode()}))
    given: set[int] = set()
    beyond: dict[int, int] = {}
    numbers: list[int] = []
    for second in wanted:
        at = beyond.get(second, second)
        if at != second or at in taken or at in given:
            at = _free(connection, at, given)
        given.add(at)
        beyond[second] = at + 1
        numbers.append(at)
    return numbers


def _free(connection: Connection, at: int, given: set[int]) -> int:
    while (free := int(connection.scalar(_FREE, {"at": at}) or at)) in given:
        at = free + 1
    return free


def _second(thread: Thread) -> int:
    newest = thread.messages[-1].sent if thread.messages else thread.opened
    return to_ms(newest) // 1000 if newest else 0
