"""What a case made the clinic owe, as Tasks; a handed-over question is a Task of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.cases import CLAIMED, DONE, ESCALATED, UNCLAIMED, WAITING, Case, Round
from portal.clinic.chance import dice
from portal.clinic.conversations import KINDS
from portal.clinic.fhir import (
    OBLIGATION_ID,
    SNOMED,
    STAGE,
    TASK_INPUT,
    TASK_OUTPUT,
    WORK_TYPE,
    Json,
    coding,
    concept,
    instant,
    quantity,
    reference,
    resource,
)
from portal.clinic.staff import Member
from portal.clinic.threads import Envelope, envelope, said, thread_id

_STATUS = {
    UNCLAIMED: ("requested", "new"),
    CLAIMED: ("accepted", "in-triage"),
    WAITING: ("on-hold", "waiting-for-patient"),
    ESCALATED: ("in-progress", "awaiting-physician"),
    DONE: ("completed", "closed"),
}
_POLICY = "riverbend-promises@1"
_FLAG_CLOCKS = {1: timedelta(minutes=15), 2: timedelta(minutes=30), 3: timedelta(hours=1)}


def task_resources(case: Case, now: datetime) -> Iterator[Json]:
    """One Task for each round, and a physician-review Task for one that was escalated."""
    shared, ids = envelope(case), {id(line): name for name, line in said(case)}
    for index, part in enumerate(case.rounds, 1):
        name = f"task-{case.number:05}-{index}"
        messages = [f"Communication/{ids[id(line)]}" for line in part.lines]
        answer = f"Communication/{ids[id(part.answer)]}" if part.answer else ""
        yield _task(case, shared, part, name, messages, answer)
        if part.state == ESCALATED and part.owner and part.taken:
            yield _review(case, part, part.owner, part.taken, name, now)


def valued(system: str, code: str, **value: object) -> Json:
    """One entry of `Task.input` or `Task.output`."""
    return {"type": concept(system, code), **value}


def work_code(work: str) -> Json:
    """The kind of work; a refill also under the concept that other systems know it by."""
    codes = [coding(WORK_TYPE, work, work.replace("-", " ").capitalize())]
    if work == "refill":
        codes.append(coding(SNOMED, "103742009", "Renewal of prescription"))
    return {"coding": codes}


def packet_of(case: Case, parent: str, name: str, nurse: Member, asked: datetime) -> Json:
    """What every packet about `parent` says, whatever has become of it; `name` tells it from others of its
    conversation."""
    person = case.script.chart.person
    return {
        "identifier": [{"system": OBLIGATION_ID, "value": f"{thread_id(case)}#esc-{name}"}],
        "partOf": [reference(f"Task/{parent}")],
        "intent": "order",
        "priority": "routine",
        "code": work_code("physician-review"),
        "description": "Physician review",
        "focus": reference(f"Communication/{thread_id(case)}"),
        "for": reference(person.ref, person.name),
        "authoredOn": instant(asked),
        "requester": reference(nurse.ref, nurse.name),
    }


def due(case: Case, part: Round) -> datetime | None:
    """The earliest clock still running on a round, by product.md §7; None for thanks."""
    hours, promise = case.pool.hours, KINDS[part.work].promise
    clocks = []
    if part.sign:
        clocks.append(part.arrived + _FLAG_CLOCKS[part.sign.level])
    if promise.look and part.state == UNCLAIMED:
        clocks.append(hours.add(part.arrived, promise.look))
    if promise.days:
        clocks.append(hours.add_days(part.arrived, promise.days))
    return min(clocks, default=None)


def unclaimed(shared: Envelope, name: str, thread: str, opener: str, sent: datetime, work: str) -> Json:
    """The Task that a patient's message `opener` makes in its thread, as the portal posts it."""
    owed = f"{thread.partition('/')[2]}#{opener.partition('/')[2]}"
    return resource(
        "Task",
        name,
        sent + timedelta(milliseconds=350),
        identifier=[{"system": OBLIGATION_ID, "value": owed}],
        status="requested",
        businessStatus=concept(STAGE, "new"),
        intent="order",
        priority="routine",
        code=work_code(work),
        description=shared.kind.label,
        focus=reference(thread),
        **{"for": shared.patient},
        authoredOn=instant(sent),
        lastModified=instant(sent + timedelta(milliseconds=350)),
        requester=shared.writer,
        owner=shared.pool,
        input=[
            valued(TASK_INPUT, "pool", valueReference=shared.pool),
            valued(TASK_INPUT, "triggering-message", valueReference=reference(opener)),
        ],
    )


