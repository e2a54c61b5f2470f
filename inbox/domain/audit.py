"""A note for the audit trail: who did what with whose record. Kept until the server has it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.ids import OperationId, PatientId, PersonId, ThreadId
from inbox.domain.people import Role

EXPORT = "export"
"""Something of a record was handed to what this program does not govern."""

SIGN_IN, SIGN_OUT, SEARCH, WIPE = "sign-in", "sign-out", "search", "wipe"
"""Somebody began to work; left for good; was shown what was found for words; what lay here was erased."""
EXPIRED = "expired"
"""Something that did not leave was let go of, a month after it was done."""
ACCESS_ENDED = "access-ended"
"""The server said that somebody works there no longer; what lay here was erased for that."""


class AuditNote(msgspec.Struct, frozen=True):
    """One event of the trail (fhir.md, AuditEvent). Names nobody and quotes nothing: references only."""

    id: OperationId
    """A UUID made here: the server's copy carries it, so that a resend is recognised."""
    what: str
    """ "read", "update", "export", "sign-in", "sign-out", "search", "wipe", "lock", "unlock", …"""
    actor: PersonId
    role: Role
    at: datetime
    patient: PatientId | None = None
    thread: ThreadId | None = None
    outcome: str = ""
    """Empty when it succeeded, else why it did not."""
    on_behalf: PersonId | None = None
    """The absent colleague for whom it was done."""
