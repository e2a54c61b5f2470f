"""What lists read: one prepared row for each obligation, derived from a projected thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from inbox.domain.entries import State
from inbox.domain.ids import NOBODY, ItemId, PatientId, PersonId, ThreadId
from inbox.domain.operations.complete import ANSWERED
from inbox.domain.operations.split import split_id
from inbox.domain.projection import HELD_BACK
from inbox.domain.review import decided, hand_offs
from inbox.domain.sla import SOON_LEFT
from inbox.domain.thread import Thread
from inbox.domain.work_item import URGENT, Kind, Promise, Stage, WorkItem

PREVIEW_LENGTH = 160
"""Code points of the newest patient message that a list can show."""

BAND_FLAGGED, BAND_CONFLICT, BAND_FIRST, BAND_CLOCK, BAND_HELD = 0, 1, 2, 3, 4
"""Lists sort by band, then by due time: flags that wait for a call, conflicts to decide, what a prescriber
has decided or is urgently asked, then the clock; what waits for the patient stands last, since its clock does
not run."""


class InboxRow(msgspec.Struct, frozen=True):
    """One line of a worklist. Times are UTC."""

    item: ItemId
    thread: ThreadId
    patient: PatientId
    kind: str
    stage: str
    band: int
    arrived: datetime
    due: datetime | None = None
    soon_from: datetime | None = None
    policy: str = ""
    computed_here: bool = False
    """The server stores no due time for it: this one is computed here and written with the first action."""
    pool: str = ""
    pool_name: str = ""
    owner: str = ""
    owner_name: str = ""
    flag_level: int | None = None
    subject: str = ""
    preview: str = ""
    sender_relation: str = ""
    unanswered: int = 0
    wake: datetime | None = None
    closed_at: datetime | None = None
    awaiting_physician: bool = False
    """A physician review of it is open."""
    mark: str = ""
    """The most telling outbox mark: conflicted, refused, unsure, held, sending, waiting, or none."""
    mark_verb: str = ""
    parent: ItemId | None = None
    snoozed: datetime | None = None
    """Until when the person whose station this is does not want to see it."""
    stuck_from: datetime | None = None
    """From when on it can be neither snoozed nor held."""
    came_back: bool = False
    """A rule brought it back from a wait, and nobody has done anything since."""
    behalf: str = ""
    """The absent colleague for whom its owner has it, while it is open."""
    behalf_name: str = ""
    decided: str = ""
    """How a prescriber has decided on it, while nobody has done anything since: a `review.Decision`."""
    handed_on: int = 0
    """How often the conversation was handed to a prescriber."""


PromiseOf = Callable[[Thread, WorkItem], Promise]
"""Computes the promise of an item that the server stores none for (policy and calendar are its own)."""

_MARKS = (State.CONFLICTED, State.REFUSED, State.UNSURE, HELD_BACK, State.SENDING, State.WAITING)


def rows(thread: Thread, promise_of: PromiseOf, me: PersonId = NOBODY) -> list[InboxRow]:
    """A row for each item of a projected thread, open and closed, as `me` is to see it."""
    return [_row(thread, item, promise_of, me) for item in thread.items]


def _row(thread: Thread, item: WorkItem, promise_of: PromiseOf, me: PersonId) -> InboxRow:
    holding, computed = item.holding, promise_of(thread, item)
    stored = None if tightened(item, holding.promise, computed) else holding.promise
    due = stored.due if stored and stored.due else computed.due
    (mark, verb), last = _mark(thread, item), thread.last_from_patient
    return InboxRow(
        item=item.id,
        thread=thread.id,
        patient=thread.patient,
        kind=item.kind,
        stage=str(item.stage),
        band=_band(item, mark, not mark and decided(thread, item) is not None),
        arrived=item.arrived,
        due=due,
        soon_from=_soon_from(due, stored, computed),
        policy=(stored.policy if stored and stored.policy else computed.policy),
        computed_here=stored is None or stored.due is None,
        pool=holding.pool.ref if holding.pool else "",
        pool_name=holding.pool.name if holding.pool else "",
        owner=holding.owner.ref if holding.owner else "",
        owner_name=holding.owner.name if holding.owner else "",
        flag_level=item.flag_level,
        subject=thread.subject,
        preview=_preview(thread, item),
        sender_relation=last.sender.relation if last else "",
        unanswered=thread.unanswered,
        wake=holding.wake,
        closed_at=holding.closed_at,
        awaiting_physician=_in_review(thread, item),
        mark=mark,
        mark_verb=verb,
        parent=item.parent,
        snoozed=_snoozed(thread, item, me),
        stuck_from=computed.stuck_from,
        came_back=item.came_back and not mark,
        behalf=item.on_behalf.ref if item.on_behalf else "",
        behalf_name=item.on_behalf.name if item.on_behalf else "",
        decided="" if mark else _decision(decided(thread, item)),
        handed_on=hand_offs(thread),
    )


def tightened(item: WorkItem, stored: Promise | None, computed: Promise) -> bool:
    """Whether flags that this station found, and nobody has stored yet, make an item due sooner.

    They may tighten what is stored and never loosen it; it is stored with the first action on the item.
    """
    if stored is None or stored.due is None or computed.due is None or computed.due >= stored.due:
        return False
    return any(flag.found_here for flag in item.standing)


def _decision(review: WorkItem | None) -> str:
    """How a packet was closed; another program may not say."""
    return (review.holding.outcome or ANSWERED) if review else ""


def _preview(thread: Thread, item: WorkItem) -> str:
    """What a packet asks; of all else, what the patient wrote last."""
    last = thread.last_from_patient
    asks = item.kind == Kind.PHYSICIAN_REVIEW and item.question
    return " ".join((last.text if last and not asks else item.question).split())[:PREVIEW_LENGTH]


def _in_review(thread: Thread, item: WorkItem) -> bool:
    return any(
        other.parent == item.id and other.kind == Kind.PHYSICIAN_REVIEW and other.stage is not Stage.DONE
        for other in thread.items
    )


def _snoozed(thread: Thread, item: WorkItem, me: PersonId) -> datetime | None:
    """Until when `me` has snoozed it. A flag, or more words of the patient, end that."""
    snooze, last = item.snooze_of(me), thread.last_from_patient
    if snooze is None or (item.flag_level or 4) < 4 or (last is not None and last.sent > snooze.at):
        return None
    return snooze.until


def _soon_from(due: datetime | None, stored: Promise | None, computed: Promise) -> datetime | None:
    """From when on an item due at `due` is due soon: as long before it as before the computed due time.

    A server stores due times but not this; where none is computed here, an hour before.
    """
    if due is None:
        return None
    if stored is not None and stored.soon_from is not None:
        return stored.soon_from
    if computed.due is None or computed.soon_from is None:
        return due - SOON_LEFT
    return due - (computed.due - computed.soon_from)


def _mark(thread: Thread, item: WorkItem) -> tuple[str, str]:
    mine = [p for p in thread.pending if item.id in (p.item, split_id(p.operation))]
    marks = {pending.state: pending.verb for pending in reversed(mine)}
    return next(((str(state), marks[state]) for state in _MARKS if state in marks), ("", ""))


def _band(item: WorkItem, mark: str, decided: bool) -> int:
    if item.needs_call:
        return BAND_FLAGGED
    if mark in (State.CONFLICTED, State.REFUSED):
        return BAND_CONFLICT
    if item.stage is Stage.HELD:
        return BAND_HELD
    urgent = item.kind == Kind.PHYSICIAN_REVIEW and item.priority in URGENT
    return BAND_FIRST if decided or (urgent and item.stage is not Stage.DONE) else BAND_CLOCK
