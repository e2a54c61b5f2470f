"""A speed button on marked items: all or none, some left out by one key, one undo, stopped in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.commands import many
from inbox.commands.declare import Target
from inbox.domain.entries import State
from inbox.domain.operations import Problem, Why
from inbox.domain.own_kit import BUTTON
from inbox.domain.work_item import Kind
from inbox.queries import outbox
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import AnyStep, Comment, Route
from inbox.ui import many_acts, turns
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork

EVERY = dict.fromkeys(Kind, 9)
MINE = Owner(OwnerType.PERSON, "Nadia Brand, RN")


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    return AtWork(desk, qtbot)


def use(work: AtWork, *steps: AnyStep) -> None:
    """Nine is a button of these steps for every kind of work."""
    button = SpeedButton("many", "Many", EVERY, steps, MINE, 1)
    asyncio.run(work.desk.save_button(button))
    work.settle()


def mark(work: AtWork, *places: int) -> list[Target]:
    found = []
    for place in places:
        work.worklist.list.go_to(place)
        work.worklist.toggle_mark()
        found.append(work.current)
    work.settle()
    return found


def answer(work: AtWork, key: Qt.Key) -> Callable[[], None]:
    """Press `key` once the page asks something."""

    def meanwhile() -> None:
        asyncio.get_running_loop().create_task(pressed())

    async def pressed() -> None:
        while not work.acts.many.page.isVisible():
            await asyncio.sleep(0)
        QTest.keyClick(work.acts.many.page, key)

    return meanwhile


def colleagues(work: AtWork) -> int:
    """The place of an item that a colleague has."""
    for place in range(work.worklist.model.rowCount()):
        row = work.worklist.model.row(place)
        if row is not None and row.line.stage == "claimed" and not row.mine:
            return place
    raise LookupError("everybody is idle")


def free(work: AtWork, count: int) -> list[int]:
    rows = [(place, work.worklist.model.row(place)) for place in range(work.worklist.model.rowCount())]
    unclaimed = [
        place for place, row in rows if row and row.line.stage == "unclaimed" and not row.line.flag_level
    ]
    return unclaimed[:count]


def names(work: AtWork) -> dict[int, str]:
    """The buttons of the item on screen."""
    return {n: one.name for n in range(1, 10) if (one := work.reading.buttons.button(n))}


def test_it_is_done_on_all_as_one_and_undone_as_one(work: AtWork) -> None:
    use(work, Comment("Seen together."))
    targets = mark(work, *free(work, 3))
    work.press("quick.9")
    assert work.done() == [("comment", target.item) for target in targets]
    undone = work.desk.undo.next
    assert undone is not None
    assert undone.targets == targets
    assert work.said[-1] == "Many: done on 3 items."
    assert work.worklist.model.marks == 0
    work.press("edit.undo")
    assert work.outbox() == []


def test_where_one_would_be_refused_none_is_done_and_it_is_said_for_which_and_why(work: AtWork) -> None:
    use(work, Route("Theirs", "Refills"))
    mark(work, *free(work, 2), colleagues(work))
    page = work.acts.many.page
    work.press("quick.9", answer(work, Qt.Key.Key_Escape))
    assert work.outbox() == []
    assert work.said[-1] == "Nothing was done."
    assert "is on it" in page._items.text()


def test_one_key_leaves_those_out_and_does_the_others(work: AtWork) -> None:
    use(work, Route("Theirs", "Refills"))
    fit = mark(work, *free(work, 2))
    mark(work, colleagues(work))
    work.press("quick.9", answer(work, Qt.Key.Key_L))
    assert work.done() == [("route", target.item) for target in fit]
    assert work.said[-1] == "Many: done on 2 items. 1 was left out."


def test_stopped_in_the_middle_it_says_how_far_it_came_and_undo_takes_that_back(
    work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "SLICE", 2)
    monkeypatch.setattr(turns, "PIECE", 0.0)
    use(work, Comment("Seen together."))
    mark(work, *free(work, 5))
    page, said = work.acts.many.page, []

    def stop_after_two() -> None:
        asyncio.get_running_loop().create_task(stop())

    async def stop() -> None:
        while len(work.outbox()) < 2:
            await asyncio.sleep(0)
        page.no.clicked.emit()
        while not page._about.isVisible():
            await asyncio.sleep(0)
        while "not reached" not in page._about.text():
            await asyncio.sleep(0)
        said.append(page._about.text())
        page.no.clicked.emit()

    work.press("quick.9", stop_after_two)
    count = len(work.done())
    assert 2 <= count < 5
    assert said == [
        f"Many: done on {count} items. {5 - count} item{'s' * (count < 4)} "
        f"{'were' if count < 4 else 'was'} not reached. Undo takes back all that was done."
    ]
    work.press("edit.undo")
    assert work.outbox() == []


def test_a_button_with_a_reply_works_on_one_item_at_a_time(work: AtWork) -> None:
    mark(work, *free(work, 2))
    number = next(n for n in range(1, 10) if (one := work.reading.buttons.button(n)) and one.reply)
    work.press(f"quick.{number}")
    assert work.outbox() == []
    assert work.said[-1].startswith("A button with a reply works on one item")


def test_a_button_of_ones_own_that_is_removed_gives_its_number_back(work: AtWork) -> None:
    before = names(work)
    use(work, Comment("Mine."))
    assert work.reading.buttons.button(9) is not None
    asyncio.run(work.desk.remove_own(BUTTON, "many"))
    work.settle()
    assert names(work) == before


def test_the_preview_speaks_of_the_selection_while_there_is_one(work: AtWork) -> None:
    use(work, Route("Theirs", "Refills"))
    mark(work, *free(work, 2))
    buttons = work.reading.buttons
    buttons._arm(9)
    assert buttons.card.accessibleName() == "9 Many on 2 items will"
    assert buttons.card.accessibleDescription() == "Route to Refills: Theirs"
    with_reply = next(n for n in range(1, 9) if (one := buttons.button(n)) and one.reply)
    buttons._arm(with_reply)
    assert "works on one item at a time" in buttons.card.accessibleDescription()
    work.worklist.unmark()
    buttons._arm(9)
    assert "2 items" not in buttons.card.accessibleName()


def left(work: AtWork) -> None:
    """All that waited has left; nobody can tell whether it arrived, so that it has to be taken back there."""
    problem = Problem(Why.UNSURE, "Nobody knows.")
    for one in outbox.unconfirmed(work.desk.reader, work.desk.actor.person):
        work.desk.store.stop(one.entry.id, State.UNSURE, problem).result()
    work.settle()


def test_undo_of_what_has_left_shows_how_far_it_is_and_goes_on_where_it_was_stopped(
    work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(work, Route("Theirs", "Billing and records"))
    targets = mark(work, *free(work, 5))
    work.press("quick.9")
    left(work)
    monkeypatch.setattr(many, "SLICE", 2)
    monkeypatch.setattr(turns, "PIECE", 0.0)
    monkeypatch.setattr(many_acts, "FEW", 0.0)
    page = work.acts.take_back.page
    said: list[object] = []

    async def stop() -> None:
        while len(work.outbox()) < 7:
            await asyncio.sleep(0)
        said.append((page._title.text(), page._about.text(), page._progress.isVisible()))
        page.no.clicked.emit()
        while "not reached" not in page._about.text():
            await asyncio.sleep(0)
        said.append(page._about.text())
        page.no.clicked.emit()

    work.press("edit.undo", lambda: asyncio.get_running_loop().create_task(stop()))
    count = len(work.outbox()) - len(targets)
    assert 2 <= count < 5
    assert said[0] == (
        "Undo: route to Billing and records (5 items)",
        "Each item is put back as it was before.",
        True,
    )
    assert "Undo goes on with what is left." in str(said[1])
    work.press("edit.undo")
    put_back = [operation.item for operation in work.outbox() if operation.verb != "route"]
    assert put_back == [target.item for target in targets]
    assert not page.is_open
