"""What somebody has just done, as the steps of a speed button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from inbox.domain import operations as ops
from inbox.domain.operations import AnyOperation
from inbox.domain.review import Decision
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts import steps

_HOUR = timedelta(hours=1)
_GOES_ON = (
    steps.Complete,
    steps.Route,
    steps.Assign,
    steps.TakeBack,
    steps.Hold,
    steps.Snooze,
    steps.Approve,
    steps.AnswerNurse,
    steps.NeedsVisit,
)
"""After these whoever did it went on to the next item."""


def recorded(
    done: Sequence[AnyOperation], at: datetime, phrase_of: Callable[[str], str]
) -> tuple[tuple[steps.AnyStep, ...], list[str]]:
    """The steps of what was `done`, and sentences about what of it no button can repeat.

    `phrase_of` gives the phrase whose words a reply has, empty where it has words of its own: those are this
    patient's, and go into no button.
    """
    without: list[str] = []
    decided, rest = _decision(done)
    found: list[steps.AnyStep] = []
    for operation in rest:
        step = _step(operation, at, phrase_of)
        if step is not None:
            found.append(step)
        elif isinstance(operation, ops.Reply):
            without.append(
                tr("The reply has words of its own: keep them as a phrase first, then add it here.")
            )
        else:
            without.append(tr("“{what}” is different each time.", what=operation.describe()))
    found += decided
    if any(isinstance(step, _GOES_ON) for step in found):
        found.append(steps.Next())
    return tuple(found), list(dict.fromkeys(without))


def _decision(done: Sequence[AnyOperation]) -> tuple[list[steps.AnyStep], list[AnyOperation]]:
    """How a prescriber decided a packet, and what else was done: a decision is several operations."""
    outcomes = (one.outcome for one in done if isinstance(one, ops.Complete))
    told = next((one.text for one in done if isinstance(one, ops.Comment)), "")
    asked = next((one.how for one in done if isinstance(one, ops.AskVisit)), None)
    decided: list[steps.AnyStep]
    match next(outcomes, None):
        case Decision.APPROVED:
            decided = [steps.Approve()]
        case Decision.TO_NURSE if told:
            decided = [steps.AnswerNurse(told)]
        case Decision.VISIT if asked:
            decided = [steps.NeedsVisit(asked)]
        case _:
            return [], list(done)
    return decided, [one for one in done if isinstance(one, ops.Claim)]


def _step(operation: AnyOperation, at: datetime, phrase_of: Callable[[str], str]) -> steps.AnyStep | None:
    match operation:
        case ops.Claim():
            return steps.Claim()
        case ops.Reply():
            phrase = phrase_of(operation.text)
            return steps.Reply(phrase) if phrase else None
        case ops.Route() if operation.to.name:
            return steps.Route(reason=operation.reason or tr("It is theirs"), pool=operation.to.name)
        case ops.Release():
            return steps.Release(operation.reason or tr("It is for somebody else"))
        case ops.Assign():
            return steps.Assign(operation.to.ref, operation.to.name, operation.reason)
        case ops.TakeBack():
            return steps.TakeBack(operation.reason)
        case ops.Reclass():
            return steps.SetKind(Kind(operation.kind), operation.reason or tr("It is that kind of work"))
        case ops.Split() if operation.to.name:
            reason = operation.reason or tr("It asks for this as well")
            return steps.SplitOff(Kind(operation.kind), operation.to.name, reason)
        case ops.Comment():
            return steps.Comment(operation.text)
        case ops.AskVisit():
            return steps.Visit(operation.how)
        case ops.Hold():
            days = min(max(1, (operation.wake - at).days), steps.LONGEST_HOLD_DAYS)
            return steps.Hold(days, operation.reason or tr("Waiting for the patient"))
        case ops.Snooze() if operation.until is not None:
            hours = round((operation.until - at) / _HOUR)
            return steps.Snooze(min(max(1, hours), steps.LONGEST_SNOOZE_HOURS))
        case ops.Complete() if operation.outcome in ("answered", "no-reply-needed", "released"):
            return steps.Complete(operation.outcome)  # type: ignore[arg-type]
    return None
