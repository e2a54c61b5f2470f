"""Words not yet sent. They are local to this station and belong to one patient and one person."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.attached import AttachedFile
from inbox.domain.ids import MessageId, PatientId, PersonId, ThreadId


class Draft(msgspec.Struct, frozen=True):
    """What `person` has typed so far in answer to `thread`."""

    thread: ThreadId
    patient: PatientId
    """Bound when the draft is begun: it never moves to another patient."""
    person: PersonId
    text: str
    saved_at: datetime
    answers: MessageId | None = None
    """The last message of the patient that its author had on screen."""
    fields: bytes = b""
    """What the composer keeps of its blanks, lists and links, as JSON."""
    comment: str = ""
    """The internal comment begun beside the reply; it never becomes part of it."""
    files: tuple[AttachedFile, ...] = ()
    """What is to go with the reply."""
    packet: bytes = b""
    """The packet for a prescriber begun beside it, as JSON."""
