"""The patient panel: the banner, the resources that its chart is made of, and earlier conversations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from inbox.domain import typed
from inbox.domain.filed import Filed, Interpreter
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.patient import PatientCard
from inbox.domain.projection import project
from inbox.domain.thread import Thread
from inbox.store import kept, outbox, truth
from inbox.store.schema import chart_state, inbox_row, patient_row, thread_row
from inbox.store.times import maybe_time

_CARD = select(patient_row.c.card).where(patient_row.c.patient == bindparam("patient"))
_FETCHED = select(chart_state.c.fetched_at).where(chart_state.c.patient == bindparam("patient"))
_NAMES = select(patient_row.c.patient, patient_row.c.name)
_BORN = select(patient_row.c.patient, patient_row.c.birth_date).where(patient_row.c.birth_date.is_not(None))
_LATEST = func.max(inbox_row.c.latest)
_CONVERSATIONS = (
    select(inbox_row.c.thread)
    .where(
        inbox_row.c.thread.in_(
            select(thread_row.c.thread).where(thread_row.c.patient == bindparam("patient"))
        )
    )
    .group_by(inbox_row.c.thread)
    .order_by(_LATEST.desc(), inbox_row.c.thread)
)
_card = typed.decoder(PatientCard).decode


def card(reader: Connection, patient: PatientId) -> PatientCard | None:
    """The banner; None when the patient is not in the cache."""
    held = reader.scalar(_CARD, {"patient": patient})
    return None if held is None else _card(held)


def names(reader: Connection) -> dict[str, str]:
    """What every patient that is kept here is called, by reference."""
    return {row.patient: row.name for row in reader.execute(_NAMES)}


def births(reader: Connection) -> dict[PatientId, date]:
    """When each patient that is kept here was born, where that is known."""
    return {PatientId(patient): date.fromisoformat(born) for patient, born in reader.execute(_BORN)}


def chart(reader: Connection, patient: PatientId) -> list[Filed]:
    """Everything kept of the patient that is not part of a conversation."""
    return truth.of_patient(reader, patient)


def chart_fetched(reader: Connection, patient: PatientId) -> datetime | None:
    """When the chart was last read whole; None: never, so an empty chart means unknown."""
    return maybe_time(reader.scalar(_FETCHED, {"patient": patient}))


def chart_unread(reader: Connection) -> frozenset[str]:
    """The types of resources that charts were read without, because this server does not give them."""
    body = kept.note_of(reader, kept.CHARTS_WITHOUT)
    return typed.decode(body, frozenset[str]) if body else frozenset()


def conversations(
    reader: Connection, interpreter: Interpreter, patient: PatientId, most: int
) -> tuple[list[Thread], int]:
    """The patient's newest conversations as truth and outbox together show them, and how many are older."""
    found = [ThreadId(thread) for thread in reader.scalars(_CONVERSATIONS, {"patient": patient})]
    newest = found[:most]
    held, waiting = truth.of_threads(reader, newest), outbox.of_threads(reader, newest)
    read = ((thread, interpreter.thread(thread, held.get(thread, []))) for thread in newest)
    shown = [project(there, waiting.get(thread, [])) for thread, there in read if there is not None]
    return shown, len(found) - len(newest)
