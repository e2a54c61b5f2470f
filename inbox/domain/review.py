"""The packet that a prescriber decides on: a question, what it rests on, and the reply that is proposed.

Plain text on a Task of its own, never a message: the portal must not show it before anybody has decided.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from inbox.domain.ids import OperationId, ThreadId
from inbox.domain.needs import Fact, Needs, Row, Sentence
from inbox.domain.people import Party
from inbox.domain.prescription import Supply
from inbox.domain.thread import Thread
from inbox.domain.visit import Asked, Draft, How
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Kind, Stage, WorkItem

PING_PONG = 2
"""From so many packets about one conversation on it goes to and fro, and both sides are told."""


VOID = frozenset({"cancelled", "rejected", "failed", "entered-in-error"})
"""Statuses of a packet that nobody has decided on."""


class After(StrEnum):
    """What becomes of the nurse's item once the proposed reply is sent: she says so when she asks."""

    CLOSE = "close"
    WAIT = "wait"
    BACK = "back"

    @property
    def said(self) -> str:
        """In the person's language."""
        return tr(_AFTER[self])


_AFTER = {
    After.CLOSE: mark("the nurse’s item is closed"),
    After.WAIT: mark("the nurse’s item waits for the patient"),
    After.BACK: mark("the item goes back to the nurse"),
}


class Decision(StrEnum):
    """How a prescriber closed a packet: the outcome of its Task."""

    APPROVED = "approved"
    EDITED = "edited"
    TO_NURSE = "answered-nurse"
    VISIT = "needs-visit"
    TAKEN_OVER = "taken-over"
    DECLINED = "declined"
    """A refill denied, a result held back, an e-visit declined: with a reason, for whoever asked."""


class Packet(msgspec.Struct, frozen=True):
    """What is asked of whom."""

    question: str
    summary: str = ""
    proposal: str = ""
    """The reply to the patient that the prescriber may send; empty: theirs to write."""
    to: Party | None = None
    """None: whoever of the item's pool may decide."""
    urgent: bool = False
    """To be decided within the hour, and before everything that is not."""
    after: After = After.BACK
    supply: Supply | None = None
    """Of a refill: how much is proposed. The order itself is the prescriber's."""


def review_name(thread: ThreadId, operation: OperationId) -> str:
    """What the review is called on the server: one for each time somebody asks."""
    return f"{thread.partition('/')[2]}#esc-{operation}"


def packet_needs(item: WorkItem, question: str) -> Needs:
    """What a prescriber is asked in `item`, line by line, and what closing it means."""
    lines = [line.strip() for line in item.summary.splitlines() if line.strip()]
    rows: list[Row] = [Sentence(line) for line in lines]
    if item.proposed_reply:
        rows.append(Fact(tr("Proposed reply"), " ".join(item.proposed_reply.split())))
    if item.supply:
        rows.append(Fact(tr("Supply asked for"), item.supply.said))
    elif item.medication and not item.prescribed:
        rows.append(Sentence(tr("No order is written here: prescribe in the EHR.")))
    rows += [Sentence(one.said, alert=one.draft is not None) for one in item.prescribed]
    return Needs(tr("Asked of you"), question or tr("no question was written"), tuple(rows))


def review_of(thread: Thread, item: WorkItem) -> WorkItem | None:
    """The open review that `item` waits for; None when there is none."""
    reviews = (one for one in thread.items if one.parent == item.id and one.kind == Kind.PHYSICIAN_REVIEW)
    return next((one for one in reviews if one.stage is not Stage.DONE), None)


def reviews_of(thread: Thread, item: WorkItem) -> list[WorkItem]:
    """Every packet that was handed to a prescriber about `item` and not taken back, oldest first."""
    return [
        one
        for one in thread.items
        if one.parent == item.id and one.kind == Kind.PHYSICIAN_REVIEW and one.holding.status not in VOID
    ]


def e_visit_to_open(thread: Thread, item: WorkItem) -> Asked | None:
    """The e-visit that is drafted in `item` and that the next approval opens; None where there is none.

    It stays a draft there once a packet has opened it.
    """
    asked = [visit for visit in item.visits if visit.how is How.ONLINE]
    if not asked or asked[-1].draft is not Draft.PRESCRIBERS:
        return None
    visits = [visit for packet in reviews_of(thread, item) for visit in packet.visits]
    opened = any(visit.how is How.ONLINE and visit.draft is None for visit in visits)
    return None if opened else asked[-1]


def decided(thread: Thread, item: WorkItem) -> WorkItem | None:
    """The packet whose decision `item` has come back with, while nobody has done anything about it since.

    Judged from the Tasks alone, so that every client says the same. What a rule does is nobody's doing.
    """
    if item.stage in (Stage.DONE, Stage.HELD) or review_of(thread, item):
        return None
    closed = [one for one in reviews_of(thread, item) if one.holding.closed_at]
    last = max(closed, key=lambda one: one.holding.closed_at or one.arrived, default=None)
    if last is None or last.holding.outcome == Decision.TAKEN_OVER:
        return None
    at = last.holding.closed_at
    assert at is not None
    by_rule = item.by_rule[-1].at if item.by_rule else None
    touched = item.changed_at is not None and item.changed_at > at and item.changed_at != by_rule
    return None if touched else last


def hand_offs(thread: Thread) -> int:
    """How often a conversation was handed to a prescriber: its packets, but those that were taken back.

    Counted from Tasks, which every client has (product, "Supervisor": ping-pong at 2).
    """
    return sum(one.kind == Kind.PHYSICIAN_REVIEW and one.holding.status not in VOID for one in thread.items)