def _task(case: Case, shared: Envelope, part: Round, name: str, messages: list[str], answer: str) -> Json:
    thread = f"Communication/{thread_id(case)}"
    status, stage = _STATUS[part.state]
    changed = instant(_changed(part))
    task = unclaimed(shared, name, thread, messages[0], part.arrived, part.work)
    task |= {
        "meta": {"lastUpdated": changed},
        "status": status,
        "businessStatus": concept(STAGE, stage),
        "priority": _priority(part),
        "lastModified": changed,
    }
    if part.state == WAITING:
        task["statusReason"] = {"text": "Waiting for the patient's answer"}
    if part.owner:
        task["owner"] = reference(part.owner.ref, part.owner.name)
    extra = {
        "executionPeriod": _execution(part),
        "note": _notes(part),
        "restriction": _restriction(case, part),
        "output": [*_outputs(part, answer)],
    }
    task |= {key: value for key, value in extra.items() if value}
    task["input"] += _inputs(case, part, messages)
    return task


def _changed(part: Round) -> datetime:
    last = part.ended or part.taken or part.arrived
    return max([last, *(line.at for line in part.messages())]) + timedelta(milliseconds=350)


def _priority(part: Round) -> str:
    if part.sign:
        return {1: "stat", 2: "asap", 3: "urgent"}[part.sign.level]
    return "routine"


def _execution(part: Round) -> Json | None:
    if not part.taken:
        return None
    period = {"start": instant(part.taken)}
    return period | {"end": instant(part.ended)} if part.ended else period


def _notes(part: Round) -> list[Json]:
    if not part.note or not part.owner or not part.taken:
        return []
    at = part.taken + timedelta(seconds=20)
    return [
        {
            "authorReference": reference(part.owner.ref, part.owner.name),
            "time": instant(at),
            "text": part.note,
        }
    ]


def _stored_due(case: Case, part: Round) -> datetime | None:
    """A third of the open items carry their due time; every client computes the others."""
    return due(case, part) if part.state != DONE and case.number % 3 == 0 else None


def _restriction(case: Case, part: Round) -> Json | None:
    until = _stored_due(case, part)
    return (
        {"period": {"start": instant(part.arrived), "end": instant(max(until, part.arrived))}}
        if until
        else None
    )


def _inputs(case: Case, part: Round, messages: list[str]) -> Iterator[Json]:
    for joined in messages[1:]:
        yield valued(TASK_INPUT, "triggering-message", valueReference=reference(joined))
    if _stored_due(case, part):
        yield valued(TASK_INPUT, "sla-policy", valueString=_POLICY)
    if part.work == "refill" and case.script.specifics.medication:
        yield valued(
            TASK_INPUT, "medication-request", valueReference=reference(case.script.specifics.medication)
        )
    if part.wake:
        yield valued(TASK_INPUT, "wake", valueDateTime=instant(part.wake))
    if part.sign:
        for span in part.lines[0].spans:
            hit = {
                "rule": part.sign.rule,
                "level": part.sign.level,
                "message": messages[0],
                "start": span.start,
                "end": span.end,
            }
            yield valued(TASK_INPUT, "red-flag", valueString=json.dumps(hit))


def _outputs(part: Round, answer: str) -> Iterator[Json]:
    if part.state != DONE:
        return
    if answer:
        yield valued(TASK_OUTPUT, "reply", valueReference=reference(answer))
    else:
        yield valued(TASK_OUTPUT, "outcome", valueString="no-reply-needed")
    if part.taken and part.ended:
        minutes = max(0.1, round((part.ended - part.taken) / timedelta(minutes=1), 1))
        yield valued(TASK_OUTPUT, "handling-time", valueDuration=quantity(minutes, "min"))


def _review(case: Case, part: Round, nurse: Member, taken: datetime, parent: str, now: datetime) -> Json:
    """The nurse's packet for the patient's prescriber."""
    doctor, roll = case.script.chart.person.pcp, dice(0, parent, "review")
    asked = min(taken + timedelta(minutes=roll.randint(3, 20)), now - timedelta(seconds=45))
    latest = due(case, part)
    until = case.pool.hours.add(asked, timedelta(hours=4))
    return resource(
        "Task",
        f"{parent}-review",
        asked,
        **packet_of(case, parent, "1", nurse, asked),
        status="requested",
        businessStatus=concept(STAGE, "awaiting-physician"),
        lastModified=instant(asked),
        owner=reference(doctor.role_ref, doctor.name),
        restriction={"period": {"end": instant(max(asked, min(until, latest) if latest else until))}},
        input=[
            valued(TASK_INPUT, "pool", valueReference=reference(case.pool.ref, case.pool.name)),
            valued(TASK_INPUT, "sla-policy", valueString=_POLICY),
            *(valued(TASK_INPUT, name, valueString=text) for name, text in part.packet.items()),
        ],
    )
