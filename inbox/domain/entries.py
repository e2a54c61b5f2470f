"""An outbox entry: one operation somebody performed, durable until the server has answered for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from inbox.domain.ids import GroupId, ItemId, MessageId, OperationId, PatientId, PersonId, ThreadId
from inbox.domain.operations import AnyOperation, Problem, Stamp, Touch, Why
from inbox.domain.people import Party, Role
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Holding, Stage


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

    @classmethod
    def of(cls, thread: Thread, item: ItemId, actor: PersonId) -> Saw:
        """What `thread` shows of `item` now. The actor's own answers are no news to the actor."""
        there = thread.item(item)
        holding = there.holding if there else Holding(status="")
        last = thread.last_from_patient
        answers = [m.id for m in thread.messages if not m.from_patient and m.sender.ref != actor]
        return cls(
            version=there.version if there else "",
            status=holding.status,
            owner=holding.owner.ref if holding.owner else "",
            pool=holding.pool.ref if holding.pool else "",
            last_patient_message=last.id if last else None,
            last_answer=answers[-1] if answers else None,
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
    problem: Problem | None = None
    seq: int = 0
    """Order of performance on this station, given by the store."""
    title: str = ""
    """What the person asked for, shared by the group: "Reply and close"."""

    @property
    def stamp(self) -> Stamp:
        """Who did it and when, as the operation needs it."""
        return Stamp(self.id, Party(self.actor, self.actor_name), self.role, self.made_at)


def conflict(entry: Entry, now_there: Thread, at: datetime) -> Problem | None:
    """What changed on the server since the author looked that this operation relies on.

    `now_there` is the thread as the server has it, with the author's own earlier operations applied.
    Fields an operation does not touch (due, flags, notes) may differ: it is then made on top of them.
    """
    operation = entry.operation
    if now_there.item(entry.item) is None:
        return Problem(Why.GONE, tr("The server no longer has this item, or you may no longer see it."))
    now = Saw.of(now_there, entry.item, entry.actor)
    saw = entry.saw
    if Touch.HOLDING in operation.touches and (problem := _held_otherwise(entry, now_there, now)):
        return problem
    if Touch.ANSWERS in operation.touches and now.last_answer != saw.last_answer:
        who = next((m.sender.name for m in reversed(now_there.messages) if m.id == now.last_answer), "")
        return Problem(
            Why.ANSWERED_ELSEWHERE,
            tr("{name} answered meanwhile. Read both before you decide.", name=who or tr("A colleague")),
        )
    if Touch.PATIENT_MESSAGES in operation.touches and now.last_patient_message != saw.last_patient_message:
        return Problem(Why.NEW_MESSAGE, tr("The patient has written again since you answered."))
    if Touch.ANSWERS in operation.touches and at - entry.made_at > REPLY_AGE_LIMIT:
        return Problem(Why.TOO_OLD, tr("Written more than 4 hours ago. Look again before it leaves."))
    return None


def _held_otherwise(entry: Entry, there: Thread, now: Saw) -> Problem | None:
    saw = entry.saw
    if (now.status, now.owner, now.pool) == (saw.status, saw.owner, saw.pool):
        return None
    item = there.item(entry.item)
    assert item is not None
    name = (item.holding.owner.name if item.holding.owner else "") or tr("A colleague")
    if item.stage is Stage.DONE:
        return Problem(Why.CLOSED_ELSEWHERE, tr("{name} closed it meanwhile.", name=name))
    if item.stage is Stage.UNCLAIMED:
        pool = (item.holding.pool.name if item.holding.pool else "") or tr("another pool")
        if now.pool != saw.pool:
            return Problem(Why.MOVED_ELSEWHERE, tr("It was moved to {pool} meanwhile.", pool=pool))
        if Holding(saw.status).stage is not Stage.UNCLAIMED:
            return Problem(Why.MOVED_ELSEWHERE, tr("It was released meanwhile."))
        if now.owner in (saw.owner, now.pool, entry.actor, ""):
            return None
        return Problem(Why.CLAIMED_ELSEWHERE, tr("It was given to {name} meanwhile.", name=name))
    if now.owner == entry.actor:
        return None
    return Problem(Why.CLAIMED_ELSEWHERE, tr("{name} claimed it first.", name=name))
