"""Who may read what is written to a patient, from what is kept of the patient and of their proxies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from inbox.domain.messaging.readers import Readers
from inbox.domain.messaging.rules import Confidential
from inbox.domain.thread import Thread
from inbox.fhir import incoming
from inbox.queries import patient


def readers(connection: Connection, thread: Thread, ages: Confidential, today: date) -> Readers:
    """The circle of the patient of `thread` on `today`, a date of the clinic."""
    card = patient.card(connection, thread.patient)
    proxies = incoming.proxies(patient.chart(connection, thread.patient))
    return Readers(today, ages, card.age(today) if card else None, tuple(proxies))
