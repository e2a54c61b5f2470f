"""Pressing a speed button: its steps as the operations of one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from inbox.commands import answer, aside, give, review, sort, take
from inbox.commands.declare import Case, Plan
from inbox.domain.attached import AttachedFile
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId
from inbox.domain.operations import AnyOperation, AskVisit, Complete
from inbox.domain.people import Party
from inbox.domain.pool import Pool, Staff
from inbox.domain.preferred_days import preferred
from inbox.domain.prescription import Order
from inbox.domain.review import Packet
from inbox.domain.words import tr
from inbox.shortcuts import steps
from inbox.shortcuts.quick import SpeedButton

_TAKING = (steps.Claim, steps.Reply, steps.Insert, steps.Escalate, steps.Visit, steps.Hold, steps.Complete)
"""Steps that nobody does on what nobody has: the item is claimed first."""


def plan(
    button: SpeedButton,
    *,
    text: str = "",
    answers: MessageId | None = None,
    pools: Iterable[Pool] = (),
    packet: Packet | None = None,
    order: Order | None = None,
    wake: Callable[[int], datetime] | None = None,
    to: tuple[Party, ...] | None = None,
    emergency: bool = False,
    files: tuple[AttachedFile, ...] = (),
    direct: take.Direct = take.no_rules,
    colleague: Callable[[str], Staff | None] = lambda _person: None,
) -> Plan:
    """The plan of `button`. `text` is its phrase for this patient without open fields, `to` whom it goes
    to (None: whoever wrote last), `emergency` whether it is for emergencies, `files` what goes with it;
    `answers` is the last patient message on screen; `packet` for a prescriber, `order` of one; `wake` turns
    business days into an instant; `direct` asks the rules; `colleague` finds a person by their reference."""
    by_name = {pool.name: Party(pool.id, pool.name) for pool in pools}
    means = _Means(text, answers, to, emergency, files, by_name, packet, order, wake, direct, colleague)

    def operations(case: Case) -> Sequence[AnyOperation]:
        takes = any(isinstance(step, _TAKING) for step in button.steps) and not button.decides
        made: list[AnyOperation] = list(take.claim_if_needed(case)) if takes else []
        for step in button.steps:
            closes = isinstance(step, steps.Complete)
            if not (button.decides and closes):  # a decision claims and closes by itself
                made += _made(step, case, means)
        return made

    return operations


class _Means(NamedTuple):
    """What the steps are taken with: see `plan`."""

    text: str
    answers: MessageId | None
    to: tuple[Party, ...] | None
    emergency: bool
    files: tuple[AttachedFile, ...]
    pools: Mapping[str, Party]
    packet: Packet | None
    order: Order | None
    wake: Callable[[int], datetime] | None
    direct: take.Direct
    colleague: Callable[[str], Staff | None]


def _made(step: steps.AnyStep, case: Case, means: _Means) -> Sequence[AnyOperation]:
    """The operations of one step; claiming has been seen to, and going on is the screen's."""
    match step:
        case steps.Reply():
            return [answer.reply(case, means.text, means.answers, means.to, means.emergency, means.files)]
        case steps.Approve():
            wake = _waking(review.PATIENT_HAS.days, means.wake) if means.wake else None
            return review.approve(case, answers=means.answers, to=means.to, wake=wake, order=means.order)
        case steps.AnswerNurse():
            return review.answer_nurse(case, step.text)
        case steps.NeedsVisit():
            return review.needs_visit(case, step.how, _days_named(case))
        case steps.Route():
            return _route(case, step, means)
        case steps.Release():
            return take.release(case, step.reason)
        case steps.Assign():
            return _assigned(case, step, means)
        case steps.TakeBack():
            return give.take_back(case, step.reason)
        case steps.SetKind():
            return sort.reclass(case, step.kind, step.reason)
        case steps.SplitOff():
            return sort.split(case, [sort.Piece(step.kind, _named(step.pool, means), step.reason)])
        case steps.Comment():
            return answer.comment(case, step.text)
        case steps.Visit():
            return _visit(case, step)
        case steps.Escalate():
            return review.ask(case, means.packet)
        case steps.Hold():
            return aside.wait(case, _waking(step.days, means.wake), step.reason)
        case steps.Snooze():
            return aside.snooze(case, case.now + timedelta(hours=step.hours))
        case steps.Complete():
            return [Complete(item=case.item.id, outcome=step.outcome)]
        case steps.Claim() | steps.Insert() | steps.Next():
            return []


def _waking(days: int, wake: Callable[[int], datetime] | None) -> datetime:
    if wake is None:
        raise Refused(tr("There is no calendar to count the days of waiting with."))
    return wake(days)


def _visit(case: Case, step: steps.Visit) -> Sequence[AnyOperation]:
    """The request, with the days that the patient named."""
    when = _days_named(case)
    return [AskVisit(item=case.item.id, how=step.how, reason=case.thread.subject, when=when)]


def _days_named(case: Case) -> str:
    last = case.thread.last_from_patient
    return preferred(last.text) if last else ""


def goes_on(button: SpeedButton) -> bool:
    """Whether the next most urgent item opens afterwards."""
    return any(isinstance(step, steps.Next) for step in button.steps)


def _route(case: Case, step: steps.Route, means: _Means) -> Sequence[AnyOperation]:
    """To whom the rules name, or to the pool of the step."""
    if step.by_rules:
        return take.by_rules(case, means.direct, step.reason)
    return take.route(case, _named(step.pool, means), step.reason)


def _named(pool: str, means: _Means) -> Party:
    there = means.pools.get(pool)
    if there is None:
        raise Refused(tr("There is no pool “{pool}” here.", pool=pool))
    return there


def _assigned(case: Case, step: steps.Assign, means: _Means) -> Sequence[AnyOperation]:
    """To the person by the name and licence they have now."""
    there = means.colleague(step.person)
    if there is None or not there.active:
        raise Refused(tr("{name} no longer works here.", name=step.name))
    return give.assign(case, Party(there.id, there.name), there.licence, step.reason)
