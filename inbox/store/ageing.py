"""What has not left for a month, entries and drafts: its author is told, then it goes (`domain.unsent`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import msgspec
from sqlalchemy import Connection

from inbox.domain import typed
from inbox.domain.audit import EXPIRED, AuditNote
from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, State
from inbox.domain.ids import OperationId
from inbox.domain.people import Actor
from inbox.domain.unsent import REMEMBERED, Gone, Unsent, goes_at, is_old
from inbox.store import kept, outbox, performed
from inbox.store.transaction import Transaction

_NOTE = "unsent: "
_unsent = typed.decoder(Unsent).decode


def of(connection: Connection, actor: Actor) -> Unsent:
    """What `actor` has been told."""
    body = kept.note_of(connection, f"{_NOTE}{actor.person}")
    return Unsent() if body is None else _unsent(body)


def see_to(work: Transaction, actor: Actor, now: datetime) -> None:
    """Let go of what its author has known of for long enough; note of the rest that they are told by now."""
    before = of(work.connection, actor)
    known = {name: at for name, at in before.told.items() if at <= now}  # what is still to come tells nothing
    gone = [one for one in before.gone if now - one.at < REMEMBERED]
    told: dict[str, datetime] = {}
    going: list[tuple[datetime, Entry | Draft]] = []
    dropped: set[str] = set()
    for name, since, one in _all(work.connection, actor):
        if name in dropped or not is_old(since, now):
            continue
        at = goes_at(since, known.get(name, now))
        if at <= now and (went := _let_go(work, one, actor, now)):
            dropped.update(went)
            gone.append(Gone(one.patient, now))
        else:
            told[name] = known.get(name, now)
            going.append((at, one))
    going.sort(key=lambda each: each[0])
    patients = tuple(dict.fromkeys(one.patient for _, one in going))
    after = Unsent(told, patients, going[0][0] if going else None, tuple(gone))
    if after != before:
        kept.keep_note(work, f"{_NOTE}{actor.person}", msgspec.json.encode(after))
        work.changes |= Changes(outbox=True)


def _all(connection: Connection, actor: Actor) -> Iterator[tuple[str, datetime, Entry | Draft]]:
    """Everything of one person that has not left, by a name of its own, with since when."""
    for entry in outbox.of_actor(connection, actor.person):
        yield entry.id, entry.made_at, entry
    for draft in kept.drafts_of(connection, actor.person):
        yield draft.thread, draft.saved_at, draft


def _let_go(work: Transaction, one: Entry | Draft, actor: Actor, now: datetime) -> list[str]:
    """The names of what has gone; what is being sent, or goes with such, stays till it is answered for."""
    names: list[str] = [one.thread]
    if isinstance(one, Draft):
        kept.drop_draft(work, one.thread, one.person)
    else:
        together = outbox.together(work.connection, one, actor.person)
        if any(each.state is State.SENDING for each in together):
            return []
        performed.let_go(work, together)
        names = [each.id for each in together]
    kept.spool(work, [_note(one, actor, now) for _ in names])
    return names


def _note(one: Entry | Draft, actor: Actor, now: datetime) -> AuditNote:
    id_ = OperationId(str(uuid4()))
    return AuditNote(id_, EXPIRED, actor.person, actor.role, now, one.patient, one.thread)
