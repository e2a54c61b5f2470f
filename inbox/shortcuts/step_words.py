"""What a step does, in words, whatever the item: for a selection, for the editor, for an export."""

from __future__ import annotations

from inbox.domain.kind_words import kind_words
from inbox.domain.words import tr, trn
from inbox.shortcuts.steps import (
    AnswerNurse,
    AnyStep,
    Approve,
    Assign,
    Claim,
    Comment,
    Complete,
    Escalate,
    Hold,
    Insert,
    NeedsVisit,
    Next,
    Release,
    Reply,
    Route,
    SetKind,
    Snooze,
    SplitOff,
    TakeBack,
    Visit,
)


def step_words(step: AnyStep) -> str:
    """One sentence without its full stop."""
    match step:
        case Claim():
            return tr("Claim it")
        case Next():
            return tr("Open the next most urgent")
        case AnswerNurse() | NeedsVisit():
            return _decided(step)
        case Reply() | Approve() | Insert() | Comment() | Escalate() | Visit():
            return _said(step)
        case Route() | Release() | Assign() | TakeBack() | SetKind() | SplitOff():
            return _handed(step)
        case Hold():
            return trn(
                "Wait for the patient {n} business day", "Wait for the patient {n} business days", step.days
            )
        case Snooze():
            return trn("Snooze it for {n} hour", "Snooze it for {n} hours", step.hours)
        case Complete():
            return {
                "answered": tr("Close as done"),
                "released": tr("Close as released"),
                "no-reply-needed": tr("Close, no reply"),
            }[step.outcome]


def packet_words(step: Escalate) -> str:
    """What a packet is about."""
    return {
        "refill": tr("the medicine and what the protocol lacks"),
        "ninety-days": tr("a 90-day supply"),
        "question": tr("the question “{question}”", question=step.question),
    }[step.packet]


def _said(step: Reply | Approve | Insert | Comment | Escalate | Visit) -> str:
    """Steps that say or ask something."""
    match step:
        case Reply():
            return tr("Send .{phrase}", phrase=step.phrase)
        case Approve():
            return tr("Send the proposed reply")
        case Insert():
            return tr("Put .{phrase} into the reply; you finish and send it", phrase=step.phrase)
        case Comment():
            return tr("Comment, staff only: {text}", text=step.text)
        case Escalate():
            return tr("Ask a prescriber to decide: packet with {what}", what=packet_words(step))
        case Visit():
            return tr("Ask for: {visit}", visit=step.how.said)


def _decided(step: AnswerNurse | NeedsVisit) -> str:
    """Steps by which a prescriber decides a packet, and the patient hears nothing from it."""
    match step:
        case AnswerNurse():
            return tr("Answer whoever asked, staff only: {text}", text=step.text)
        case NeedsVisit():
            return tr("Ask for: {visit}; whoever asked tells the patient", visit=step.how.said)


def _handed(step: Route | Release | Assign | TakeBack | SetKind | SplitOff) -> str:
    """Steps that say whose work it is, and of what kind."""
    match step:
        case Route():
            to = tr("where the rules send it") if step.by_rules else step.pool
            return tr("Route to {to}: {reason}", to=to, reason=step.reason)
        case Release():
            return tr("Give it back to its pool: {reason}", reason=step.reason)
        case Assign():
            told = tr("Assign it to {name}", name=step.name)
            return tr("{told}: {reason}", told=told, reason=step.reason) if step.reason else told
        case TakeBack():
            return tr("Take it back to its pool: {reason}", reason=step.reason)
        case SetKind():
            return tr("Make it {kind}: {reason}", kind=kind_words(step.kind), reason=step.reason)
        case SplitOff():
            kind = kind_words(step.kind)
            return tr("Split off {kind} for {to}: {reason}", kind=kind, to=step.pool, reason=step.reason)
