"""The outbox as a screen: what this person did and the server has not confirmed."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, select

from inbox.domain.entries import LIVE, Entry
from inbox.domain.ids import PersonId, ThreadId
from inbox.domain.projection import HELD_BACK
from inbox.store import outbox
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


def unconfirmed(reader: Connection, person: PersonId) -> list[Unconfirmed]:
    """Everything of `person`, in order of performance."""
    names = {
        id_: (name or "", subject or "") for id_, name, subject in reader.execute(_NAMES, {"actor": person})
    }
    stopped: set[ThreadId] = set()
    found = []
    for entry in outbox.of_actor(reader, person):
        behind = entry.thread in stopped and entry.state in LIVE
        if entry.state not in LIVE:
            stopped.add(entry.thread)
        name, subject = names.get(entry.id, ("", ""))
        found.append(Unconfirmed(entry, name, subject, HELD_BACK if behind else str(entry.state)))
    return found
