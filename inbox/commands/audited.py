"""The notes for the audit trail of what was performed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from inbox.domain.audit import AuditNote
from inbox.domain.entries import Entry
from inbox.domain.ids import OperationId, PersonId
from inbox.domain.people import Actor


def audited(entries: Sequence[Entry], actor: Actor, at: datetime) -> list[AuditNote]:
    """One note for each thread that was acted on."""
    touched = {entry.thread: entry.patient for entry in entries}
    behalf = {entry.thread: PersonId(entry.on_behalf.ref) for entry in entries if entry.on_behalf}
    return [
        AuditNote(
            id=OperationId(str(uuid4())),
            what="update",
            actor=actor.person,
            role=actor.role,
            at=at,
            patient=patient,
            thread=thread,
            on_behalf=behalf.get(thread),
        )
        for thread, patient in touched.items()
    ]
