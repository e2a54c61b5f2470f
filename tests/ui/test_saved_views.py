"""Saved views: named by key, counted in the rail, changed, and there again after a start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.errors import Refused
from inbox.domain.search import saved
from inbox.domain.search.saved import SavedView
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.rail.place import Place
from tests.ui.at_work import AtWork


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work in the pool."""
    return AtWork(desk, qtbot)


def in_rail(work: AtWork) -> list[str]:
    return [one.label for one in work.space.rail._saved.values()]


def search(work: AtWork, typed: str) -> None:
    work.press("search.focus")
    QTest.keyClicks(work.space.top.search, typed)
    work.qtbot.waitUntil(lambda: work.worklist.view == View(ViewKind.SEARCH, text=typed))


def confirm(work: AtWork, name: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus, name)
    work.play(lambda: QTest.keyClick(focus, Qt.Key.Key_Return))


def test_a_search_is_saved_by_key_and_stands_in_the_rail_with_its_count(work: AtWork) -> None:
    search(work, "status:open")
    listed = work.worklist.model.rowCount()
    work.press("saved.keep")
    confirm(work, "All that is open")
    work.qtbot.waitUntil(lambda: in_rail(work) == ["All that is open"])
    place = next(iter(work.space.rail._saved.values()))
    assert f"{listed} open" in place.accessibleDescription()
    assert place._current
    work.press("view.pool")
    assert not place._current
    work.press("saved.go")
    work.choose("1")
    work.qtbot.waitUntil(lambda: work.worklist.view == View(ViewKind.SEARCH, text="status:open"))
    assert work.space.top.search.text() == "status:open"
    assert work.worklist.has_keyboard()


def test_saved_views_are_renamed_moved_removed_and_there_at_the_next_start(work: AtWork) -> None:
    for typed, name in (("status:open", "Open"), ("owner:me", "Mine")):
        search(work, typed)
        work.press("saved.keep")
        confirm(work, name)
    work.qtbot.waitUntil(lambda: in_rail(work) == ["Open", "Mine"])
    work.press("saved.edit")
    work.choose("2")
    work.choose("1")
    confirm(work, "My own")
    work.qtbot.waitUntil(lambda: in_rail(work) == ["Open", "My own"])
    work.press("saved.edit")
    work.choose("2")
    work.choose("2")
    work.qtbot.waitUntil(lambda: in_rail(work) == ["My own", "Open"])
    kept = saved.read(work.desk.store.note(f"views:{work.desk.actor.person}"))
    assert kept == (SavedView("My own", "owner:me"), SavedView("Open", "status:open"))
    work.press("saved.edit")
    work.choose("1")
    work.choose("4")
    work.qtbot.waitUntil(lambda: in_rail(work) == ["Open"])
    assert [one.label for one in work.space.rail.findChildren(Place)].count("Open") == 1


def test_without_a_search_there_is_nothing_to_save(work: AtWork) -> None:
    work.press("saved.keep")
    assert work.said[-1] == "Search for something first: press / and type."
    work.press("saved.go")
    assert work.said[-1].startswith("No view is saved yet.")


def test_a_name_is_needed_and_is_given_once() -> None:
    first = saved.kept((), SavedView(" Late  ones ", "status:overdue"))
    assert first == (SavedView("Late ones", "status:overdue"),)
    assert saved.kept(first, SavedView("Late ones", "kind:refill")) == (
        SavedView("Late ones", "kind:refill"),
    )
    assert saved.kept(first, SavedView("Too late", "status:overdue")) == (
        SavedView("Too late", "status:overdue"),
    )
    with pytest.raises(Refused):
        saved.kept(first, SavedView("  ", "x"))
    two = saved.kept(first, SavedView("Mine", "owner:me"))
    with pytest.raises(Refused):
        saved.renamed(two, two[0], "Mine")
    with pytest.raises(Refused):
        saved.read(b"no views")
