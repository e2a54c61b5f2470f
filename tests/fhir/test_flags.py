"""Red flags on the wire: stored with the first action, dismissed by records that are only added."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from fhirclient.models.task import Task

from inbox.domain.flag import Flag
from inbox.domain.ids import MessageId
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.operations import AnyOperation, Claim, Comment, DismissFlag, RaiseFlag
from inbox.domain.red_flags import scan
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir.incoming import Directory, Reading
from inbox.fhir.outgoing import writes
from tests.red_flags.shipped import shipped
from tests.sync.examples import (
    DUE,
    ITEM,
    NINE,
    NURSE,
    THREAD,
    at,
    entry,
    header,
    kept,
    message,
    parameter,
    task,
)

CHEST = "May I have more? I have crushing chest pain."
SOON = NINE + timedelta(minutes=15)


def reading() -> Reading:
    watch = Lookout()
    watch.use(RulesInForce("rules-1", "shipped"), partial(scan, shipped()))

    def promise_of(_thread: object, item: WorkItem) -> Promise:
        return Promise(SOON if item.flag_level == 1 else DUE, "test@1")

    return Reading(promise_of, Directory(), watch.scan)


def truth(**fields: Any) -> list[Any]:
    return [kept(header()), kept(message(text=CHEST)), kept(task(**fields), version="5")]


def item_in(resources: list[Any]) -> WorkItem:
    there = reading().thread(THREAD, resources)
    assert there is not None
    return there.items[0]


def written(*operations: AnyOperation, **fields: Any) -> dict[str, Any]:
    """The Task that is asked for, which is valid R4."""
    chain = [entry(one, name=f"op-{number}") for number, one in enumerate(operations)]
    bodies = [json.loads(one.body) for one in writes(chain, truth(**fields), reading(), NINE)]
    (body,) = [body for body in bodies if body["resourceType"] == "Task"]
    Task(body, strict=True)
    return body


def of_code(body: dict[str, Any], where: str, code: str) -> list[dict[str, Any]]:
    found = [one for one in body.get(where, []) if one["type"]["coding"][0]["code"] == code]
    return [json.loads(one["valueString"]) for one in found]


def read_back(body: dict[str, Any]) -> WorkItem:
    return item_in([*truth()[:2], kept(body, version="6")])


@pytest.mark.parametrize("first", [Claim(item=ITEM), Comment(item=ITEM, text="Called")])
def test_what_was_found_here_is_stored_with_the_first_action_whatever_it_is(first: AnyOperation) -> None:
    found = item_in(truth())
    body = written(first)
    stored = of_code(body, "input", "red-flag")
    assert [one["rule"] for one in stored] == [flag.rule for flag in found.flags] != []
    assert {one["level"] for one in stored} >= {1}
    assert {(one["message"], one["rules"]) for one in stored} == {("Communication/m-1", "rules-1")}
    assert "chest" in CHEST[stored[0]["start"] : stored[0]["end"]]
    assert not any(flag.found_here for flag in read_back(body).flags)


def test_it_is_stored_once() -> None:
    again = written(Claim(item=ITEM))
    later = read_back(again)
    assert [flag.rule for flag in later.flags] == [flag.rule for flag in item_in(truth()).flags]
    body = written(Claim(item=ITEM), input=again["input"])
    assert len(of_code(body, "input", "red-flag")) == len(of_code(again, "input", "red-flag"))


def test_a_due_time_that_is_stored_is_tightened_and_never_loosened() -> None:
    assert written(Claim(item=ITEM))["restriction"]["period"]["end"] == at(15).replace("Z", ".000Z")
    late = written(Comment(item=ITEM, text="x"), restriction={"period": {"end": at(600)}})
    assert late["restriction"]["period"]["end"] == at(15).replace("Z", ".000Z")
    sooner = written(Comment(item=ITEM, text="x"), restriction={"period": {"end": at(5)}})
    assert sooner["restriction"]["period"]["end"] == at(5)


def dismissal(flag: Flag) -> DismissFlag:
    return DismissFlag(item=ITEM, flag=flag, reason="words-misread", note="She means “the cake” 🎂")


def test_a_dismissal_is_an_output_with_who_why_and_which_rules() -> None:
    flag = item_in(truth()).flags[0]
    body = written(dismissal(flag))
    (record,) = of_code(body, "output", "flag-dismissal")
    assert record["flag"]["rule"] == flag.rule
    assert record["flag"]["rules"] == "rules-1"
    assert (record["reason"], record["note"]) == ("words-misread", "She means “the cake” 🎂")
    assert (record["by"], record["operation"]) == (NURSE, "op-0")
    back = read_back(body)
    assert flag.rule not in {one.rule for one in back.standing}
    assert flag.rule in {one.rule for one in back.flags}


def test_raised_again_is_a_further_record_and_nothing_is_taken_out() -> None:
    flag = item_in(truth()).flags[0]
    body = written(dismissal(flag), RaiseFlag(item=ITEM, flag=flag))
    assert [one.get("withdrawn", False) for one in of_code(body, "output", "flag-dismissal")] == [False, True]
    assert flag.rule in {one.rule for one in read_back(body).standing}


def test_two_stations_dismissals_stand_side_by_side() -> None:
    flag = item_in(truth()).flags[0]
    theirs = written(dismissal(flag))["output"]
    body = written(Comment(item=ITEM, text="x"), output=theirs)
    assert body["output"] == theirs


@pytest.mark.parametrize("value", ["{broken", '{"flag": 3}', "", '{"reason": "x"}'])
def test_a_dismissal_that_cannot_be_read_dismisses_nothing(value: str) -> None:
    output = [parameter("flag-dismissal", valueString=value)] if value else []
    item = item_in(truth(output=output))
    assert item.standing == item.flags != ()


def test_a_flag_of_a_portal_that_says_less_is_read() -> None:
    bare = json.dumps({"rule": "RF-1", "level": 2, "message": "Communication/m-1", "start": 0, "end": 3})
    flags = item_in(truth(input=[parameter("red-flag", valueString=bare)])).flags
    assert Flag("RF-1", 2, MessageId("Communication/m-1"), 0, 3) in flags
