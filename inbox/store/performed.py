"""What becomes of operations: run, taken back, sent, settled, stopped, decided about by their author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain.attempt import Attempt
from inbox.domain.audit import WITHDRAWN, AuditNote
from inbox.domain.changes import Changes
from inbox.domain.entries import Entry, Saw, State
from inbox.domain.ids import GroupId, OperationId, PersonId
from inbox.domain.operations import Problem, Split
from inbox.domain.operations.split import split_id
from inbox.store import attempts, deeds, file_bodies, intake, kept, outbox
from inbox.store.transaction import Transaction
from inbox.store.truth import Parcel

_OUTBOX = Changes(outbox=True)


def run(
    work: Transaction,
    entries: Sequence[Entry],
    audits: Sequence[AuditNote],
    bodies: Mapping[str, bytes] | None = None,
) -> None:
    """Keep `entries` and their audit notes. `bodies`: of their files, as far as they may not be kept yet."""
    file_bodies.keep(work.connection, bodies or {})
    file_bodies.require(work.connection, file_bodies.named_by(entries))
    outbox.add(work.connection, entries)
    deeds.note(work.connection, entries)
    kept.spool(work, audits)
    _touch(work, entries, entries[0].group if entries else None)


def take_back(work: Transaction, group: GroupId, actor: PersonId) -> tuple[list[Entry], list[Entry]]:
    """Drop what still waits of a group, with what was done to work it split off; give it, and the rest."""
    there = outbox.of_group(work.connection, group, actor)
    back = [entry for entry in there if entry.state is State.WAITING]
    back += outbox.depending(work.connection, back, actor)
    outbox.drop(work.connection, back)
    kept.came_of(work, [entry.id for entry in back], outcome=WITHDRAWN)
    deeds.undo(work.connection, [group])
    _touch(work, back, group)
    return back, [entry for entry in there if entry.state is not State.WAITING]


def discard(work: Transaction, operation: OperationId, actor: PersonId) -> None:
    """Drop a stopped entry with what depends on it."""
    let_go(work, outbox.to_decide(work.connection, operation, actor))


def let_go(work: Transaction, entries: Sequence[Entry]) -> None:
    """Drop entries for good, with their files."""
    outbox.drop(work.connection, entries)
    kept.came_of(work, [entry.id for entry in entries], outcome=WITHDRAWN)
    file_bodies.let_go(work.connection, file_bodies.named_by(entries))
    deeds.undo(work.connection, {entry.group for entry in entries})
    _touch(work, entries)


def retry(
    work: Transaction, operation: OperationId, actor: PersonId, saw: Saw | None, at: datetime | None
) -> None:
    """Have a stopped entry wait again, with what depends on it."""
    entries = outbox.to_decide(work.connection, operation, actor)
    outbox.keep(work.connection, outbox.again(entries, saw, at))
    _touch(work, entries)


def send_now(work: Transaction, group: GroupId, actor: PersonId) -> None:
    """Drop the undo window of a group."""
    entries = [entry for entry in outbox.of_group(work.connection, group, actor) if entry.not_before]
    outbox.keep(work.connection, [msgspec.structs.replace(entry, not_before=None) for entry in entries])
    _touch(work, entries)


def sending(work: Transaction, operations: Sequence[OperationId], attempt: Attempt | None) -> bool:
    """Mark all of them, or none where one is no longer ready to leave."""
    entries = outbox.named(work.connection, operations)
    ready = [entry for entry in entries if entry.state in (State.WAITING, State.UNSURE)]
    if len(ready) < len(operations):
        return False
    left_at = attempt.at if attempt else None
    leaving = [msgspec.structs.replace(entry, problem=None, left_at=left_at) for entry in ready]
    _turn(work, leaving, State.SENDING)
    _note(work, ready, attempt)
    return True


def back_to_waiting(
    work: Transaction, operations: Sequence[OperationId], unsure: bool, attempt: Attempt | None
) -> None:
    """An attempt that led nowhere, or nobody knows where; nothing to those no longer being sent."""
    entries = [one for one in outbox.named(work.connection, operations) if one.state is State.SENDING]
    _note(work, entries, attempt)
    tried = [msgspec.structs.replace(entry, attempts=entry.attempts + 1) for entry in entries]
    _turn(work, tried, State.UNSURE if unsure else State.WAITING)


def settle(
    work: Transaction, operations: Sequence[OperationId], brought: Sequence[Parcel], request: str = ""
) -> None:
    """Truth takes the place of what waited. `request`: the `X-Request-Id` it was asked for under; where it
    was found to have arrived, that of its last attempt."""
    entries = outbox.named(work.connection, operations)
    kept.came_of(work, operations, request=request or _asked_under(work, operations))
    outbox.drop(work.connection, entries)
    file_bodies.let_go(work.connection, file_bodies.named_by(entries))
    for entry in entries:
        if isinstance(entry.operation, Split):
            work.expect(entry.thread, entry.operation.name_in(entry.thread), split_id(entry.id))
    intake.ingest(work, brought)
    _touch(work, entries)


def note_attempt(work: Transaction, operations: Sequence[OperationId], attempt: Attempt) -> None:
    """An attempt that did not even begin."""
    _note(work, outbox.named(work.connection, operations), attempt)


def stop(
    work: Transaction, operation: OperationId, state: State, problem: Problem, attempt: Attempt | None
) -> None:
    """Mark an entry as refused or conflicted, or as unsure for as long as nobody can tell."""
    entries = outbox.named(work.connection, [operation])
    _note(work, entries, attempt)
    outbox.keep(work.connection, [outbox.stopped(entry, state, problem) for entry in entries])
    _touch(work, entries)


def recover(work: Transaction) -> None:
    """After a crash: the fate of what was being sent is unknown."""
    _turn(work, outbox.left_sending(work.connection), State.UNSURE)
    attempts.interrupt(work.connection)
    file_bodies.sweep(work.connection)


def _asked_under(work: Transaction, operations: Sequence[OperationId]) -> str:
    made = attempts.of(work.connection, operations).values()
    return next((one.request for several in made for one in reversed(several) if one.request), "")


def _note(work: Transaction, entries: Sequence[Entry], attempt: Attempt | None) -> None:
    if attempt is not None:
        attempts.note(work.connection, [entry.id for entry in entries], attempt)


def _turn(work: Transaction, entries: Sequence[Entry], state: State) -> None:
    outbox.keep(work.connection, [msgspec.structs.replace(entry, state=state) for entry in entries])
    _touch(work, entries)


def _touch(work: Transaction, entries: Iterable[Entry], group: GroupId | None = None) -> None:
    threads = {entry.thread for entry in entries}
    if threads:
        work.touch(threads, msgspec.structs.replace(_OUTBOX, by_group=group))
