"""What is no longer kept here: closed long ago, or no longer this person's to see.

Only what the server could send again is forgotten. Outbox and drafts belong to their author and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, or_, select, union

from inbox.domain.ids import PatientId, ThreadId
from inbox.store import deeds, intake
from inbox.store.rows import is_open
from inbox.store.schema import (
    chart_state,
    draft,
    inbox_row,
    outbox,
    patient_row,
    resource,
    seen,
    thread_row,
)
from inbox.store.sql import among, these
from inbox.store.times import to_ms
from inbox.store.transaction import Transaction

_LAST = func.max(func.max(inbox_row.c.latest, inbox_row.c.arrived, func.coalesce(inbox_row.c.closed_at, 0)))
_IN_USE = union(select(outbox.c.thread), select(draft.c.thread))
_OLD = (
    select(inbox_row.c.thread)
    .where(inbox_row.c.thread.not_in(_IN_USE))
    .group_by(inbox_row.c.thread)
    .having(func.sum(is_open()) == 0, bindparam("before") > _LAST)
    .order_by(_LAST)
    .limit(bindparam("most"))
)
_BUSY = select(inbox_row.c.thread).where(
    inbox_row.c.thread.in_(among("threads")), or_(is_open(), inbox_row.c.thread.in_(_IN_USE))
)
_OF_PATIENTS = select(thread_row.c.thread).where(thread_row.c.patient.in_(among("patients")))
_PATIENTS_OF = select(thread_row.c.patient).where(thread_row.c.thread.in_(among("threads"))).distinct()
_WITHOUT_THREAD = select(patient_row.c.patient).where(
    patient_row.c.patient.in_(among("patients")),
    ~exists().where(thread_row.c.patient == patient_row.c.patient),
)
_REFS_OF_THREADS = select(resource.c.ref).where(resource.c.thread.in_(among("threads")))
_REFS_OF_CHARTS = select(resource.c.ref).where(
    resource.c.patient.in_(among("patients")), resource.c.thread.is_(None)
)
_ITEMS = select(inbox_row.c.item).where(inbox_row.c.thread.in_(among("threads")))
_UNSEE = delete(seen).where(seen.c.item.in_(among("items")))
_UNREAD_CHART = delete(chart_state).where(chart_state.c.patient.in_(among("patients")))


def old(connection: Connection, before: datetime, most: int) -> list[ThreadId]:
    """Conversations that ended before an instant, oldest first, without anything waiting or begun."""
    return [ThreadId(one) for one in connection.scalars(_OLD, {"before": to_ms(before), "most": most})]


def patients_of(connection: Connection, threads: Iterable[ThreadId]) -> list[PatientId]:
    """Whose conversations these are."""
    return [PatientId(one) for one in connection.scalars(_PATIENTS_OF, {"threads": these(threads)}) if one]


def threads_of(connection: Connection, patients: Iterable[PatientId]) -> list[ThreadId]:
    """All conversations of some patients."""
    return [ThreadId(one) for one in connection.scalars(_OF_PATIENTS, {"patients": these(patients)})]


def patients(connection: Connection) -> list[PatientId]:
    """Everybody who is known here, in the order of their ids."""
    statement = select(patient_row.c.patient).order_by(patient_row.c.patient)
    return [PatientId(one) for one in connection.scalars(statement)]


def without_threads(connection: Connection, patients: Iterable[PatientId]) -> list[PatientId]:
    """Those of `patients` with no conversation left here."""
    return [PatientId(one) for one in connection.scalars(_WITHOUT_THREAD, {"patients": these(patients)})]


def forget_threads(work: Transaction, threads: Sequence[ThreadId], *, spare: bool) -> None:
    """Forget whole conversations; `spare` those that have open work, entries or drafts by now."""
    connection = work.connection
    if spare:
        busy = set(connection.scalars(_BUSY, {"threads": these(threads)}))
        threads = [thread for thread in threads if thread not in busy]
    items = list(connection.scalars(_ITEMS, {"threads": these(threads)}))
    intake.remove(work, list(connection.scalars(_REFS_OF_THREADS, {"threads": these(threads)})))
    connection.execute(_UNSEE, {"items": these(items)})


def forget_charts(work: Transaction, patients: Sequence[PatientId]) -> None:
    """Forget patients and what their charts say, and that these were ever read."""
    refs = work.connection.scalars(_REFS_OF_CHARTS, {"patients": these(patients)})
    intake.remove(work, [*patients, *refs])
    work.connection.execute(_UNREAD_CHART, {"patients": these(patients)})
    deeds.forget_patients(work.connection, patients)
