"""The outbox as a screen: what this person did and the server has not confirmed."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, select

from inbox.domain.attempt import Attempt
from inbox.domain.entries import LIVE, Entry
from inbox.domain.ids import PersonId, ThreadId
from inbox.domain.projection import HELD_BACK
from inbox.store import attempts, outbox
from inbox.store.schema import inbox_row, patient_row
from inbox.store.schema import outbox as table

_NAMES = (
    select(table.c.id, patient_row.c.name, inbox_row.c.subject)
    .select_from(table)
    .outerjoin(inbox_row, inbox_row.c.item == table.c.item)
    .outerjoin(patient_row, patient_row.c.patient == inbox_row.c.patient)
    .where(table.c.actor == bindparam("actor"))
)


class Unconfirmed(msgspec.Struct, frozen=True):
    """One entry with what a person knows it by."""

    entry: Entry
    patient_name: str
    subject: str
    state: str
    """The entry's, or "held": it waits behind one of its thread that is to be decided about."""
    attempts: tuple[Attempt, ...] = ()
    """What came of telling the server so far, oldest first: the newest few of `entry.attempts`."""


def unconfirmed(reader: Connection, person: PersonId) -> list[Unconfirmed]:
    """Everything of `person`, in order of performance."""
    names = {
        id_: (name or "", subject or "") for id_, name, subject in reader.execute(_NAMES, {"actor": person})
    }
    stopped: set[ThreadId] = set()
    found = []
    entries = outbox.of_actor(reader, person)
    tried = attempts.of(reader, [entry.id for entry in entries])
    for entry in entries:
        behind = entry.thread in stopped and entry.state in LIVE
        if entry.state not in LIVE:
            stopped.add(entry.thread)
        name, subject = names.get(entry.id, ("", ""))
        state = HELD_BACK if behind else str(entry.state)
        found.append(Unconfirmed(entry, name, subject, state, tuple(tried.get(entry.id, ()))))
    return found
