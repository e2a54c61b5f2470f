"""What somebody has just done, as the steps of a speed button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from inbox.domain import operations as ops
from inbox.domain.operations import AnyOperation
from inbox.domain.review import Decision
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.steps import (
    LONGEST_HOLD_DAYS,
    LONGEST_SNOOZE_HOURS,
    AnswerNurse,
    AnyStep,
    Approve,
    Assign,
    Claim,
    Comment,
    Complete,
    Hold,
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

_HOUR = timedelta(hours=1)
_GOES_ON = (Complete, Route, Assign, TakeBack, Hold, Snooze, Approve, AnswerNurse, NeedsVisit)
"""After these whoever did it went on to the next item."""


def recorded(
    done: Sequence[AnyOperation], at: datetime, phrase_of: Callable[[str], str]
) -> tuple[tuple[AnyStep, ...], list[str]]:
    """The steps of what was `done`, and sentences about what of it no button can repeat.

    `phrase_of` gives the phrase whose words a reply has, empty where it has words of its own: those are this
    patient's, and go into no button.
    """
    without: list[str] = []
    decided, rest = _decision(done)
    steps: list[AnyStep] = []
    for operation in rest:
        step = _step(operation, at, phrase_of)
        if step is not None:
            steps.append(step)
        elif isinstance(operation, ops.Reply):
            without.append(
                tr("The reply has words of its own: keep them as a phrase first, then add it here.")
            )
        else:
            without.append(tr("“{what}” is different each time.", what=operation.describe()))
    steps += decided
    if any(isinstance(step, _GOES_ON) for step in steps):
        steps.append(Next())
    return tuple(steps), list(dict.fromkeys(without))


def _decision(done: Sequence[AnyOperation]) -> tuple[list[AnyStep], list[AnyOperation]]:
    """How a prescriber decided a packet, and what else was done: a decision is several operations."""
    outcomes = (one.outcome for one in done if isinstance(one, ops.Complete))
    told = next((one.text for one in done if isinstance(one, ops.Comment)), "")
    asked = next((one.how for one in done if isinstance(one, ops.AskVisit)), None)
    decided: list[AnyStep]
    match next(outcomes, None):
        case Decision.APPROVED:
            decided = [Approve()]
        case Decision.TO_NURSE if told:
            decided = [AnswerNurse(told)]
        case Decision.VISIT if asked:
            decided = [NeedsVisit(asked)]
        case _:
            return [], list(done)
    return decided, [one for one in done if isinstance(one, ops.Claim)]


def _step(operation: AnyOperation, at: datetime, phrase_of: Callable[[str], str]) -> AnyStep | None:
    match operation:
        case ops.Claim():
            return Claim()
        case ops.Reply():
            phrase = phrase_of(operation.text)
            return Reply(phrase) if phrase else None
        case ops.Route() if operation.to.name:
            return Route(reason=operation.reason or tr("It is theirs"), pool=operation.to.name)
        case ops.Release():
            return Release(operation.reason or tr("It is for somebody else"))
        case ops.Assign():
            return Assign(operation.to.ref, operation.to.name, operation.reason)
        case ops.TakeBack():
            return TakeBack(operation.reason)
        case ops.Reclass():
            return SetKind(Kind(operation.kind), operation.reason or tr("It is that kind of work"))
        case ops.Split() if operation.to.name:
            reason = operation.reason or tr("It asks for this as well")
            return SplitOff(Kind(operation.kind), operation.to.name, reason)
        case ops.Comment():
            return Comment(operation.text)
        case ops.AskVisit():
            return Visit(operation.how)
        case ops.Hold():
            days = min(max(1, (operation.wake - at).days), LONGEST_HOLD_DAYS)
            return Hold(days, operation.reason or tr("Waiting for the patient"))
        case ops.Snooze() if operation.until is not None:
            return Snooze(min(max(1, round((operation.until - at) / _HOUR)), LONGEST_SNOOZE_HOURS))
        case ops.Complete() if operation.outcome in ("answered", "no-reply-needed", "released"):
            return Complete(operation.outcome)  # type: ignore[arg-type]
    return None
