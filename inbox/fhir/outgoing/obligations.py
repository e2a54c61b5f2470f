"""Tasks made, joined or cancelled by a rule: no person asked for it, and each says which rule did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inbox.domain.ids import ItemId
from inbox.domain.obligations import name_of
from inbox.domain.people import Party
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Holding, Kind, Promise, Stage, WorkItem
from inbox.fhir.codes import (
    CLASS_INPUT,
    KIND_OF_CODE,
    OBLIGATION,
    POLICY_INPUT,
    POOL_INPUT,
    RULE_INPUT,
    SNOMED,
    SNOMED_REFILL,
    STAGE,
    STAGE_CODE,
    TASK_INPUT,
    TRIGGER_INPUT,
    WORK_TYPE,
)
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.outgoing.rules import address


def kind_of(thread: Thread) -> Kind:
    """The kind of work that a thread makes: what the patient chose, as far as it is known."""
    return KIND_OF_CODE.get(thread.chosen_kind, Kind.MEDICAL_QUESTION)


def obligation(
    thread: Thread,
    messages: Sequence[Message],
    holding: Holding,
    promise: Promise,
    made: ByRule,
    sent: ByRule | None = None,
) -> bytes:
    """The Task that `messages`, the patient's and oldest first, make: unclaimed, with `holding`'s owner and
    pool; `sent`: the routing rule that named them."""
    name = name_of(thread, messages[0].id)
    place = (holding.owner, holding.pool)
    said = [_input(RULE_INPUT, valueString=msgspec.json.encode(one).decode()) for one in (made, sent) if one]
    return _unclaimed(thread, kind_of(thread), name, messages, place, promise, made.at, said)


def split_off(thread: Thread, item: WorkItem, promise: Promise | None, at: datetime) -> bytes:
    """The Task that `item`, split off from other work of `thread`, is: unclaimed, in its own pool."""
    messages = [message for message in thread.messages if message.id in item.triggers]
    place = (item.holding.owner, item.holding.pool)
    return _unclaimed(thread, item.kind, item.names[0], messages, place, promise or Promise(None), at, [])


def _unclaimed(
    thread: Thread,
    kind: str,
    name: str,
    messages: Sequence[Message],
    place: tuple[Party | None, Party | None],
    promise: Promise,
    at: datetime,
    more: Sequence[dict[str, object]],
) -> bytes:
    """Unclaimed work; `place`: whose it is to be, and its pool."""
    first = messages[0]
    owner, pool = place
    within = reference(pool.ref, pool.name) if pool else None
    body: dict[str, object] = {
        "resourceType": "Task",
        "identifier": [{"system": OBLIGATION, "value": name}],
        "status": "requested",
        "businessStatus": {"coding": [{"system": STAGE, "code": STAGE_CODE[Stage.UNCLAIMED]}]},
        "intent": "order",
        "priority": "routine",
        "code": {"coding": work_codes(kind)},
        "description": kind.replace("-", " ").capitalize(),
        "focus": reference(thread.id),
        "for": reference(thread.patient),
        "authoredOn": written(first.sent),
        "lastModified": written(at),
        "requester": reference(first.sender.ref, first.sender.name),
        "owner": reference(owner.ref, owner.name) if owner else None,
        "restriction": {"period": {"end": written(promise.due)}} if promise.due else None,
        "input": [
            *([_input(POOL_INPUT, valueReference=within)] if within else []),
            *(_input(TRIGGER_INPUT, valueReference=reference(message.id)) for message in messages),
            *promised(promise),
            *more,
        ],
    }
    fields = Fields(msgspec.json.encode({name: value for name, value in body.items() if value is not None}))
    address(fields, owner)
    return fields.encoded()


def promised(promise: Promise) -> list[dict[str, object]]:
    """The inputs that say by which policy, and as which class, work is due; none where it is never due."""
    said = ((POLICY_INPUT, promise.policy), (CLASS_INPUT, promise.sla_class))
    return [_input(code, valueString=text) for code, text in said if text and promise.due]


def joined(body: bytes, messages: Sequence[Message], tighter: Promise | None, made: ByRule) -> bytes:
    """The Task in `body` once `messages` belong to it too; `tighter` where they make it due earlier."""
    fields = Fields(body)
    for message in messages:
        fields.add_parameter("input", TRIGGER_INPUT, TASK_INPUT, {"valueReference": reference(message.id)})
    if tighter and tighter.due:
        restriction = fields.inside("restriction")
        restriction.put_inside("period", {"end": written(tighter.due)})
        fields.put("restriction", restriction.value())
        fields.put_parameter("input", POLICY_INPUT, TASK_INPUT, {"valueString": tighter.policy})
        if tighter.sla_class:
            fields.put_parameter("input", CLASS_INPUT, TASK_INPUT, {"valueString": tighter.sla_class})
    fields.put("lastModified", written(made.at))
    return fields.encoded()


def cancelled(body: bytes, stays: ItemId, made: ByRule) -> bytes:
    """The Task in `body`, cancelled because `stays` is the same work."""
    fields = Fields(body)
    fields.put("status", "cancelled")
    fields.put("businessStatus", {"coding": [{"system": STAGE, "code": STAGE_CODE[Stage.DONE]}]})
    station = made.name or made.by
    fields.put("statusReason", {"text": f"The same as {stays}. By rule {made.rule}, on {station}'s station."})
    fields.put_inside("executionPeriod", {"end": written(made.at)})
    fields.put("lastModified", written(made.at))
    return fields.encoded()


def work_codes(kind: str, system: str = WORK_TYPE) -> list[dict[str, str]]:
    """`Task.code` for a kind of work, in the site's own `system` where it has one."""
    codes = [{"system": system, "code": str(kind)}]
    if kind == Kind.REFILL:
        codes.append({"system": SNOMED, "code": SNOMED_REFILL})
    return codes


def _input(code: str, **value: object) -> dict[str, object]:
    return {"type": {"coding": [{"system": TASK_INPUT, "code": code}]}, **value}
