"""Review: ask a prescriber to decide, and what a prescriber decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from inbox.commands.answer import reply
from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import claim_if_needed, route
from inbox.domain.disposition import call_first
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId, OperationId
from inbox.domain.operations import (
    AnyOperation,
    AskVisit,
    Comment,
    Complete,
    Conclude,
    Escalate,
    Prescribe,
    Recall,
    Stamp,
)
from inbox.domain.operations.conclude import Way
from inbox.domain.operations.escalate import review_id
from inbox.domain.people import Party, Role
from inbox.domain.prescription import Order
from inbox.domain.review import After, Decision, Packet, e_visit_to_open, review_of
from inbox.domain.visit import How
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Kind, Stage, WorkItem

PRESCRIBERS = frozenset({Role.PRESCRIBER})
PATIENT_HAS = timedelta(days=3)
"""How long an approved reply is waited for where no calendar says better."""


def ask(case: Case, packet: Packet | None) -> Sequence[AnyOperation]:
    """Hand a prescriber `packet`; the item waits for the answer with whoever has it."""
    if packet is None:
        raise Refused(tr("There is nothing to ask a prescriber."))
    bare = Escalate(item=case.item.id, packet=packet)
    stamp = Stamp(OperationId(""), case.actor.party, case.actor.role, case.now)
    after = bare.apply(case.thread, stamp)
    review = after.item(review_id(stamp.id))
    promise = case.promise_of(after, review) if review else None
    return [msgspec.structs.replace(bare, promise=promise)]


def escalate(case: Case, packet: Packet | None = None) -> Sequence[AnyOperation]:
    """The same of an item that may still be nobody's: whoever asks is who gets the answer."""
    return [*claim_if_needed(case), *ask(case, packet)]


def take_back(case: Case) -> Sequence[AnyOperation]:
    """Take back the packet that the item waits for, or the packet itself."""
    packet = case.item if case.item.kind == Kind.PHYSICIAN_REVIEW else review_of(case.thread, case.item)
    if packet is None:
        raise Refused(tr("No prescriber is asked about it."))
    return [Recall(item=packet.id)]


def approve(
    case: Case,
    text: str = "",
    answers: MessageId | None = None,
    to: tuple[Party, ...] | None = None,
    wake: datetime | None = None,
    order: Order | None = None,
) -> Sequence[AnyOperation]:
    """Send the proposed reply, or `text` in its place, close the packet, and do with the item what was asked.

    Sent in the prescriber's name; who drafted it stays recorded. `wake`: until when the item waits, where
    that was asked for. `order` leaves first: one that is refused leaves nobody told of it. A refill that
    names its medicine is approved with it or not at all; words of one's own without it leave the refill to
    the nurse. An e-visit that a nurse could only draft is opened.
    """
    packet, parent = _decides(case), _parent(case)
    words = text.strip() or packet.proposed_reply.strip()
    if not words:
        raise Refused(tr("No reply was proposed. Write one, or answer the nurse."))
    if parent is not None and parent.needs_call:
        raise Refused(call_first())
    if packet.medication and order is None and not text.strip():
        raise Refused(tr("A refill is approved in its own packet, with its order on screen."))
    edited = words != packet.proposed_reply.strip()
    drafted = packet.asked_by if packet.proposed_reply.strip() else None
    sent = msgspec.structs.replace(
        reply(case, words, answers, to), drafted_by=drafted, edited=edited and drafted is not None
    )
    changed = edited or (order is not None and packet.supply not in (None, order.supply))
    closes = Complete(item=packet.id, outcome=Decision.EDITED if changed else Decision.APPROVED)
    by, read = packet.asked_by, sent.answers
    ordered = [Prescribe(item=packet.id, order=order, proposed_by=by, answers=read)] if order else []
    about_refill = parent is not None and parent.kind == Kind.REFILL and edited
    then = _advanced(case, packet, parent, wake) if order or not (packet.medication or about_refill) else []
    return [*claim_if_needed(case), *ordered, sent, *_opened(case, packet, parent), closes, *then]


def decline(case: Case, reason: str, note: str = "") -> Sequence[AnyOperation]:
    """Deny a refill, hold a result back, decline an e-visit: whoever asked is told why."""
    packet, parent = _decides(case), _parent(case)
    if not reason.strip():
        raise Refused(tr("Say why: whoever asked has to tell the patient."))
    why = f"{reason.strip()}. {note.strip()}" if note.strip() else reason.strip()
    return [
        *claim_if_needed(case),
        Comment(item=parent.id if parent else packet.id, text=tr("Declined: {why}", why=why)),
        Complete(item=packet.id, outcome=Decision.DECLINED, reason=why),
    ]


def answer_nurse(case: Case, text: str) -> Sequence[AnyOperation]:
    """Tell whoever asked; nothing goes to the patient, and the item is at the top of their list again."""
    packet, parent = _decides(case), _parent(case)
    told = Comment(item=(parent or packet).id, text=text.strip())
    return [*claim_if_needed(case), told, Complete(item=packet.id, outcome=Decision.TO_NURSE)]


def needs_visit(case: Case, how: How, when: str = "") -> Sequence[AnyOperation]:
    """Ask for a visit, and have whoever asked tell the patient."""
    packet, parent = _decides(case), _parent(case)
    said = tr("Needs a visit: {how}.", how=how.said) + (f" {when.strip()}" if when.strip() else "")
    return [
        *claim_if_needed(case),
        AskVisit(item=packet.id, how=how, reason=packet.question or case.thread.subject, when=when),
        *([Comment(item=parent.id, text=said)] if parent else []),
        Complete(item=packet.id, outcome=Decision.VISIT),
    ]


