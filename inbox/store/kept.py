"""Small things kept for people and for the engine: drafts, what was seen, audit notes, charts' ages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from inbox.domain import typed
from inbox.domain.audit import AuditNote
from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.draft import Draft
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId, OperationId, PatientId, PersonId, ThreadId
from inbox.domain.words import tr
from inbox.store import file_bodies
from inbox.store.schema import audit_spool, chart_state, cursor, draft, inbox_row, note, outbox, seen
from inbox.store.sql import among, put, these
from inbox.store.times import from_ms, to_ms
from inbox.store.transaction import Transaction

CHARTS_WITHOUT = "charts: without"
"""The note of the types of resources that charts were read without."""

_DRAFT = select(draft.c.words).where(
    draft.c.thread == bindparam("thread"), draft.c.person == bindparam("person")
)
_DRAFTS = select(draft.c.words).where(draft.c.person == bindparam("person"))
_SAVE_DRAFT = put(draft)
_DROP_DRAFT = delete(draft).where(
    draft.c.thread == bindparam("thread"), draft.c.person == bindparam("person")
)
_LATEST = select(inbox_row.c.thread, inbox_row.c.latest).where(inbox_row.c.item == bindparam("item"))
_SEE = put(seen)
_SEEN = select(seen.c.latest).where(seen.c.person == bindparam("person"), seen.c.item == bindparam("item"))
_SPOOL = insert(audit_spool).on_conflict_do_nothing()
_WAITING = (
    select(audit_spool.c.note)
    .where(audit_spool.c.actor == bindparam("actor"), audit_spool.c.id.not_in(select(outbox.c.id)))
    .order_by(audit_spool.c.seq)
    .limit(bindparam("most"))
)
_NOTED = select(audit_spool.c.note).where(audit_spool.c.id.in_(among("ids")))
_RENOTE = update(audit_spool).where(audit_spool.c.id == bindparam("which")).values(note=bindparam("told"))
_SENT = delete(audit_spool).where(audit_spool.c.id.in_(among("ids")))
_FETCHED = put(chart_state)
_NOTE = select(note.c.body).where(note.c.name == bindparam("name"))
_KEEP_NOTE = put(note)
_note = typed.decoder(AuditNote).decode
_draft = typed.decoder(Draft).decode


def draft_of(connection: Connection, thread: ThreadId, person: PersonId) -> Draft | None:
    """What `person` has typed in answer to `thread`."""
    words = connection.scalar(_DRAFT, {"thread": thread, "person": person})
    return None if words is None else _draft(words)


def drafts_of(connection: Connection, person: PersonId) -> list[Draft]:
    """All drafts of `person`."""
    return [_draft(words) for words in connection.scalars(_DRAFTS, {"person": person})]


def save_draft(work: Transaction, draft: Draft, bodies: Mapping[str, bytes] | None = None) -> None:
    """Keep a draft with the bodies of its new files; one begun for another patient is never overwritten."""
    was = draft_of(work.connection, draft.thread, draft.person)
    if was is not None and was.patient != draft.patient:
        raise Refused(tr("This draft was begun for another patient. It was not changed."))
    file_bodies.keep(work.connection, bodies or {})
    words = msgspec.json.encode(draft)
    work.connection.execute(_SAVE_DRAFT, {"thread": draft.thread, "person": draft.person, "words": words})
    if was is None:
        work.changes |= Changes(threads=frozenset({draft.thread}))
    else:
        file_bodies.let_go(work.connection, file_bodies.digests(was.files) - file_bodies.digests(draft.files))


def drop_draft(work: Transaction, thread: ThreadId, person: PersonId) -> None:
    """Throw a draft away, and its files where nothing else names them."""
    was = draft_of(work.connection, thread, person)
    if work.connection.execute(_DROP_DRAFT, {"thread": thread, "person": person}).rowcount:
        work.changes |= Changes(threads=frozenset({thread}))
    if was is not None:
        file_bodies.let_go(work.connection, file_bodies.digests(was.files))


def mark_seen(work: Transaction, item: ItemId, person: PersonId, at: datetime) -> None:
    """Seen up to the newest message there is now, whatever the clocks say. Seeing it again is no change."""
    row = work.connection.execute(_LATEST, {"item": item}).one_or_none()
    if row is None or work.connection.scalar(_SEEN, {"person": person, "item": item}) == row.latest:
        return
    work.connection.execute(_SEE, {"person": person, "item": item, "latest": row.latest, "at": to_ms(at)})
    work.changes |= Changes(threads=frozenset({row.thread}))


def spool(work: Transaction, notes: Sequence[AuditNote]) -> None:
    """Keep audit notes; one already kept is not kept twice."""
    if notes:
        rows = [{"id": note.id, "actor": note.actor, "note": msgspec.json.encode(note)} for note in notes]
        work.connection.execute(_SPOOL, rows)


def audits_waiting(connection: Connection, actor: PersonId, limit: int) -> list[AuditNote]:
    """The oldest notes of `actor`; that of an action waits until its operation has left the outbox."""
    return [_note(note) for note in connection.scalars(_WAITING, {"actor": actor, "most": limit})]


def came_of(
    work: Transaction, operations: Sequence[OperationId], *, request: str = "", outcome: str = ""
) -> None:
    """What became of actions is added to their notes: the request they left under, or why they did not."""
    if request or outcome:
        for held in work.connection.scalars(_NOTED, {"ids": these(operations)}).all():
            told = msgspec.structs.replace(_note(held), request=request, outcome=outcome)
            work.connection.execute(_RENOTE, {"which": told.id, "told": msgspec.json.encode(told)})


def audits_sent(work: Transaction, ids: Sequence[OperationId]) -> None:
    """Let go of notes."""
    work.connection.execute(_SENT, {"ids": these(ids)})


def charts_fetched(work: Transaction, patients: Sequence[PatientId], at: datetime) -> None:
    """Remember when charts were read."""
    rows = [{"patient": patient, "fetched_at": to_ms(at)} for patient in patients]
    if rows:
        work.connection.execute(_FETCHED, rows)
    work.changes |= Changes(patients=frozenset(patients))


def keep_note(work: Transaction, name: str, body: bytes) -> None:
    """Keep something small of the program's own under a name, in place of what was there."""
    work.connection.execute(_KEEP_NOTE, {"name": name, "body": body})


def note_of(connection: Connection, name: str) -> bytes | None:
    """What was kept under that name."""
    body: bytes | None = connection.scalar(_NOTE, {"name": name})
    return body


def cursors(connection: Connection) -> dict[str, Cursor]:
    """All streams by name."""
    return {name: Cursor(name, from_ms(since)) for name, since in connection.execute(select(cursor))}
