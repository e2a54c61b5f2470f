"""An outbox entry: one operation somebody performed, durable until the server has answered for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

import msgspec

from inbox.domain.given import given_to, taken_back
from inbox.domain.ids import (
    GroupId,
    ItemId,
    MessageId,
    OperationId,
    PatientId,
    PersonId,
    ThreadId,
    is_unnamed,
)
from inbox.domain.kind_words import kind_words
from inbox.domain.operations import AnyOperation, Problem, Stamp, Touch, Why
from inbox.domain.operations.base import same_promise
from inbox.domain.people import Party, Role
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Holding, Promise, Stage, WorkItem


class State(StrEnum):
    """Named for what the person sees."""

    WAITING = "waiting"
    SENDING = "sending"
    UNSURE = "unsure"
    REFUSED = "refused"
    CONFLICTED = "conflicted"


LIVE = frozenset({State.WAITING, State.SENDING, State.UNSURE})
"""States in which an entry still counts on the screen; the others stop their thread."""

REPLY_AGE_LIMIT = timedelta(hours=4)
"""A reply that could not leave for longer needs its author's eye again (product.md §10)."""


class Saw(msgspec.Struct, frozen=True):
    """What the author had on screen: the other side of every conflict."""

    version: str = ""
    status: str = ""
    owner: str = ""
    pool: str = ""
    last_patient_message: MessageId | None = None
    last_answer: MessageId | None = None
    promise: Promise | msgspec.UnsetType | None = msgspec.UNSET
    """The due time that was stored; unset in entries of before it was looked at."""
    packet: str | msgspec.UnsetType = msgspec.UNSET
    """What a physician was asked and proposed, as a digest; likewise."""
    kind: str | msgspec.UnsetType = msgspec.UNSET
    """The kind of work; likewise."""

    @classmethod
    def of(cls, thread: Thread, item: ItemId, actor: PersonId, roles: frozenset[str] = frozenset()) -> Saw:
        """What `thread` shows of `item` now. The actor's own answers are no news to the actor.

        `roles`: the `PractitionerRole/…` references that also mean the actor.
        """
        there = thread.item(item)
        holding = there.holding if there else Holding(status="")
        last = thread.last_from_patient
        me = roles | {actor}
        answers = [m.id for m in thread.messages if not m.from_patient and m.sender.ref not in me]
        return cls(
            version=there.version if there else "",
            status=holding.status,
            owner=holding.owner.ref if holding.owner else "",
            pool=holding.pool.ref if holding.pool else "",
            last_patient_message=last.id if last else None,
            last_answer=answers[-1] if answers else None,
            promise=holding.promise,
            packet=_packet(there),
            kind=there.kind if there else "",
        )


class Entry(msgspec.Struct, frozen=True):
    """One row of the outbox."""

    id: OperationId
    group: GroupId
    thread: ThreadId
    patient: PatientId
    item: ItemId
    actor: PersonId
    actor_name: str
    role: Role
    made_at: datetime
    operation: AnyOperation
    saw: Saw
    state: State = State.WAITING
    not_before: datetime | None = None
    attempts: int = 0
    """How often it came back without a yes."""
    left_at: datetime | None = None
    """When it last left this station."""
    problem: Problem | None = None
    seq: int = 0
    """Order of performance on this station, given by the store."""
    named: str = ""
    """What an item is called on the server that had no reference there yet: it waits for one to leave."""
    office_work: frozenset[str] = frozenset()
    """What the site let the author close without a licence."""
    title: str = ""
    """What the person asked for, shared by the group: "Reply and close"."""
    button: str = ""
    """The id of the speed button that was pressed; empty where none was."""
    on_behalf: Party | None = None
    """The absent colleague for whom the author had the item, by a coverage that held then."""

    @property
    def stamp(self) -> Stamp:
        """Who did it and when, as the operation needs it."""
        return Stamp(self.id, Party(self.actor, self.actor_name), self.role, self.made_at, self.office_work)


def server_name(thread: Thread, item: ItemId) -> str:
    """What the server will call an item of `thread` that it has not named yet; empty for all others."""
    there = thread.item(item) if is_unnamed(item) else None
    return next(iter(there.names), "") if there else ""


def on(entry: Entry, item: ItemId) -> Entry:
    """`entry` about the item by the reference that the server has given it."""
    operation = msgspec.structs.replace(entry.operation, item=item)
    return msgspec.structs.replace(entry, item=item, operation=operation)


