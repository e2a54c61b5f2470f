"""Calls about red flags on the wire: what is written is valid R4 and is read back as it was."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from fhirclient.models.provenance import Provenance
from fhirclient.models.task import Task
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.disposition import CallOutcome, Disposition
from inbox.domain.filed import Filed
from inbox.domain.ids import MessageId
from inbox.domain.operations import Claim, Complete, Dispose
from inbox.domain.people import Party
from inbox.domain.work_item import WorkItem
from inbox.fhir.codes import ACTIVITY, OPERATION, TASK_OUTPUT
from inbox.fhir.incoming.items import urgency
from inbox.fhir.outgoing import writes
from tests.sync.examples import (
    ITEM,
    NINE,
    NURSE,
    THREAD,
    at,
    concept,
    conversation,
    entry,
    kept,
    parameter,
    reading,
    task,
)

M1 = MessageId("Communication/m-1")
FLAG = parameter("red-flag", valueString=json.dumps({"rule": "RF-1", "level": 1, "message": M1}))
NO_ANSWER = Dispose(item=ITEM, outcome=CallOutcome.NO_ANSWER, messages=(M1,))
REACHED = Dispose(item=ITEM, outcome=CallOutcome.REACHED, note="Goes to the ED “now” 🚑", messages=(M1,))


def item_of(**fields: Any) -> WorkItem:
    """The item as it is read from a Task with these fields."""
    there = reading().thread(THREAD, conversation(**fields))
    assert there is not None
    return there.items[0]


def written(*operations: Any, **fields: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The Task and the Provenances that are asked for; each is valid R4."""
    truth = conversation(input=[FLAG], **fields)
    chain = [entry(one, name=f"op-{number}") for number, one in enumerate(operations)]
    bodies = [json.loads(one.body) for one in writes(chain, truth, reading(), NINE)]
    tasks = [body for body in bodies if body["resourceType"] == "Task"]
    records = [body for body in bodies if body["resourceType"] == "Provenance"]
    for body in tasks:
        Task(body, strict=True)
    for body in records:
        Provenance(body, strict=True)
    assert len(tasks) == 1
    return tasks[0], records


def read_back(body: dict[str, Any]) -> WorkItem:
    truth: list[Filed] = [*conversation()[:2], kept(body, version="6")]
    there = reading().thread(THREAD, truth)
    assert there is not None
    return there.items[0]


def outputs(body: dict[str, Any]) -> list[str]:
    return [one["type"]["coding"][0]["code"] for one in body.get("output", [])]


def test_an_attempt_and_what_settled_it_are_outputs_of_their_own() -> None:
    body, _ = written(Claim(item=ITEM), NO_ANSWER, NO_ANSWER, REACHED)
    assert outputs(body) == ["call-attempt", "call-attempt", "disposition"]
    assert body["output"][2]["type"]["coding"][0]["system"] == TASK_OUTPUT
    assert json.loads(body["output"][2]["valueString"]) == {
        "outcome": "reached",
        "at": "2026-03-02T09:10:00.000Z",
        "by": NURSE,
        "name": "Nora Nurse, RN",
        "note": "Goes to the ED “now” 🚑",
        "messages": [M1],
        "operation": "op-3",
    }


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CallOutcome), st.text(max_size=200), st.sampled_from([(), (M1,)]))
def test_what_was_recorded_is_read_back_as_it_was(
    outcome: CallOutcome, note: str, messages: tuple[MessageId, ...]
) -> None:
    operation = Dispose(item=ITEM, outcome=outcome, note=note, messages=messages)
    made = entry(operation, name="op-0")
    body, _ = written(operation)
    there = reading().thread(THREAD, conversation(input=[FLAG]))
    assert there is not None
    expected = operation.apply(there, made.stamp).items[0]
    back = read_back(body)
    assert back.dispositions == expected.dispositions
    assert back.needs_call == expected.needs_call == (outcome is CallOutcome.NO_ANSWER)
    assert operation.done_in(reading().thread(THREAD, [*conversation()[:2], kept(body)]), made.stamp)  # type: ignore[arg-type]


