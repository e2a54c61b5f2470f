"""The judge of the shift sees what is wrong: each kind of mistake once."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.shift.day import Right
from tests.shift.nurse import Worked
from tests.shift.verdict import read_by, what_is_wrong

ANSWER = Right(
    "Task/1",
    "Communication/1",
    "Patient/1",
    "Ann Lee",
    "refill",
    "Please send it.",
    "answered",
    says="was sent",
)
ROUTE = msgspec.structs.replace(ANSWER, disposition="routed", to="HealthcareService/forms", says="")
ESCALATE = msgspec.structs.replace(ANSWER, disposition="escalated", to="Practitioner/solheim", says="")


def tasks(status: str, owner: str = "Practitioner/nadia", asked: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"Task/1": {"status": status, "owner": {"reference": owner}}}
    if asked:
        below = {"partOf": [{"reference": "Task/1"}], "owner": {"reference": asked}, "intent": "proposal"}
        found["Task/2"] = below
    return found


def reply(to: str = "Patient/1", text: str = "Your refill was sent.") -> dict[str, Any]:
    return {"recipient": [{"reference": to}], "payload": [{"contentString": text}]}


def test_what_is_right_is_right() -> None:
    assert what_is_wrong(ANSWER, tasks("completed"), [reply()]) == ""
    assert what_is_wrong(ROUTE, tasks("requested", "HealthcareService/forms"), []) == ""
    assert what_is_wrong(ESCALATE, tasks("in-progress", asked="Practitioner/solheim"), []) == ""


@pytest.mark.parametrize(
    ("right", "there", "replies", "why"),
    [
        (ANSWER, tasks("requested"), [reply()], "is requested"),
        (ANSWER, tasks("completed"), [], "0 replies"),
        (ANSWER, tasks("completed"), [reply(), reply()], "2 replies"),
        (ANSWER, tasks("completed"), [reply("Patient/2")], "a reply to"),
        (ANSWER, tasks("completed"), [reply(text="No.")], "without “was sent”"),
        (ROUTE, tasks("requested", "HealthcareService/billing"), [], "is with"),
        (ROUTE, tasks("requested", "HealthcareService/forms"), [reply()], "1 replies"),
        (ESCALATE, tasks("in-progress"), [], "should ask"),
        (ESCALATE, tasks("in-progress", asked="Practitioner/else"), [], "should ask"),
    ],
)
def test_each_mistake_is_seen(right: Right, there: dict[str, Any], replies: list[Any], why: str) -> None:
    assert why in what_is_wrong(right, there, replies)


def test_read_is_what_stood_there_under_the_name_marks_left_aside() -> None:
    shown = "Ann Lee · self · today\nPlease   Level 3 · a mark   send it."
    assert read_by(Worked(shown, 1, ""), [ANSWER]) == {("Ann Lee", "Please send it.")}
    assert read_by(Worked(shown.replace("Ann", "Eve"), 1, ""), [ANSWER]) == set()
    assert read_by(Worked("Ann Lee: Please wait.", 1, ""), [ANSWER]) == set()
