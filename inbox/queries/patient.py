"""The patient panel: the banner, and the resources that its chart is made of."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, bindparam, select

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.domain.patient import PatientCard
from inbox.store import truth
from inbox.store.schema import chart_state, patient_row
from inbox.store.times import maybe_time

_CARD = select(patient_row.c.card).where(patient_row.c.patient == bindparam("patient"))
_FETCHED = select(chart_state.c.fetched_at).where(chart_state.c.patient == bindparam("patient"))
_BORN = select(patient_row.c.patient, patient_row.c.birth_date).where(patient_row.c.birth_date.is_not(None))
_card = msgspec.json.Decoder(PatientCard).decode


def card(reader: Connection, patient: PatientId) -> PatientCard | None:
    """The banner; None when the patient is not in the cache."""
    held = reader.scalar(_CARD, {"patient": patient})
    return None if held is None else _card(held)


def births(reader: Connection) -> dict[PatientId, date]:
    """When each patient that is kept here was born, where that is known."""
    return {PatientId(patient): date.fromisoformat(born) for patient, born in reader.execute(_BORN)}


def chart(reader: Connection, patient: PatientId) -> list[Filed]:
    """Everything kept of the patient that is not part of a conversation."""
    return truth.of_patient(reader, patient)


def chart_fetched(reader: Connection, patient: PatientId) -> datetime | None:
    """When the chart was last read whole; None: never, so an empty chart means unknown."""
    return maybe_time(reader.scalar(_FETCHED, {"patient": patient}))