def conflict(
    entry: Entry, now_there: Thread, at: datetime, roles: frozenset[str] = frozenset()
) -> Problem | None:
    """What changed on the server since the author looked that this operation relies on.

    `now_there` is the thread as the server has it, with the author's own earlier operations applied.
    Fields an operation does not touch (due, flags, notes) may differ: it is then made on top of them.
    `roles`: the `PractitionerRole/…` references that also mean the author.
    """
    operation = entry.operation
    if now_there.item(entry.item) is None:
        return Problem(Why.GONE, tr("The server no longer has this item, or you may no longer see it."))
    now = Saw.of(now_there, entry.item, entry.actor, roles)
    saw = entry.saw
    me = roles | {entry.actor}
    if Touch.HOLDING in operation.touches and (
        problem := _held_otherwise(saw, now_there, now, entry.item, me)
    ):
        return problem
    if Touch.KIND in operation.touches and saw.kind not in (msgspec.UNSET, now.kind):
        kind = kind_words(str(now.kind))
        return Problem(Why.RECLASSED, tr("It was re-classed to {kind} meanwhile.", kind=kind))
    if Touch.ANSWERS in operation.touches and _answered_since(saw, now, now_there):
        who = next((m.sender.name for m in reversed(now_there.messages) if m.id == now.last_answer), "")
        return Problem(
            Why.ANSWERED_ELSEWHERE,
            tr("{name} answered meanwhile. Read both before you decide.", name=who or tr("A colleague")),
        )
    if Touch.PATIENT_MESSAGES in operation.touches and now.last_patient_message != saw.last_patient_message:
        return Problem(Why.NEW_MESSAGE, tr("The patient has written again since you answered."))
    if Touch.PATIENT_MESSAGES in operation.touches and saw.packet not in (msgspec.UNSET, now.packet):
        return Problem(
            Why.PACKET_CHANGED, tr("What it asks was changed meanwhile. Read it again before you decide.")
        )
    if Touch.ANSWERS in operation.touches and at - entry.made_at > REPLY_AGE_LIMIT:
        return Problem(Why.TOO_OLD, tr("Written more than 4 hours ago. Look again before it leaves."))
    return None


def _held_otherwise(saw: Saw, there: Thread, now: Saw, wanted: ItemId, me: frozenset[str]) -> Problem | None:
    if (now.status, now.owner, now.pool) == (saw.status, saw.owner, saw.pool):
        return None
    item = there.item(wanted)
    assert item is not None
    name = (item.holding.owner.name if item.holding.owner else "") or tr("A colleague")
    given = Problem(Why.CLAIMED_ELSEWHERE, tr("It was given to {name} meanwhile.", name=name))
    was_free = Holding(saw.status).stage is Stage.UNCLAIMED
    if item.stage is Stage.DONE:
        return Problem(Why.CLOSED_ELSEWHERE, tr("{name} closed it meanwhile.", name=name))
    if item.stage is Stage.UNCLAIMED:
        pool = item.holding.pool.name if item.holding.pool else ""
        if now.pool != saw.pool:
            there_now = pool or tr("another pool")
            return Problem(Why.MOVED_ELSEWHERE, tr("It was moved to {pool} meanwhile.", pool=there_now))
        if given_to(item.holding) is not None:
            return None if now.owner in {saw.owner, *me} else given
        return None if was_free else Problem(Why.MOVED_ELSEWHERE, _put_back(item, pool or tr("its pool")))
    if now.owner in me:
        return None
    claimed = Problem(Why.CLAIMED_ELSEWHERE, tr("{name} claimed it first.", name=name))
    return claimed if was_free and not _by_name(saw) else given


def _put_back(item: WorkItem, pool: str) -> str:
    """With who took it back, where that is known."""
    taken = taken_back(item)
    if taken is None or not taken.by.name:
        return tr("It was put back in {pool} meanwhile.", pool=pool)
    return tr("{name} took it back to {pool} meanwhile.", name=taken.by.name, pool=pool)


def _packet(item: WorkItem | None) -> str:
    """A digest of question, summary and proposed reply: approved is what was read, and nothing else."""
    asked = (item.question, item.summary, item.proposed_reply) if item else ()
    return sha256(msgspec.json.encode(asked)).hexdigest()[:16] if any(asked) else ""


def _answered_since(saw: Saw, now: Saw, there: Thread) -> bool:
    """Whether a colleague's newest answer came after the one its author saw."""
    if now.last_answer in (None, saw.last_answer):
        return False
    order = [message.id for message in there.messages]
    return saw.last_answer not in order[order.index(now.last_answer) :]


def _by_name(saw: Saw) -> bool:
    """Whether it was addressed to somebody rather than to a pool."""
    return saw.owner not in ("", saw.pool)


def rebased(entry: Entry, there: Thread) -> Entry:
    """`entry` as it is made on top of what others changed meanwhile: a due time they stored stays.

    What was computed when its author looked would undo theirs.
    """
    item, saw = there.item(entry.item), entry.saw.promise
    if item is None or saw is msgspec.UNSET or same_promise(saw, item.holding.promise):
        return entry
    operation = entry.operation.with_promise(item.holding.promise)
    return msgspec.structs.replace(entry, operation=operation)