def take_over(case: Case) -> Sequence[AnyOperation]:
    """Take the item itself: whoever asked is rid of it, and the conversation goes on in one's own hands."""
    packet, parent = _decides(case), _parent(case)
    if parent is None or parent.stage is Stage.DONE:
        raise Refused(tr("What was asked about is closed already."))
    return [
        *claim_if_needed(case),
        Complete(item=packet.id, outcome=Decision.TAKEN_OVER),
        Conclude(item=parent.id, review=packet.id, way=Way.TAKE),
    ]


def reassign(case: Case, to: Party, reason: str = "") -> Sequence[AnyOperation]:
    """Give the packet to a colleague; its deadline stays."""
    _decides(case)
    return route(case, to, reason, case.item.holding.pool)


def _decides(case: Case) -> WorkItem:
    """The packet that is decided on. Raises Refused where the item is none, and where no prescriber asks."""
    if case.actor.role not in PRESCRIBERS:
        raise Refused(tr("A prescriber decides on a packet."))
    if case.item.kind != Kind.PHYSICIAN_REVIEW:
        raise Refused(tr("This is no packet for a prescriber."))
    return case.item


def _parent(case: Case) -> WorkItem | None:
    return case.thread.item(case.item.parent) if case.item.parent else None


def _opened(case: Case, packet: WorkItem, parent: WorkItem | None) -> list[AnyOperation]:
    asked = e_visit_to_open(case.thread, parent) if parent else None
    if asked is None:
        return []
    return [AskVisit(item=packet.id, how=asked.how, reason=asked.reason, when=asked.when)]


def _advanced(
    case: Case, packet: WorkItem, parent: WorkItem | None, wake: datetime | None
) -> list[AnyOperation]:
    """What the nurse asked for, done to her item; nothing where it is to come back to her."""
    if parent is None or packet.after not in (After.CLOSE, After.WAIT):
        return []
    wake = (wake or case.now + PATIENT_HAS) if packet.after == After.WAIT else None
    return [Conclude(item=parent.id, review=packet.id, way=Way(packet.after), wake=wake)]


COMMANDS = (
    Command(
        "item.escalate",
        mark("Ask a prescriber"),
        mark("Hand a prescriber a packet: question, summary, proposed reply. You keep the item."),
        Section.TAKE,
        Needs.ITEM,
        guarded=True,
        plan=escalate,
        example={"packet": Packet("…")},
    ),
    Command(
        "review.take_back",
        mark("Take the packet back"),
        mark("What you asked a prescriber is not to be decided any more."),
        Section.TAKE,
        Needs.ITEM,
        guarded=True,
        plan=take_back,
    ),
    Command(
        "review.approve",
        mark("Approve and send"),
        mark("Send the proposed reply in your name, close the packet and open the next."),
        Section.FINISH,
        Needs.ITEM,
        PRESCRIBERS,
        guarded=True,
        plan=approve,
    ),
    Command(
        "review.thread",
        mark("Whole conversation"),
        mark("Show every message in the packet, or only the patient’s newest words again."),
        Section.MOVE,
        Needs.ITEM,
        PRESCRIBERS,
    ),
    Command(
        "review.edit",
        mark("Edit, then send"),
        mark("Change the proposed reply; sending it decides the packet."),
        Section.ANSWER,
        Needs.ITEM,
        PRESCRIBERS,
    ),
    Command(
        "review.answer",
        mark("Answer the nurse"),
        mark("Write to whoever asked. Nothing goes to the patient; the item is theirs again."),
        Section.ANSWER,
        Needs.ITEM,
        PRESCRIBERS,
        plan=answer_nurse,
        example={"text": "…"},
    ),
    Command(
        "review.visit",
        mark("Needs a visit"),
        mark("Ask for a visit and have whoever asked tell the patient."),
        Section.ANSWER,
        Needs.ITEM,
        PRESCRIBERS,
        guarded=True,
        plan=needs_visit,
        example={"how": How.IN_PERSON},
    ),
    Command(
        "review.supply",
        mark("Approve another supply"),
        mark("Order the refill for other days or refills than asked for, and send the reply."),
        Section.FINISH,
        Needs.ITEM,
        PRESCRIBERS,
        guarded=True,
    ),
    Command(
        "review.decline",
        mark("Decline with a reason"),
        mark("Say no to what is asked. Whoever asked sees your reason, and tells the patient."),
        Section.ANSWER,
        Needs.ITEM,
        PRESCRIBERS,
        guarded=True,
        plan=decline,
        example={"reason": "…"},
    ),
    Command(
        "review.take_over",
        mark("Take over"),
        mark("Take the nurse’s item itself and go on with the conversation."),
        Section.TAKE,
        Needs.ITEM,
        PRESCRIBERS,
        guarded=True,
        plan=take_over,
    ),
    Command(
        "review.reassign",
        mark("Give to a colleague"),
        mark("Another prescriber decides on this packet; its deadline stays."),
        Section.TAKE,
        Needs.ITEM,
        PRESCRIBERS,
        guarded=True,
        plan=reassign,
        example={"to": Party("Practitioner/…")},
    ),
)
