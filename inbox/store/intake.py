"""What the server sent: filed, placed, and made visible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select

from inbox.domain import typed
from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.people import Party
from inbox.domain.pool import Pool
from inbox.domain.work_item import BESIDE, Kind
from inbox.store import history, people, schema, truth
from inbox.store.rows import is_open
from inbox.store.schema import inbox_row
from inbox.store.sql import among, put, these
from inbox.store.times import to_ms
from inbox.store.transaction import Transaction
from inbox.store.truth import Parcel

KIT = "Library"
"""The type that parts of the site's kit are published as."""

_SAVE = put(schema.cursor)
_OPEN = select(inbox_row.c.thread).where(is_open()).distinct().order_by(inbox_row.c.thread)
_DECIDED = select(inbox_row.c.thread).where(
    is_open(),
    inbox_row.c.kind.in_((Kind.REFILL, Kind.QUESTIONNAIRE)),
    inbox_row.c.patient.in_(among("patients")),
)
_UNMET = (
    select(inbox_row.c.thread)
    .where(inbox_row.c.unanswered > 0, inbox_row.c.latest >= bindparam("since"))
    .group_by(inbox_row.c.thread)
    .having(func.sum(and_(is_open(), inbox_row.c.kind.not_in(sorted(BESIDE)))) == 0)
    .order_by(inbox_row.c.thread)
)
"""Both conditions are of the thread and the same in all its rows."""
_DOUBTFUL = (
    select(inbox_row.c.thread)
    .where(is_open())
    .group_by(inbox_row.c.thread)
    .having(or_(func.count() > 1, func.max(inbox_row.c.latest) > func.min(inbox_row.c.arrived) + 1000))
    .order_by(inbox_row.c.thread)
)
_DERIVED_AND_TRUTH = (
    schema.resource,
    schema.cursor,
    schema.inbox_row,
    schema.thread_row,
    schema.patient_row,
    schema.pool_row,
    schema.staff_row,
    schema.chart_state,
    schema.history,
    schema.seen,
    schema.deed,
)


def ingest(work: Transaction, brought: Sequence[Parcel], cursor: Cursor | None = None) -> None:
    """Keep what is new of what was brought, and how far the pull has come with it."""
    news, threads = truth.file(work.connection, brought)
    changes, found_otherwise = people.read(work.connection, work.interpreter, news)
    patients = {PatientId(filed.ref) for filed in news if filed.type == "Patient"}
    patients |= {filed.patient for filed in news if filed.patient and not filed.thread and not filed.focus}
    kit = any(filed.type == KIT for filed in news)
    threads |= _decided(work.connection, news)
    work.touch(threads | found_otherwise, changes | Changes(patients=frozenset(patients), kit=kit))
    if cursor is not None:
        work.connection.execute(_SAVE, {"name": cursor.name, "since": to_ms(cursor.since)})


def _decided(connection: Connection, news: Sequence[Filed]) -> set[ThreadId]:
    """The open refills and questionnaires of patients whose medicines or answers are news."""
    patients = {filed.patient for filed in news if filed.patient and filed.type in truth.DECIDING}
    found = connection.scalars(_DECIDED, {"patients": these(patients)}) if patients else ()
    return {ThreadId(thread) for thread in found}


def remove(work: Transaction, refs: Sequence[str]) -> None:
    """Forget resources and whatever was read out of them."""
    threads = truth.remove(work.connection, refs)
    history.forget(work.connection, threads)
    patients = frozenset(PatientId(ref) for ref in refs if ref.startswith("Patient/"))
    changes = people.forget(work.connection, work.interpreter, refs)
    kit = any(ref.startswith(f"{KIT}/") for ref in refs)
    work.touch(threads, changes | Changes(patients=patients, kit=kit))


def open_threads(connection: Connection) -> list[ThreadId]:
    """The threads with open work."""
    return [ThreadId(thread) for thread in connection.scalars(_OPEN)]


def unmet(connection: Connection, since: datetime) -> list[ThreadId]:
    """The threads in which the patient wrote last, at `since` or later, and no work is open."""
    return [ThreadId(thread) for thread in connection.scalars(_UNMET, {"since": to_ms(since)})]


def doubtful(connection: Connection) -> list[ThreadId]:
    """The threads with open work in which more was written since it began, or with more than one piece."""
    return [ThreadId(thread) for thread in connection.scalars(_DOUBTFUL)]


def pools(connection: Connection) -> list[Party]:
    """All pools that are known here."""
    facts = connection.scalars(select(schema.pool_row.c.pool_facts).order_by(schema.pool_row.c.pool))
    found = (typed.decode(one, Pool) for one in facts)
    return [Party(pool.id, pool.name) for pool in found if pool.active]


def reproject(work: Transaction, threads: Sequence[ThreadId]) -> None:
    """Look at `threads` again with the interpreter of now."""
    work.touch(threads)


def wipe(work: Transaction) -> None:
    """Empty everything that the server can send again."""
    for table in _DERIVED_AND_TRUTH:
        work.connection.execute(delete(table))
    work.connection.exec_driver_sql("INSERT INTO found (found) VALUES ('delete-all')")
    work.changes |= Changes(everything=True)
