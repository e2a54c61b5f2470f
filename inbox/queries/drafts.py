"""Replies begun and not sent."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.domain.draft import Draft
from inbox.domain.ids import PersonId, ThreadId
from inbox.store import kept


def draft(reader: Connection, thread: ThreadId, person: PersonId) -> Draft | None:
    """What `person` has typed in answer to `thread`."""
    return kept.draft_of(reader, thread, person)


def drafts(reader: Connection, person: PersonId) -> list[Draft]:
    """All of one person, the last saved first."""
    return sorted(kept.drafts_of(reader, person), key=lambda one: one.saved_at, reverse=True)
