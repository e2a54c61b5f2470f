"""A note for the audit trail: who did what with whose record. Kept until the server has it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.ids import OperationId, PatientId, PersonId, ThreadId
from inbox.domain.people import Role

READ, UPDATE, SEARCH = "read", "update", "search"
"""A record was opened; acted on; was among what was found for words."""
SIGN_IN, SIGN_OUT, SWITCH, QUIT = "sign-in", "sign-out", "switch", "quit"
"""Somebody began to work; left for good; made room for a colleague; closed the program."""
LOCK, UNLOCK, WIPE = "lock", "unlock", "wipe"
"""All was hidden; was shown again, or was tried to; what lay here was erased."""
EXPORT = "export"
"""Something was handed to what this program does not govern."""
PUBLISH, ARRANGE, COVER = "publish", "arrange", "cover"
"""A part of the site's kit was published; pools or people arranged; it was set who covers for whom."""
PROPOSE, SIGN, WITHDRAW = "propose", "sign", "withdraw"
"""The same for what needs a second clinician: proposed, signed (it holds), withdrawn."""
AUDIT = "audit"
"""The trail itself was looked at."""

EXPIRED = "expired"
"""Something that did not leave was let go of, a month after it was done."""
ACCESS_ENDED = "access-ended"
"""The server said that somebody works there no longer; what lay here was erased for that."""
WITHDRAWN = "Taken back before the server had it."
"""The outcome of an action that never left. For the server's people: not translated."""

KINDS = (
    READ, UPDATE, SEARCH, EXPORT, SIGN_IN, SIGN_OUT, SWITCH, QUIT, LOCK, UNLOCK, WIPE, ACCESS_ENDED,
    EXPIRED, PUBLISH, PROPOSE, SIGN, WITHDRAW, ARRANGE, COVER, AUDIT,
)  # fmt: skip
"""All of them, in the order in which they are offered to whoever looks through the trail."""


class AuditNote(msgspec.Struct, frozen=True):
    """One event of the trail (fhir.md, AuditEvent). Names nobody and quotes nothing: references only."""

    id: OperationId
    """A UUID: the server's copy carries it, so that a resend is recognised. Of an action it is that of its
    first operation on the thread: the note leaves once that one has."""
    what: str
    """One of `KINDS`."""
    actor: PersonId
    role: Role
    at: datetime
    patient: PatientId | None = None
    thread: ThreadId | None = None
    outcome: str = ""
    """Empty when it succeeded, else why it did not."""
    on_behalf: PersonId | None = None
    """The absent colleague for whom it was done."""
    about: str = ""
    """What it was about where that is no conversation: `Type/id`, or the fixed name of what was exported."""
    request: str = ""
    """The `X-Request-Id` under which the server was asked to do it; empty where it was asked nothing."""
