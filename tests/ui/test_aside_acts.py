"""`s` offers both: to wait for the patient, and to see it again later. Time brings it back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.operations import Snooze
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import Line
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import NOW, Clock


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work, on an item with hours to go."""
    work = AtWork(desk, qtbot)
    work.go(roomy)
    return work


def roomy(line: Line) -> bool:
    """A free item that is not due for a long time."""
    return free(line) and line.due is not None and line.due > NOW + timedelta(hours=7)


def titles(work: AtWork) -> list[str]:
    return [choice.title for choice in work.chooser.wakes.list.choices]


def take(work: AtWork, title: str) -> None:
    """Pick the choice of that title by its digit."""
    choice = next(one for one in work.chooser.wakes.list.choices if one.title == title)
    work.play(lambda: QTest.keyClicks(work.chooser.wakes.list, choice.number))


def test_a_snoozed_item_is_gone_until_its_time_and_comes_back_by_itself(work: AtWork, clock: Clock) -> None:
    target = work.current
    work.press("item.hold")
    take(work, "2 hours")
    [(verb, item)] = work.done()
    assert (verb, item) == ("snooze", target.item)
    assert work.worklist.model.place(target.item) < 0
    work.views.show_view(View(ViewKind.SNOOZED))
    work.settle()
    assert work.current == target
    work.views.show_view(View(ViewKind.POOL))
    clock.forward(hours=1, minutes=59)
    work.desk.ticked.emit()
    assert work.worklist.model.place(target.item) < 0
    clock.forward(minutes=1)
    work.desk.ticked.emit()
    assert work.worklist.model.place(target.item) >= 0


def test_the_latest_time_is_offered_and_said(work: AtWork) -> None:
    work.press("item.snooze")
    longest = next(one for one in work.chooser.wakes.list.choices if one.title == "As long as may be")
    assert "three quarters of its time" in longest.about
    line = work.line(work.current.item)
    take(work, longest.title)
    [snooze] = work.outbox()
    assert isinstance(snooze, Snooze)
    assert snooze.until is not None
    assert line.due is not None
    assert snooze.until < line.due


def test_waiting_is_still_the_first_thing_offered(work: AtWork) -> None:
    target = work.current
    work.press("item.hold")
    work.play(lambda: QTest.keyClick(work.chooser.wakes.list, Qt.Key.Key_Return))
    assert work.done() == [("claim", target.item), ("hold", target.item)]


def test_a_snooze_can_be_ended_where_it_is_listed(work: AtWork) -> None:
    target = work.current
    work.press("item.hold")
    take(work, "1 hour")
    work.views.show_view(View(ViewKind.SNOOZED))
    work.settle()
    work.press("item.snooze")
    take(work, "End the snooze")
    assert work.line(target.item).snoozed is None


def test_what_cannot_be_snoozed_says_why_and_may_still_wait(work: AtWork, clock: Clock) -> None:
    late = work.go(lambda line: free(line) and line.due is not None and line.due < NOW)
    work.press("item.hold")
    off = next(one for one in work.chooser.wakes.list.choices if one.title == "Snooze")
    assert off.off == "Three quarters of its time have gone: it cannot be snoozed any more."
    assert work.line(late.item).snoozed is None
