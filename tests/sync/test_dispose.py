"""What came of a call, told to a real portal: it arrives once, and no station asks for it again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from inbox.domain.disposition import CallOutcome
from inbox.domain.entries import State
from inbox.domain.errors import Offline
from inbox.domain.ids import MessageId, ThreadId
from inbox.domain.operations import Claim, Complete, Dispose, Why
from inbox.domain.work_item import WorkItem
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
BUNDLE = r"^/fhir/R4/?$"


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


@pytest.fixture
def flagged(nora: Station, backstage: Backstage, thread: ThreadId) -> ThreadId:
    """A conversation that somebody has to call about."""
    raise_flag(nora, backstage, thread, thread.replace("thr", "msg"))
    nora.look(thread)
    assert item(nora, thread).needs_call
    return thread


def raise_flag(station: Station, backstage: Backstage, thread: ThreadId, message: str) -> None:
    """The portal's own rules find a sign in a message."""
    task = backstage.task(thread)
    value = json.dumps({"rule": "RF-CARD-01", "level": 1, "message": message, "start": 0, "end": 4})
    kind = {"coding": [{"system": "https://elsewhere.example/task-input", "code": "red-flag"}]}
    task["input"].append({"type": kind, "valueString": value})
    backstage.write(station, task)


def item(station: Station, thread: ThreadId) -> WorkItem:
    found = station.thread(thread).item(item_of(thread))
    assert found is not None
    return found


def call(thread: ThreadId, outcome: CallOutcome, note: str = "") -> Dispose:
    message = MessageId(thread.replace("thr", "msg"))
    return Dispose(item=item_of(thread), outcome=outcome, note=note, messages=(message,))


def recorded(backstage: Backstage, thread: ThreadId) -> list[tuple[str, str]]:
    """The portal's outputs of the item: which, and how it ended."""
    outputs = backstage.task(thread).get("output", [])
    return [(o["type"]["coding"][0]["code"], json.loads(o["valueString"])["outcome"]) for o in outputs]


def test_attempts_and_the_disposition_arrive_and_every_station_knows(
    nora: Station, station: Make, backstage: Backstage, flagged: ThreadId
) -> None:
    nora.do(flagged, Claim(item=item_of(flagged)), call(flagged, CallOutcome.NO_ANSWER))
    nora.push()
    assert recorded(backstage, flagged) == [("call-attempt", "no-answer")]
    assert item(nora, flagged).needs_call
    entry = nora.do(flagged, call(flagged, CallOutcome.REACHED, "Goes to the ED"))[0]
    nora.push()
    assert nora.outbox() == []
    assert recorded(backstage, flagged) == [("call-attempt", "no-answer"), ("disposition", "reached")]
    reasons = [one for one in backstage.dump("Provenance") if one["meta"]["tag"][0]["code"] == entry.id]
    assert [one["activity"]["coding"][0]["code"] for one in reasons] == ["dispose"]
    otto = station("otto")
    otto.look(flagged)
    seen = item(otto, flagged)
    assert not seen.needs_call
    assert [(c.outcome, c.by.ref, c.note) for c in seen.dispositions] == [
        ("no-answer", "Practitioner/nora", ""),
        ("reached", "Practitioner/nora", "Goes to the ED"),
    ]


def test_killed_without_an_answer_it_is_recorded_once(
    nora: Station, backstage: Backstage, flagged: ThreadId
) -> None:
    nora.do(flagged, Claim(item=item_of(flagged)), call(flagged, CallOutcome.NO_ANSWER))
    backstage.fault(action="drop_after", method="POST", path=BUNDLE, nth=1)
    with pytest.raises(Offline):
        nora.push()
    assert {state for _, state in nora.states()} == {State.UNSURE}
    nora.reopen()
    nora.push()
    assert nora.outbox() == []
    assert recorded(backstage, flagged) == [("call-attempt", "no-answer")]


def test_a_call_is_recorded_though_a_colleague_changed_the_item_meanwhile(
    nora: Station, station: Make, backstage: Backstage, flagged: ThreadId
) -> None:
    otto = station("otto")
    otto.look(flagged)
    nora.do(flagged, call(flagged, CallOutcome.TOLD_TO_CALL_911))
    otto.do(flagged, Claim(item=item_of(flagged)), call(flagged, CallOutcome.NO_ANSWER))
    otto.push()
    nora.push()
    assert nora.outbox() == []
    assert recorded(backstage, flagged) == [
        ("call-attempt", "no-answer"),
        ("disposition", "told-to-call-911"),
    ]
    assert backstage.task(flagged)["owner"]["reference"] == "Practitioner/otto"


def test_a_close_that_meets_a_new_flag_does_not_leave(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.do(thread, Claim(item=item_of(thread)), Complete(item=item_of(thread), outcome="no-reply-needed"))
    raise_flag(nora, backstage, thread, thread.replace("thr", "msg"))
    nora.push()
    assert backstage.task(thread)["status"] == "accepted"
    assert nora.states() == [("complete", State.REFUSED)]
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.why is Why.CALL_FIRST


def test_a_flag_of_a_later_message_is_not_settled_by_a_call_that_left_late(
    nora: Station, backstage: Backstage, flagged: ThreadId
) -> None:
    nora.do(flagged, Claim(item=item_of(flagged)), call(flagged, CallOutcome.REACHED))
    later = MessageId("Communication/written-meanwhile")
    raise_flag(nora, backstage, flagged, later)
    nora.push()
    assert recorded(backstage, flagged) == [("disposition", "reached")]
    assert [flag.message for flag in item(nora, flagged).to_call] == [later]
