"""Assigning and taking back at the desk: who is offered, who is off and why, and what is kept."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.operations import Assign, TakeBack
from inbox.domain.people import Role
from inbox.domain.work_item import Kind, Stage
from inbox.queries.worklist import Line
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork


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
