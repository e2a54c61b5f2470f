"""Pressing a speed button: its steps as the operations of one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from inbox.commands import answer, aside, take
from inbox.commands.declare import Case, Plan
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId
from inbox.domain.operations import AnyOperation
from inbox.domain.operations import Complete as Close
from inbox.domain.operations import Reply as Words
from inbox.domain.people import Party
from inbox.domain.pool import Pool
from inbox.domain.words import tr
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Claim, Comment, Complete, Hold, Next, Reply, Route


def plan(
    button: SpeedButton,
    *,
    text: str = "",
    answers: MessageId | None = None,
    pools: Iterable[Pool] = (),
    wake: Callable[[int], datetime] | None = None,
) -> Plan:
    """The plan of `button`. `text` is its phrase for this patient, already without open fields;
    `answers` the last patient message on screen; `wake` turns business days into an instant.
    """
    by_name = {pool.name: Party(pool.id, pool.name) for pool in pools}

    def operations(case: Case) -> Sequence[AnyOperation]:
        takes = any(isinstance(step, Claim | Reply | Hold | Complete) for step in button.steps)
        made: list[AnyOperation] = list(take.claim_if_needed(case)) if takes else []
        for step in button.steps:
            match step:
                case Reply():
                    last = case.thread.last_from_patient
                    seen = answers or (last.id if last else None)
                    made.append(Words(item=case.item.id, text=text, to=answer.recipients(case), answers=seen))
                case Route():
                    made += take.route(case, _pool(step, by_name), step.reason)
                case Comment():
                    made += answer.comment(case, step.text)
                case Hold():
                    if wake is None:
                        raise Refused(tr("There is no calendar to count the days of waiting with."))
                    made += aside.wait(case, wake(step.days), step.reason)
                case Complete():
                    made.append(Close(item=case.item.id, outcome=step.outcome))
                case Claim() | Next():
                    continue
        return made

    return operations


def goes_on(button: SpeedButton) -> bool:
    """Whether the next most urgent item opens afterwards."""
    return any(isinstance(step, Next) for step in button.steps)


def _pool(step: Route, by_name: dict[str, Party]) -> Party:
    there = by_name.get(step.pool)
    if there is None:
        raise Refused(tr("There is no pool “{pool}” here.", pool=step.pool))
    return there
