"""The outbox as a screen: what this person did and the server has not confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from inbox.domain.attempt import Attempt
from inbox.domain.entries import LIVE, Entry
from inbox.domain.ids import PersonId, ThreadId
from inbox.domain.projection import HELD_BACK
from inbox.store import attempts, outbox
from inbox.store.schema import inbox_row, patient_row
from inbox.store.sql import among, these

_NAMES = select(patient_row.c.patient, patient_row.c.name).where(patient_row.c.patient.in_(among("refs")))
_SUBJECTS = select(inbox_row.c.item, inbox_row.c.subject).where(inbox_row.c.item.in_(among("refs")))


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
    stopped: set[ThreadId] = set()
    found = []
    entries = outbox.of_actor(reader, person)
    tried = attempts.of(reader, [entry.id for entry in entries])
    # By the entry's own patient: the item may be gone, and what was written is still whose it was.
    names = _words(reader, _NAMES, (entry.patient for entry in entries))
    subjects = _words(reader, _SUBJECTS, (entry.item for entry in entries))
    for entry in entries:
        behind = entry.thread in stopped and entry.state in LIVE
        if entry.state not in LIVE or entry.problem is not None:
            stopped.add(entry.thread)
        found.append(
            Unconfirmed(
                entry,
                names.get(entry.patient, ""),
                subjects.get(entry.item, ""),
                HELD_BACK if behind else str(entry.state),
                tuple(tried.get(entry.id, ())),
            )
        )
    return found


def _words(reader: Connection, said: Select[*tuple[Any, ...]], refs: Iterable[str]) -> dict[str, str]:
    """What each of `refs` is known by, as far as it is here."""
    return {ref: words or "" for ref, words in reader.execute(said, {"refs": these(set(refs))})}
