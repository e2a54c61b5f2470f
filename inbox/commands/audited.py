"""The notes for the audit trail of what was performed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.audit import UPDATE, AuditNote
from inbox.domain.entries import Entry
from inbox.domain.ids import PersonId
from inbox.domain.people import Actor


def audited(entries: Sequence[Entry], actor: Actor, at: datetime) -> list[AuditNote]:
    """One note for each thread that was acted on, under the name of the first operation on it."""
    first = {entry.thread: entry for entry in reversed(entries)}
    behalf = {entry.thread: PersonId(entry.on_behalf.ref) for entry in entries if entry.on_behalf}
    return [
        AuditNote(
            id=entry.id,
            what=UPDATE,
            actor=actor.person,
            role=actor.role,
            at=at,
            patient=entry.patient,
            thread=thread,
            on_behalf=behalf.get(thread),
        )
        for thread, entry in first.items()
    ]
