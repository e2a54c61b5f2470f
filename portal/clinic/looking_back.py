"""What was recorded of work that is done: who closed it and how, what was handed on, what was decided.

Without it nobody could measure anything in a new clinic. It is there from a clinic of as many conversations
on as the written ones are, and reaches back as far as a supervisor looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.cases import DONE, Case
from portal.clinic.chance import dice
from portal.clinic.fhir import (
    OWN,
    STAGE,
    TASK_INPUT,
    TASK_OUTPUT,
    Json,
    concept,
    instant,
    quantity,
    reference,
    resource,
)
from portal.clinic.staff import Member
from portal.clinic.tasks import packet_of, valued

_BACK = timedelta(days=65)
_ACTIVITY, _REASON = OWN + "inbox-activity", OWN + "reroute-reason"
_ANSWERED = "answered-nurse"
_BUTTON = "https://example.org/inbox/speed-button/"
"""As the stations of this clinic name the button that was pressed."""
_BUTTONS = {
    "medical-question": "needs-appointment",
    "refill": "refill-sent",
    "result-question": "result-normal",
    "scheduling": "ask-details",
    "fyi": "done",
}
"""The button of the starter kit that closes work of a kind most often."""
_ASKED = ("medical-question", "refill", "result-question", "home-monitoring")
_BY_BUTTON, _HANDED_ON, _REVIEWED = 0.45, 0.07, 0.09
"""Shares of what was closed: by a button, passed on before, and decided by a prescriber."""


def is_recent(case: Case, now: datetime) -> bool:
    """Whether all of it is done, and not longer ago than anybody looks back."""
    return all(part.state == DONE and part.ended and part.ended > now - _BACK for part in case.rounds)


def history_resources(case: Case) -> Iterator[Json]:
    """The closed packets of a case that is done, and the reasons of all that was done."""
    for index, part in enumerate(case.rounds, 1):
        name = f"task-{case.number:05}-{index}"
        roll = dice(0, name, "history")
        nurse, taken, ended = part.owner, part.taken, part.ended
        if nurse is None or taken is None or ended is None:
            continue
        if roll.random() < _HANDED_ON:
            yield _record(
                name, "route", nurse, part.arrived + (taken - part.arrived) / 2, reason="wrong-pool"
            )
        yield _record(name, "claim", nurse, taken)
        if part.work in _ASKED and part.answer and roll.random() < _REVIEWED:
            doctor = case.script.chart.person.pcp
            yield from _decided(case, name, nurse, doctor, taken + (ended - taken) / 3, ended)
        button = _BUTTONS.get(part.work, "") if roll.random() < _BY_BUTTON else ""
        yield _record(name, "complete", nurse, ended, button=button)


def _decided(
    case: Case, parent: str, nurse: Member, doctor: Member, asked: datetime, ended: datetime
) -> Iterator[Json]:
    """A packet as it was asked and answered to the nurse, who then wrote to the patient."""
    name, looked = f"{parent}-decided", asked + (ended - asked) / 2
    minutes = max(0.1, round((ended - looked) / timedelta(minutes=1), 1))
    yield resource(
        "Task",
        name,
        ended,
        **packet_of(case, parent, name, nurse, asked),
        status="completed",
        businessStatus=concept(STAGE, "closed"),
        lastModified=instant(ended),
        executionPeriod={"start": instant(looked), "end": instant(ended)},
        owner=reference(doctor.ref, doctor.name),
        input=[
            valued(TASK_INPUT, "pool", valueReference=reference(case.pool.ref, case.pool.name)),
            valued(TASK_INPUT, "question", valueString="What shall I write?"),
        ],
        output=[
            valued(TASK_OUTPUT, "outcome", valueString=_ANSWERED),
            valued(TASK_OUTPUT, "handling-time", valueDuration=quantity(minutes, "min")),
        ],
    )
    yield _record(parent, "escalate", nurse, asked)
    yield _record(name, "complete", doctor, ended, reason=_ANSWERED)


def _record(
    task: str, activity: str, by: Member, at: datetime, *, reason: str = "", button: str = ""
) -> Json:
    """One Provenance."""
    return resource(
        "Provenance",
        f"{task}-{activity}",
        at,
        target=[reference(f"Task/{task}")],
        occurredDateTime=instant(at),
        recorded=instant(at),
        policy=[_BUTTON + button] if button else None,
        activity=concept(_ACTIVITY, activity),
        reason=[concept(_REASON, reason)] if reason else None,
        agent=[{"who": reference(by.ref, by.name)}],
    )
