"""All conversations with open work, as truth and outbox together show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from inbox.domain.filed import Interpreter
from inbox.domain.ids import PatientId
from inbox.domain.projection import project
from inbox.domain.thread import Thread
from inbox.store import intake, outbox, truth
from inbox.store.schema import patient_row
from inbox.store.sql import among, these

_NAMES = select(patient_row.c.patient, patient_row.c.name).where(patient_row.c.patient.in_(among("refs")))
AT_ONCE = 100
"""Conversations read together."""


def open_threads(reader: Connection, interpreter: Interpreter) -> Iterator[Thread]:
    """One after the other: there may be thousands."""
    wanted = intake.open_threads(reader)
    for at in range(0, len(wanted), AT_ONCE):
        part = wanted[at : at + AT_ONCE]
        resources, entries = truth.of_threads(reader, part), outbox.of_threads(reader, part)
        for thread in part:
            held = interpreter.thread(thread, resources.get(thread, []))
            if held is not None:
                yield project(held, entries.get(thread, ()))


def patient_names(reader: Connection, patients: Iterable[PatientId]) -> dict[PatientId, str]:
    """What each of them is called, as far as it is known here."""
    found = reader.execute(_NAMES, {"refs": these(set(patients))})
    return {PatientId(ref): name or "" for ref, name in found}
