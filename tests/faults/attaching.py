"""What the composer does before a reply with a file is sent: it is in a draft, and kept."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from inbox.domain.attached import AttachedFile
from inbox.domain.draft import Draft
from inbox.domain.ids import PatientId, PersonId, ThreadId
from inbox.store.store import Store
from tests.faults.letters import letter


def attached(store: Store, thread: ThreadId, person: PersonId, words: str, at: datetime) -> AttachedFile:
    """The letter of `words`, kept with a draft of them."""
    body = letter(words)
    file = AttachedFile("letter.pdf", "application/pdf", len(body), sha256(body).hexdigest())
    draft = Draft(thread, PatientId("Patient/drafted"), person, words, at, files=(file,))
    store.save_draft(draft, {file.digest: body}).result()
    return file
