"""A physician's review as a Task below the one it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.errors import Bug
from inbox.domain.operations import Escalate
from inbox.domain.operations.escalate import review_id
from inbox.domain.thread import Thread
from inbox.domain.work_item import WorkItem
from inbox.fhir.codes import (
    AFTER_INPUT,
    AWAITING_PHYSICIAN,
    MEDICATION_INPUT,
    OBLIGATION,
    POOL_INPUT,
    PROPOSED_REPLY_INPUT,
    QUESTION_INPUT,
    STAGE,
    SUMMARY_INPUT,
    SUPPLY_INPUT,
    TASK_INPUT,
    WORK_TYPE,
)
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.outgoing.obligations import promised
from inbox.fhir.outgoing.rules import address
from inbox.fhir.search import query
from inbox.fhir.write import Write


def reviews(chain: Sequence[Entry], before: Thread, after: Thread) -> list[Write]:
    """The creates of the reviews that `chain` asks for and the server does not have."""
    return [
        _create(entry, after)
        for entry in chain
        if isinstance(entry.operation, Escalate) and not entry.operation.done_in(before, entry.stamp)
    ]


def _create(entry: Entry, after: Thread) -> Write:
    """Made once by its name. It is a proposal: the order itself is a prescriber's."""
    item = after.item(review_id(entry.id))
    if item is None:
        raise Bug("What a prescriber is asked is not there to be written.")
    (name,) = item.names
    return Write(
        method="POST",
        url="Task",
        body=_addressed(_body(entry, item, name), item),
        if_none_exist=query({"identifier": f"{OBLIGATION}|{name}"}),
        full_url=item.id,
        operations=(entry.id,),
    )


def _addressed(body: dict[str, object], item: WorkItem) -> bytes:
    fields = Fields(msgspec.json.encode({key: value for key, value in body.items() if value}))
    address(fields, item.holding.owner)
    return fields.encoded()


def _body(entry: Entry, item: WorkItem, name: str) -> dict[str, object]:
    holding = item.holding
    owner, pool, promise = holding.owner, holding.pool, holding.promise
    due = promise.due if promise else None
    return {
        "resourceType": "Task",
        "identifier": [{"system": OBLIGATION, "value": name}],
        "partOf": [reference(item.parent or "")],
        "status": holding.status,
        "businessStatus": {"coding": [{"system": STAGE, "code": AWAITING_PHYSICIAN}]},
        "intent": "proposal",
        "priority": item.priority,
        "code": {"coding": [{"system": WORK_TYPE, "code": item.kind}]},
        "description": "Physician review",
        "focus": reference(entry.thread),
        "for": reference(entry.patient),
        "authoredOn": written(item.arrived),
        "lastModified": written(item.arrived),
        "requester": reference(entry.actor, entry.actor_name),
        "owner": reference(owner.ref, owner.name) if owner else None,
        "restriction": {"period": {"end": written(due)}} if due else None,
        "input": [
            *([_input(POOL_INPUT, valueReference=reference(pool.ref, pool.name))] if pool else []),
            *(promised(promise) if promise else ()),
            *(
                [_input(MEDICATION_INPUT, valueReference=found)]
                if (found := reference(item.medication))
                else []
            ),
            *_words(item),
        ],
    }


def _words(item: WorkItem) -> list[dict[str, object]]:
    """The packet itself, as text."""
    told = {
        QUESTION_INPUT: item.question,
        SUMMARY_INPUT: item.summary,
        PROPOSED_REPLY_INPUT: item.proposed_reply,
        AFTER_INPUT: item.after,
        SUPPLY_INPUT: msgspec.json.encode(item.supply).decode() if item.supply else "",
    }
    return [_input(code, valueString=text) for code, text in told.items() if text]


def _input(code: str, **value: object) -> dict[str, object]:
    return {"type": {"coding": [{"system": TASK_INPUT, "code": code}]}, **value}