def test_what_others_recorded_before_stays_byte_for_byte() -> None:
    theirs = [
        parameter("call-attempt", valueDateTime=at(-30)),
        parameter("handling-time", valueDuration={"value": 3.50, "unit": "min"}),
    ]
    body, _ = written(REACHED, output=theirs)
    assert body["output"][:2] == theirs
    assert outputs(body) == ["call-attempt", "handling-time", "disposition"]


def test_closing_keeps_what_came_of_the_call() -> None:
    body, _ = written(REACHED, Complete(item=ITEM, outcome="no-reply-needed"))
    back = read_back(body)
    assert back.holding.outcome == "no-reply-needed"
    assert [call.outcome for call in back.dispositions] == [CallOutcome.REACHED]


def test_who_settled_it_and_how_is_kept_apart_too() -> None:
    _, records = written(NO_ANSWER, REACHED)
    assert [record["activity"]["coding"][0] for record in records] == [
        {"system": ACTIVITY, "code": "dispose"}
    ] * 2
    assert [record["reason"][0]["coding"][0]["code"] for record in records] == ["no-answer", "reached"]
    assert [record["agent"][0]["who"]["reference"] for record in records] == [NURSE, NURSE]
    assert [record["meta"]["tag"][0] for record in records] == [
        {"system": OPERATION, "code": "op-0"},
        {"system": OPERATION, "code": "op-1"},
    ]
    assert "ED" not in json.dumps(records), "the patient's story stays on the item"


def test_a_bare_code_of_another_program_counts() -> None:
    for value in (
        {"valueString": "welfare-check"},
        {"valueCode": "welfare-check"},
        {"valueCodeableConcept": {**concept("welfare-check"), "text": "Police sent"}},
    ):
        item = item_of(input=[FLAG], output=[parameter("disposition", **value)])
        assert not item.needs_call
        assert item.dispositions == (Disposition(CallOutcome.WELFARE_CHECK, Party(""), NINE),)


def test_an_attempt_that_cannot_be_read_is_kept_as_one_nobody_answered() -> None:
    item = item_of(input=[FLAG], output=[parameter("call-attempt", valueDateTime=at(5))])
    assert [call.outcome for call in item.dispositions] == [CallOutcome.NO_ANSWER]
    assert item.needs_call


@pytest.mark.parametrize("value", ['{"outcome": "went well"}', "{broken", "answered", ""])
def test_a_disposition_that_cannot_be_read_settles_nothing(value: str) -> None:
    item = item_of(input=[FLAG], output=[parameter("disposition", valueString=value)])
    assert item.needs_call
    assert item.dispositions == ()


def test_calls_are_in_the_order_in_which_they_were_made() -> None:
    def call(outcome: str, minutes: int) -> dict[str, Any]:
        code = "call-attempt" if outcome == "no-answer" else "disposition"
        return parameter(code, valueString=json.dumps({"outcome": outcome, "at": at(minutes)}))

    item = item_of(output=[call("reached", 20), call("no-answer", 25), call("no-answer", 5)])
    assert [call.outcome for call in item.dispositions] == ["no-answer", "reached", "no-answer"]


def test_what_waits_for_a_call_is_fetched_first() -> None:
    def flagged(**fields: Any) -> Filed:
        return kept(task(input=[FLAG], **fields))

    settled = parameter("disposition", valueString='{"outcome": "reached"}')
    assert urgency(flagged())[0] < urgency(flagged(output=[settled]))[0] == urgency(kept(task()))[0]


def test_the_operation_survives_the_outbox() -> None:
    again = msgspec.json.decode(msgspec.json.encode(entry(REACHED)), type=type(entry(REACHED)))
    assert again.operation == REACHED
