"""What every verb has in common.

A verb is one file: its fields, when it must be refused, what it changes, how it is taken back, and
how it is said. Operations are facts to tell the server; they never look at a clock or a database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self

import msgspec

from inbox.domain.disposition import call_first
from inbox.domain.ids import ItemId, OperationId, is_unnamed
from inbox.domain.licence import not_to_close
from inbox.domain.obligations import is_split_off
from inbox.domain.people import Actor, Party, Role
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Holding, Kind, Promise, Stage, WorkItem

if TYPE_CHECKING:
    from inbox.domain.operations import AnyOperation


class Why(StrEnum):
    """Why an operation was not, or could not be, told to the server."""

    GONE = "gone"
    CLAIMED_ELSEWHERE = "claimed-elsewhere"
    ANSWERED_ELSEWHERE = "answered-elsewhere"
    CLOSED_ELSEWHERE = "closed-elsewhere"
    MOVED_ELSEWHERE = "moved-elsewhere"
    NEW_MESSAGE = "new-message"
    NOT_A_READER = "not-a-reader"
    LOOSER = "looser"
    PACKET_CHANGED = "packet-changed"
    TOO_OLD = "too-old"
    REVERTED = "reverted"
    NOT_YOURS = "not-yours"
    NOT_OPEN = "not-open"
    NOT_LICENSED = "not-licensed"
    CALL_FIRST = "call-first"
    FLAGGED = "flagged"
    EMPTY = "empty"
    FILE_GONE = "file-gone"
    ESCALATED = "escalated"
    FIXED = "fixed"
    RECLASSED = "reclassed"
    THERE_ALREADY = "there-already"
    UNCONFIRMED = "unconfirmed"
    SERVER = "server"
    UNSURE = "unsure"


class Problem(msgspec.Struct, frozen=True):
    """A refusal or conflict: a code to act on, a sentence to read."""

    why: Why
    sentence: str


class Touch(StrEnum):
    """What an operation relies on: a difference here since its author looked is a conflict."""

    HOLDING = "holding"
    ANSWERS = "answers"
    PATIENT_MESSAGES = "patient-messages"
    KIND = "kind"


class Stamp(msgspec.Struct, frozen=True):
    """Who performed an operation, in which role and when (UTC), and the name it was given."""

    id: OperationId
    by: Party
    role: Role
    at: datetime
    office_work: frozenset[str] = frozenset()
    """What the site let this person close without a licence."""


class Operation(msgspec.Struct, frozen=True, tag_field="verb", kw_only=True):
    """Base of all verbs. Subclasses are tagged with their verb and stored as JSON."""

    item: ItemId

    touches: ClassVar[frozenset[Touch]] = frozenset({Touch.HOLDING})
    in_undo_window: ClassVar[bool] = False
    """Whether it waits the undo window before it leaves (replies and what closes after them)."""
    itself: ClassVar[frozenset[str]] = frozenset()
    """Fields of the holding that are all it asks for: where a server never keeps them, it is not done."""
    traceable: ClassVar[bool] = False
    """Whether what it makes bears its name on the server, so that a look tells for certain if it arrived."""

    @property
    def verb(self) -> str:
        """The verb's stable name, as stored and as sent."""
        return str(self.__struct_config__.tag)

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        """The rule this would break on `thread` as it stands, or None when it may be done."""
        item = thread.item(self.item)
        if item is None:
            return Problem(Why.GONE, tr("This item is no longer here."))
        if is_unnamed(item.id) and not is_split_off(item):
            said = tr("The portal does not have it yet. Once it has, it can be worked on.")
            return Problem(Why.UNCONFIRMED, said)
        return self.refused(item, actor)

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        """The rule this would break on `item`, which is there."""
        return None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        """`thread` as it is once this is done. Applying twice changes nothing more."""
        raise NotImplementedError

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        """Whether `thread` already shows what this asks for (an answer that got lost)."""
        item = thread.item(self.item)
        return item is not None and self.shown_by(item, stamp)

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        """Whether `item` does."""
        raise NotImplementedError

    def with_promise(self, stored: Promise | None) -> Self:
        """The same on top of a due time that others have `stored` meanwhile: it stays."""
        if getattr(self, "promise", None) is None:
            return self
        return msgspec.structs.replace(self, promise=None)

    def inverse(self, before: Thread) -> AnyOperation | None:
        """What takes it back after the server has it; None where nothing can."""
        return None

    def meant(self, thread: Thread) -> Self:
        """The same on the item it means in `thread`, where the server has named that one since."""
        return self

    def describe(self) -> str:
        """What it does, as said in the outbox and the undo line: "Claim", "Route to Refills"."""
        raise NotImplementedError

    def changed(self, thread: Thread, **fields: object) -> Thread:
        """`thread` with fields of this item's holding replaced; unchanged when the item is gone."""
        item = thread.item(self.item)
        if item is None:
            return thread
        holding = msgspec.structs.replace(item.holding, **fields)
        return thread.with_item(msgspec.structs.replace(item, holding=holding))

    def back_in_its_pool(self, thread: Thread, promise: Promise | None) -> Thread:
        """`thread` with this item nobody's but its pool's, due by `promise` or as it was."""
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="requested",
            owner=item.holding.pool,
            wake=None,
            hold_reason="",
            promise=promise or item.holding.promise,
        )


