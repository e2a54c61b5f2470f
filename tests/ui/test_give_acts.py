"""Assigning and taking back at the desk: who is offered, who is off and why, and what is kept."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.operations import Assign, TakeBack
from inbox.domain.people import Role
from inbox.domain.work_item import Kind, Stage
from inbox.fhir.codes import TAKEN_BACK_OUTPUT, TASK_OUTPUT
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries import outbox
from inbox.queries.worklist import Line
from inbox.store import truth
from inbox.ui.desk import Desk
from inbox.ui.taken_away import TakenAway
from tests.journeys.screen import words
from tests.ui.at_work import AtWork
from tests.ui.conftest import Clock


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    return AtWork(desk, qtbot)


def clinical(line: Line) -> bool:
    return line.kind == Kind.MEDICAL_QUESTION and line.stage == Stage.UNCLAIMED and line.flag_level is None


def as_supervisor(work: AtWork) -> None:
    actor = msgspec.structs.replace(work.desk.actor, role=Role.SUPERVISOR)
    work.desk.bus.actor = actor


def test_the_picker_says_of_everybody_what_they_are_and_how_much_they_have(work: AtWork) -> None:
    work.go(clinical)
    work.press("item.assign")
    shown = {choice.title: choice for choice in work.chooser.people.list.choices}
    assert shown["Tomas Aldana, RN"].about.startswith("RN · ")
    assert all(" duty · " in choice.about for choice in shown.values())
    clerk = next(choice for name, choice in shown.items() if name.startswith("Marisol"))
    assert "nursing or prescribing licence" in clerk.off
    assert shown["Tomas Aldana, RN"].off == ""


def test_the_one_chosen_has_it_then_and_the_next_item_opens(work: AtWork) -> None:
    target = work.go(clinical)
    work.press("item.assign")
    choices = work.chooser.people.list.choices
    number = next(one.number for one in choices if not one.off)
    name = next(one.title for one in choices if not one.off)
    work.choose(number)
    (assigned,) = work.outbox()
    assert isinstance(assigned, Assign)
    assert (assigned.item, assigned.to.name) == (target.item, name)
    assert (work.line(target.item).owner, work.line(target.item).stage) == (assigned.to.ref, Stage.UNCLAIMED)
    assert work.current != target


def test_somebody_without_the_licence_is_not_taken(work: AtWork) -> None:
    work.go(clinical)
    work.press("item.assign")
    page = work.chooser.people
    page.filter.setText("Marisol")
    page.list.enter()
    assert page.is_open
    assert "licence" in page.list.choices[0].off
    assert work.outbox() == []


def test_taking_back_asks_a_supervisor_why(work: AtWork) -> None:
    theirs = work.go(lambda line: line.stage == Stage.CLAIMED and not work.desk.actor.is_me(line.owner))
    work.press("item.take_back")
    assert "not allowed for your role" in work.said[-1]
    as_supervisor(work)
    work.press("item.take_back")
    work.choose("1")
    (taken,) = work.outbox()
    assert isinstance(taken, TakeBack)
    assert (taken.item, taken.reason) == (theirs.item, "absent")
    assert work.line(theirs.item).stage == Stage.UNCLAIMED
    work.go(lambda line: line.item == theirs.item)
    assert "taken back by you: They are not here" in words(work.reading)


def test_whoever_had_it_is_told_by_whom_and_why_and_finds_it_in_the_header(work: AtWork) -> None:
    TakenAway(work.desk, work.conductor, work.space)
    target = work.go(clinical)
    work.press("item.claim")
    work.conductor.still = True
    is_taken_back(work.desk, target)
    work.settle()
    assert not any("took your work back" in one for one in work.said), "nobody is there to read it"
    work.conductor.still = False
    work.desk.ticked.emit()
    told = (
        "Petra Nair, RN took your work back to Family Medicine nurses (Medical question): They are not here"
    )
    assert work.said[-1] == told
    work.go(lambda line: line.item == target.item)
    assert "taken back from you by Petra Nair, RN: They are not here" in words(work.reading)


def is_taken_back(desk: Desk, target: Target) -> None:
    """A supervisor has taken the item back, as the portal has it."""
    found = truth.of_threads(desk.reader, [target.thread])[target.thread]
    body = msgspec.json.decode(next(one.body for one in found if one.ref == target.item))
    at, by = desk.now().isoformat(), {"by": "Practitioner/petra", "name": "Petra Nair, RN"}
    record = {**by, "at": at, "whose": desk.actor.person, "reason": "absent"}
    said = msgspec.json.encode(record).decode()
    kind = {"coding": [{"system": TASK_OUTPUT, "code": TAKEN_BACK_OUTPUT}]}
    body["output"] = [*body.get("output", []), {"type": kind, "valueString": said}]
    body["meta"] = {"versionId": "99", "lastUpdated": at}
    waiting = outbox.unconfirmed(desk.reader, desk.actor.person)
    desk.store.settle([one.entry.id for one in waiting], [filed(decode(msgspec.json.encode(body)))]).result()


def test_whoever_went_off_duty_while_one_chose_is_asked_about_again(work: AtWork, clock: Clock) -> None:
    work.go(clinical)
    work.press("item.assign")
    page = work.chooser.people
    chosen = next(one for one in page.list.choices if "on duty" in one.about and not one.off)
    assert "not on duty" not in chosen.about
    page.note.setText("Knows her")
    clock.forward(hours=12)
    work.choose(chosen.number)
    assert work.outbox() == []
    assert page.is_open and page.note.text() == "Knows her"
    assert f"{chosen.title} is not on duty any more." in page.foot.accessibleDescription() + words(page)
    number = next(one.number for one in page.list.choices if one.title == chosen.title)
    work.choose(number)
    (assigned,) = work.outbox()
    assert isinstance(assigned, Assign) and assigned.to.name == chosen.title, "asked twice it is meant"
