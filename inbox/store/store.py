"""The door to the cache: every write of the program is one of these methods, each one transaction.

All return futures, answered by the writer thread: `people` work (what a person did, and what became of
it) goes first and survives a power cut; what the server sent follows in slices, and could be had again.
`publish` is called on that thread after each commit that changed something.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import cached_property, partial

from inbox.domain.attempt import Attempt
from inbox.domain.audit import AuditNote
from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, Saw, State
from inbox.domain.filed import Filed
from inbox.domain.history import ReadAgain
from inbox.domain.ids import GroupId, ItemId, OperationId, PatientId, PersonId, ThreadId
from inbox.domain.operations import Problem
from inbox.domain.site_kit import Part
from inbox.store import file_bodies, forgetting, history, intake, kept, moving, outbox, performed, truth
from inbox.store.keeping import Keeping
from inbox.store.opened import READ_AGAIN, SLICE
from inbox.store.watched import Watched
from inbox.store.writer import report

BULK_SLICE = 5_000
"""The same while the very first sync has the machine to itself."""
FORGET_AT_ONCE = 25
"""Conversations in one transaction that forgets them."""


class Store(Keeping):
    """Everything that is done to an open cache file."""

    # What people do

    def run(self, entries: Sequence[Entry], audits: Sequence[AuditNote] = ()) -> Future[Changes]:
        """Perform `entries`, of one command: kept, and shown, in one transaction."""
        named = entries[0].title if entries else ""
        bodies = self.unkept.bodies_of(file_bodies.named_by(entries))
        run = partial(performed.run, entries=entries, audits=audits, bodies=bodies)
        return self._change_now(run, named)

    def take_back(self, group: GroupId, actor: PersonId) -> Future[tuple[list[Entry], list[Entry]]]:
        """Undo what still waits of a command. Gives (taken back, too late but not yet confirmed)."""
        return self._now(partial(performed.take_back, group=group, actor=actor))

    def discard(self, operation: OperationId, actor: PersonId) -> Future[Changes]:
        """Drop a refused, conflicted or unsure entry and what of its command follows it in its thread.

        The future raises `Refused` when the entry is gone or still on its way.
        """
        return self._change_now(partial(performed.discard, operation=operation, actor=actor))

    def retry(
        self, operation: OperationId, actor: PersonId, saw: Saw | None = None, at: datetime | None = None
    ) -> Future[Changes]:
        """Let a stopped entry, and what of its command follows it in its thread, wait for sending again.

        `saw` and `at` (send anyway): its author has looked again, then. Raises as `discard` does.
        """
        return self._change_now(partial(performed.retry, operation=operation, actor=actor, saw=saw, at=at))

    def send_now(self, group: GroupId, actor: PersonId) -> Future[Changes]:
        """End the undo window of a command."""
        return self._change_now(partial(performed.send_now, group=group, actor=actor))

    def save_draft(self, draft: Draft, bodies: Mapping[str, bytes] | None = None) -> Future[Changes]:
        """Keep a draft in place of the one its author had in that thread, with its new files by digest.

        Raises `Refused` when that one was begun for another patient.
        """
        self.unkept.hold_bodies(bodies or {})
        held = self.unkept.bodies_of(one.digest for one in draft.files)
        return self.unkept.follow(draft, self._change_now(partial(kept.save_draft, draft=draft, bodies=held)))

    def drop_draft(self, thread: ThreadId, person: PersonId) -> Future[Changes]:
        """Throw a draft away; no draft is no error."""
        self.unkept.drop_draft(thread, person)
        return self._change_now(partial(kept.drop_draft, thread=thread, person=person))

    def mark_seen(self, item: ItemId, person: PersonId, at: datetime) -> Future[Changes]:
        """`person` has had the item open; it is unseen again once the patient writes more."""
        return self._change_now(partial(kept.mark_seen, item=item, person=person, at=at))

    def audit(self, note: AuditNote) -> Future[None]:
        """Keep a note for the audit trail until the server has it."""
        return self.unkept.follow(note, self._now(partial(kept.spool, notes=[note])))

    @cached_property
    def watched(self) -> Watched:
        """What is remembered of people's work, for finding their habits."""
        return Watched(self._now, self.reader)

    # What the engine does with it

    def chains(self, actor: PersonId, now: datetime) -> Future[list[list[Entry]]]:
        """What may leave now, a chain for each thread, in order (see `outbox.chains`)."""
        return self._now(lambda work: outbox.chains(work.connection, actor, now))

    def next_due(self, actor: PersonId, now: datetime) -> Future[datetime | None]:
        """When the next undo window after `now` ends; None when none is running."""
        return self._now(lambda work: outbox.next_due(work.connection, actor, now))

    def sending(self, operations: Sequence[OperationId], attempt: Attempt | None = None) -> Future[bool]:
        """Mark entries as leaving. False, and nothing is marked, when one was taken back meanwhile.

        `attempt`, here and below, is noted with it: first that it is under way, then what came of it.
        """
        sending = partial(performed.sending, operations=operations, attempt=attempt)
        return self.adrift.follow(operations, self._now(sending))

    def back_to_waiting(
        self, operations: Sequence[OperationId], *, unsure: bool, attempt: Attempt | None = None
    ) -> Future[Changes]:
        """They did not leave, or (`unsure`) nobody knows: counted as an attempt."""
        back = partial(performed.back_to_waiting, operations=operations, unsure=unsure, attempt=attempt)
        return self.adrift.follow(operations, self._change_now(back))

    def note_attempt(self, operations: Sequence[OperationId], attempt: Attempt) -> Future[None]:
        """Note an attempt that did not get as far as sending them."""
        return self._now(partial(performed.note_attempt, operations=operations, attempt=attempt))

    def settle(
        self, operations: Sequence[OperationId], resources: Sequence[Filed], request: str = ""
    ) -> Future[Changes]:
        """The server has done them, asked under `request`; these are the resources as it now has them."""
        brought = truth.parcels(resources)
        settle = partial(performed.settle, operations=operations, brought=brought, request=request)
        return self.adrift.follow(operations, self._change_now(settle))

    def stop(
        self, operation: OperationId, state: State, problem: Problem, attempt: Attempt | None = None
    ) -> Future[Changes]:
        """Refused or conflicted: it and the later ones of its thread wait for their author to decide."""
        stop = partial(performed.stop, operation=operation, state=state, problem=problem, attempt=attempt)
        return self.adrift.follow([operation], self._change_now(stop))

    def audits_waiting(self, actor: PersonId, limit: int) -> Future[list[AuditNote]]:
        """The oldest notes of `actor` that the server has not got."""
        return self._now(lambda work: kept.audits_waiting(work.connection, actor, limit))

    def audits_sent(self, ids: Sequence[OperationId]) -> Future[None]:
        """The server has these notes."""
        return self._now(partial(kept.audits_sent, ids=ids))

    def truth_now(self, thread: ThreadId) -> list[Filed]:
        """The resources of a thread, without what waits. Read on the calling thread."""
        return truth.of_threads(self.reader(), [thread]).get(thread, [])

    def cursors(self) -> dict[str, Cursor]:
        """How far each stream has been pulled."""
        return kept.cursors(self.reader())

    def keep_note(self, name: str, body: bytes) -> Future[None]:
        """Keep something small that the program has found out, for the next start."""
        return self._now(partial(kept.keep_note, name=name, body=body))

    def note(self, name: str) -> bytes | None:
        """What was kept under that name; None when nothing was. Read on the calling thread."""
        return kept.note_of(self.reader(), name)

    def keep_valid(self, part: Part, body: bytes) -> Future[None]:
        """Keep a part of the site's kit that could be used, for when a later one cannot."""
        return self.keep_note(_valid(part), body)

    def last_valid(self, part: Part) -> bytes | None:
        """The part of the site's kit that could last be used. Read on the calling thread."""
        return self.note(_valid(part))

    # What the server sent

    def ingest(
        self, resources: Sequence[Filed], cursor: Cursor | None = None, *, bulk: bool = False
    ) -> Future[Changes]:
        """Take in a page: versions already held, or older than held, are skipped.

        Cut into transactions short enough not to keep people waiting; `cursor` is saved with the last,
        so that a crash in between repeats the page and loses nothing. `bulk`: nobody is waiting; cheapest
        with some thousands at a time and the resources of a thread together.
        """
        size = BULK_SLICE if bulk else SLICE
        brought = truth.parcels(resources)
        slices = [brought[at : at + size] for at in range(0, len(brought), size)] or [[]]
        works = [partial(intake.ingest, brought=part) for part in slices[:-1]]
        works.append(partial(intake.ingest, brought=slices[-1], cursor=cursor))
        return self._change_later(works, bulk=bulk)

    def remove(self, refs: Sequence[str]) -> Future[Changes]:
        """Forget what was deleted on the server, or may no longer be seen by this person."""
        return self._change_later([partial(intake.remove, refs=refs)])

    def forget(
        self, threads: Sequence[ThreadId], patients: Sequence[PatientId] = (), *, spare: bool = False
    ) -> Future[Changes]:
        """Forget whole conversations and charts; outbox and drafts stay.

        `spare`: conversations that have open work, entries or drafts are kept.
        """
        parts = [threads[at : at + FORGET_AT_ONCE] for at in range(0, len(threads), FORGET_AT_ONCE)]
        works = [partial(forgetting.forget_threads, threads=part, spare=spare) for part in parts]
        return self._change_later([*works, partial(forgetting.forget_charts, patients=patients)])

    def charts_fetched(self, patients: Sequence[PatientId], at: datetime) -> Future[Changes]:
        """The charts of `patients` have been read whole at `at`."""
        return self._change_later([partial(kept.charts_fetched, patients=patients, at=at)])

    def charts(self, patients: Sequence[PatientId]) -> Future[dict[str, datetime]]:
        """What is held of some charts, by reference, and when the server last changed each."""
        return self._now(lambda work: truth.charts(work.connection, patients))

    def reproject(self, only: Collection[ThreadId] | None = None) -> Future[Changes]:
        """Apply a new `interpreter` to all open work, or to `only` these; what is closed never changes."""
        threads = intake.open_threads(self.reader()) if only is None else sorted(only)
        parts = [threads[at : at + READ_AGAIN] for at in range(0, len(threads), READ_AGAIN)]
        return self._change_later([partial(intake.reproject, threads=part) for part in parts])

    def keep_read(self, read: Sequence[ReadAgain]) -> Future[Changes]:
        """Remember which closed conversations red-flag rules have read, and what they found."""
        return self._change_later([partial(history.keep, read=read)])

    def wipe(self) -> Future[Changes]:
        """Forget all the server sent, also in files put aside; outbox, drafts and audit notes stay."""
        done = self._change_now(intake.wipe)
        for rest in (partial(moving.forget_aside, self._database.path), self._database.compact):
            self._writer.first(rest).add_done_callback(_told)
        return done


def _valid(part: Part) -> str:
    return f"last valid: {part}"


def _told(done: Future[None]) -> None:
    """Nobody waits for this: what went wrong is reported."""
    error = done.exception()
    if isinstance(error, Exception):
        report(error)
