"""Word of a broken promise: on the list of whom it is for, with the way to what is late."""

from __future__ import annotations

import json

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.ids import ItemId
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import NOW

BREACH = ItemId("Task/breach")
TOLD = "https://example.org/portal/CodeSystem/told"
TASK_INPUT = "https://example.org/portal/CodeSystem/task-input"


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work; a rule has told the nurses that something is late."""
    work = AtWork(desk, qtbot)
    late = work.go(lambda line: free(line) and line.due is not None and line.due < NOW)
    line = work.line(late.item)
    by = {"rule": "breach@1", "at": NOW.isoformat(), "by": "Practitioner/tomas", "name": "Tomas Aldana, RN"}
    inputs = {
        "pool": {"valueReference": {"reference": line.pool}},
        "question": {"valueString": "Due Tue 17 Mar, 09:00 and not answered."},
        "sla-policy": {"valueString": "breach@1"},
        "by-rule": {"valueString": json.dumps(by | {"act": "breach@1#x#y#rn"})},
    }
    body = {
        "resourceType": "Task",
        "id": "breach",
        "meta": {"versionId": "1", "lastUpdated": NOW.isoformat()},
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": "x", "code": "breach"}]},
        "focus": {"reference": late.thread},
        "for": {"reference": line.patient},
        "partOf": [{"reference": late.item}],
        "authoredOn": NOW.isoformat(),
        "performerType": [{"coding": [{"system": TOLD, "code": "rn"}], "text": "RNs"}],
        "restriction": {"period": {"end": NOW.isoformat()}},
        "input": [
            {"type": {"coding": [{"system": TASK_INPUT, "code": code}]}, **value}
            for code, value in inputs.items()
        ],
    }
    desk.store.ingest([filed(decode(msgspec.json.encode(body)))]).result()
    work.settle()
    return work


def test_it_is_in_my_work_and_leads_to_what_is_late(work: AtWork) -> None:
    work.views.show_view(View(ViewKind.MY_WORK))
    work.settle()
    work.go(lambda line: line.item == BREACH)
    line = work.line(BREACH)
    assert line.parent is not None
    work.press("item.cause")
    assert work.current.item == line.parent


def test_an_item_that_is_part_of_nothing_says_so(work: AtWork) -> None:
    work.go(free)
    work.press("item.cause")
    assert work.said[-1] == "It is part of no other item."


def test_whoever_takes_it_has_it_and_closes_it_without_a_licence(work: AtWork) -> None:
    work.views.show_view(View(ViewKind.MY_WORK))
    work.settle()
    work.go(lambda line: line.item == BREACH)
    work.press("item.done")
    assert work.done() == [("claim", BREACH), ("complete", BREACH)]
