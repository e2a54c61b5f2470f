"""An alert that came in no conversation, once a station has opened one: a row, a strip and a reply."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.filed import Filed
from inbox.domain.needs import Plot
from inbox.domain.operations import Reply
from inbox.fhir.incoming import Directory, filed
from inbox.fhir.incoming.lone import lone_work
from inbox.fhir.outgoing.conversations import header, placed
from inbox.fhir.resource import decode
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from portal.clinic.pools import places
from portal.clinic.staff import people_at_work
from portal.clinic.staged.alerts import alert_resources
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW

ITEM = "Task/task-alert-pressure"


@pytest.fixture(scope="session")
def clinic() -> list[Filed]:
    """The clinic with the alert as it is once a station has opened its conversation."""
    made = [*places(NOW), *people_at_work(NOW), *alert_resources(7, NOW)]
    *others, task = [filed(decode(msgspec.json.encode(one))) for one in made]
    item = lone_work(task, Directory())
    assert item is not None
    head = msgspec.json.decode(header(task, item, "in-progress"))
    head |= {"id": "opened", "meta": {"versionId": "1", "lastUpdated": head["sent"]}}
    there = placed(task, item, "Communication/opened", NOW)
    return [*others, *(filed(decode(body)) for body in (msgspec.json.encode(head), there))]


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    work = AtWork(desk, qtbot)
    work.go(lambda line: line.item == ITEM)
    return work


def test_its_row_says_whose_it_is_and_what(work: AtWork) -> None:
    row = work.worklist.model.row(0)
    assert row is not None
    assert (row.name, row.kind, row.who) == ("Curtis Ostrander", "Home readings", "unclaimed")
    assert row.preview == "Blood pressure at home 171/99 mmHg"
    assert row.clock == "50 min"


def test_the_readings_are_plotted_above_the_conversation(work: AtWork) -> None:
    told = work.reading.facts.needs
    assert told is not None
    plot = next(row for row in told.rows if isinstance(row, Plot))
    assert len(plot.readings) == 14
    assert told.alert


def test_once_claimed_it_is_in_my_work(work: AtWork) -> None:
    work.press("item.claim")
    work.views.show_view(View(ViewKind.MY_WORK))
    work.settle()
    assert work.current.item == ITEM


def test_it_is_answered_to_the_patient(work: AtWork) -> None:
    situation = work.reading.situation
    assert situation is not None
    assert situation.recipient_words == "Curtis Ostrander (self)"
    work.write("Please come in tomorrow at nine.")
    work.press("item.send")
    [reply] = [one for one in work.outbox() if isinstance(one, Reply)]
    assert [party.ref for party in reply.to] == ["Patient/p96001"]
