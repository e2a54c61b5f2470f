"""Pressing a speed button: its steps as the operations of one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from inbox.commands import answer, aside, review, take
from inbox.commands.declare import Case, Plan
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId
from inbox.domain.operations import AnyOperation, AskVisit
from inbox.domain.operations import Complete as Close
from inbox.domain.people import Party
from inbox.domain.pool import Pool
from inbox.domain.preferred_days import preferred
from inbox.domain.review import Packet
from inbox.domain.words import tr
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Claim, Comment, Complete, Escalate, Hold, Next, Reply, Route, Visit

_TAKING = (Claim, Reply, Escalate, Visit, Hold, Complete)
"""Steps that nobody does on what nobody has: the item is claimed first."""


def plan(
    button: SpeedButton,
    *,
    text: str = "",
    answers: MessageId | None = None,
    pools: Iterable[Pool] = (),
    packet: Packet | None = None,
    wake: Callable[[int], datetime] | None = None,
    to: tuple[Party, ...] | None = None,
    emergency: bool = False,
    direct: take.Direct = take.no_rules,
) -> Plan:
    """The plan of `button`. `text` is its phrase for this patient without open fields, `to` whom it goes to
    (None: whoever wrote last), `emergency` whether it is for emergencies; `answers` is the last patient
    message on screen; `packet` for a prescriber; `wake` turns business days into an instant; `direct` asks
    the rules."""
    by_name = {pool.name: Party(pool.id, pool.name) for pool in pools}

    def operations(case: Case) -> Sequence[AnyOperation]:
        takes = any(isinstance(step, _TAKING) for step in button.steps)
        made: list[AnyOperation] = list(take.claim_if_needed(case)) if takes else []
        for step in button.steps:
            match step:
                case Reply():
                    made.append(answer.reply(case, text, answers, to, emergency))
                case Visit():
                    made += _visit(case, step)
                case Route():
                    made += _route(case, step, by_name, direct)
                case Comment():
                    made += answer.comment(case, step.text)
                case Escalate():
                    made += review.ask(case, packet)
                case Hold():
                    made += aside.wait(case, _waking(step, wake), step.reason)
                case Complete():
                    made.append(Close(item=case.item.id, outcome=step.outcome))
        return made

    return operations


def _waking(step: Hold, wake: Callable[[int], datetime] | None) -> datetime:
    if wake is None:
        raise Refused(tr("There is no calendar to count the days of waiting with."))
    return wake(step.days)


def _visit(case: Case, step: Visit) -> Sequence[AnyOperation]:
    """The request, with the days that the patient named."""
    last = case.thread.last_from_patient
    when = preferred(last.text) if last else ""
    return [AskVisit(item=case.item.id, how=step.how, reason=case.thread.subject, when=when)]


def goes_on(button: SpeedButton) -> bool:
    """Whether the next most urgent item opens afterwards."""
    return any(isinstance(step, Next) for step in button.steps)


def _route(case: Case, step: Route, by_name: dict[str, Party], direct: take.Direct) -> Sequence[AnyOperation]:
    """To whom the rules name, or to the pool of the step."""
    if step.by_rules:
        return take.by_rules(case, direct, step.reason)
    return take.route(case, _pool(step, by_name), step.reason)


def _pool(step: Route, by_name: dict[str, Party]) -> Party:
    there = by_name.get(step.pool)
    if there is None:
        raise Refused(tr("There is no pool “{pool}” here.", pool=step.pool))
    return there