def first_look(item: WorkItem, stamp: Stamp) -> datetime | None:
    """When somebody with the role first saw to the item: now at the latest, if the author of this has it.

    Who may not close such work does not stop its clock by taking it (product, "Promises").
    """
    if item.holding.first_action or not_to_close(item.kind, stamp):
        return item.holding.first_action
    return stamp.at


def not_free(item: WorkItem, actor: Actor) -> Problem | None:
    """The refusal when the item is closed, or a colleague has it."""
    return not_open(item) or held_by_another(item, actor)


def held_by_another(item: WorkItem, actor: Actor) -> Problem | None:
    """The refusal when a colleague has the item."""
    owner = item.holding.owner
    if item.stage in (Stage.CLAIMED, Stage.HELD) and owner is not None and not actor.is_me(owner.ref):
        return Problem(Why.CLAIMED_ELSEWHERE, tr("{name} is on it.", name=owner.name or tr("A colleague")))
    return None


def closed_by_another(item: WorkItem, actor: Actor) -> Problem | None:
    """The refusal when somebody else has closed the item since."""
    owner = item.holding.owner
    if item.stage is Stage.DONE and owner is not None and not actor.is_me(owner.ref):
        name = owner.name or tr("A colleague")
        return Problem(Why.CLOSED_ELSEWHERE, tr("{name} closed it meanwhile.", name=name))
    return None


def not_open(item: WorkItem) -> Problem | None:
    """The refusal when the item is already closed."""
    if item.stage is Stage.DONE:
        return Problem(Why.CLOSED_ELSEWHERE, tr("It is already closed."))
    return None


def needs_call(item: WorkItem) -> Problem | None:
    """The refusal while a red flag of level 1 or 2 waits for its call."""
    return Problem(Why.CALL_FIRST, call_first()) if item.needs_call else None


def not_to_decide(thread: Thread, review: ItemId) -> Problem | None:
    """The refusal when what a packet asks about is closed already, or waits for a call."""
    item = thread.item(review)
    parent = thread.item(item.parent) if item and item.parent else None
    if parent is None or item is None or item.kind != Kind.PHYSICIAN_REVIEW:
        return None
    if parent.stage is Stage.DONE:
        name = (parent.holding.owner.name if parent.holding.owner else "") or tr("A colleague")
        return Problem(Why.CLOSED_ELSEWHERE, tr("{name} closed what was asked about.", name=name))
    return needs_call(parent)


def same_owner(one: Holding, other: Holding) -> bool:
    """Whether two holdings name the same owner and pool, whatever the names shown."""
    return (one.owner.ref if one.owner else "") == (other.owner.ref if other.owner else "") and (
        one.pool.ref if one.pool else ""
    ) == (other.pool.ref if other.pool else "")


def same_moment(one: datetime | None, other: datetime | None) -> bool:
    """Whether two instants are the same to the millisecond, which is all that a server keeps."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < timedelta(milliseconds=1)


def same_promise(one: Promise | None, other: Promise | None) -> bool:
    """Whether two stored promises are the same; from when on it is due soon is never stored."""
    one, other = one or Promise(None), other or Promise(None)
    return one.policy == other.policy and same_moment(one.due, other.due)
