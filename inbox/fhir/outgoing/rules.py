"""Snoozes and what rules do, as a Task keeps them, and the record of why."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

import msgspec

from inbox.domain import typed
from inbox.domain.by_rule import Change, Make
from inbox.domain.people import Party, to_role
from inbox.domain.thread import Thread
from inbox.domain.work_item import BESIDE, ByRule, Snooze, Stage, WorkItem
from inbox.fhir.codes import (
    ACTIVITY,
    OBLIGATION,
    OPERATION,
    POLICY_INPUT,
    POOL_INPUT,
    QUESTION_INPUT,
    RULE_INPUT,
    RULE_OUTPUT,
    SNOOZE_INPUT,
    STAGE,
    STAGE_CODE,
    TASK_INPUT,
    TASK_OUTPUT,
    TOLD,
    WORK_TYPE,
)
from inbox.fhir.incoming.rules import SnoozeRecord
from inbox.fhir.incoming.shapes import Concept
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write


def add_snoozes(fields: Fields, before: Sequence[Snooze], after: Sequence[Snooze]) -> None:
    """Write who snoozed it until when, in place of what was written of it before."""
    if after == before:
        return
    fields.put_parameter("input", SNOOZE_INPUT, TASK_INPUT, None)
    for one in after:
        record = SnoozeRecord(one.by, written(one.until), written(one.at))
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("input", SNOOZE_INPUT, TASK_INPUT, value)


def address(fields: Fields, owner: Party | None) -> None:
    """Write which role, if any, is to see to it while nobody owns it; what else may do it stays."""
    others = [one for one in fields.elements("performerType") if not _is_told(one)]
    told = _performers(owner) if owner is not None and owner.ref.startswith(to_role("")) else []
    fields.put("performerType", [*others, *told])


def add_rule(fields: Fields, done: ByRule) -> None:
    """Write that a rule did something with the item, and on whose station."""
    value = {"valueString": msgspec.json.encode(done).decode()}
    fields.add_parameter("output", RULE_OUTPUT, TASK_OUTPUT, value)


def made(thread: Thread, beside: WorkItem, act: Make, by: ByRule) -> bytes:
    """The Task that `act` makes beside another: unclaimed, for the pool, a person or a role."""
    part_of = reference(beside.id) if act.kind in BESIDE else None
    return _made(act, by, thread.patient, beside.holding.pool, thread.id, part_of)


def made_alone(patient: str, pool: Party | None, act: Make, by: ByRule) -> bytes:
    """The Task that `act` makes about a patient who has no conversation yet."""
    return _made(act, by, patient, pool)


def _made(
    act: Make,
    by: ByRule,
    patient: str,
    pool: Party | None,
    focus: str = "",
    part_of: dict[str, str] | None = None,
) -> bytes:
    place = reference(pool.ref, pool.name) if pool else None
    owner = reference(act.to.ref, act.to.name) if act.to else place
    body: dict[str, object] = {
        "resourceType": "Task",
        "identifier": [{"system": OBLIGATION, "value": act.name}],
        "partOf": [part_of] if part_of else None,
        "status": "requested",
        "businessStatus": {"coding": [{"system": STAGE, "code": STAGE_CODE[Stage.UNCLAIMED]}]},
        "intent": "order",
        "priority": "routine",
        "code": {"coding": [{"system": WORK_TYPE, "code": str(act.kind)}]},
        "description": act.words,
        "focus": reference(focus),
        "for": reference(patient),
        "authoredOn": written(by.at),
        "lastModified": written(by.at),
        "owner": owner,
        "performerType": _performers(act.to) if act.to and owner is None else None,
        "restriction": {"period": {"end": written(act.due)}},
        "input": [
            *([_input(POOL_INPUT, valueReference=place)] if place else []),
            _input(QUESTION_INPUT, valueString=act.words),
            _input(POLICY_INPUT, valueString=act.policy or by.rule),
            _input(RULE_INPUT, valueString=msgspec.json.encode(by).decode()),
        ],
    }
    return msgspec.json.encode({name: value for name, value in body.items() if value is not None})


def record(act: Change | Make, item: str, by: ByRule) -> Write:
    """The create of the record of what a rule did: it bears the act's name, so that there is one."""
    tag = uuid5(NAMESPACE_URL, act.name)
    told = f"By rule {by.rule}, on {by.name or by.by}'s station."
    body = {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": OPERATION, "code": str(tag)}]},
        "target": [reference(item)],
        "occurredDateTime": written(by.at),
        "recorded": written(by.at),
        "activity": {"coding": [{"system": ACTIVITY, "code": by.rule.partition("@")[0]}]},
        "reason": [{"text": told}],
        "agent": [{"who": {"display": f"Rule {by.rule}"}}, {"who": reference(by.by, by.name)}],
    }
    return Write(
        method="POST",
        url="Provenance",
        body=msgspec.json.encode(body),
        if_none_exist=f"_tag={OPERATION}|{tag}",
    )


def _is_told(performer: msgspec.Raw) -> bool:
    return any(coding.system == TOLD for coding in typed.decode(performer, Concept).coding)


def _performers(to: Party) -> list[dict[str, object]]:
    """The role that work is addressed to which no person owns."""
    return [{"coding": [{"system": TOLD, "code": to.ref.partition("|")[2]}], "text": to.name}]


def _input(code: str, **value: object) -> dict[str, object]:
    return {"type": {"coding": [{"system": TASK_INPUT, "code": code}]}, **value}
