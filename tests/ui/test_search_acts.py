"""Searching by key: groups, highlights, filters, and the list as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.audit import SEARCH
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.worklist.model import HEADING
from tests.ui.at_work import AtWork


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work in the pool."""
    return AtWork(desk, qtbot)


def looks_for(work: AtWork, typed: str) -> None:
    work.press("search.focus")
    QTest.keyClicks(work.space.top.search, typed)
    work.qtbot.waitUntil(lambda: work.worklist.view == View(ViewKind.SEARCH, text=typed.strip()))


def headings(work: AtWork) -> list[str]:
    model = work.worklist.model
    rows = (model.index(number, 0).data(HEADING) for number in range(model.rowCount()))
    return [one for one in rows if one]


def test_open_work_stands_first_under_its_own_heading(work: AtWork) -> None:
    looks_for(work, "the")
    first, second = headings(work)
    assert first.startswith("Open, most urgent first: ") and second.startswith("Not open, ")
    opened = int(first.rpartition(" ")[2])
    stages = [
        row.line.stage for n in range(work.worklist.model.rowCount()) if (row := work.worklist.model.row(n))
    ]
    assert all(stage not in ("done", "none") for stage in stages[:opened])
    assert all(stage in ("done", "none") for stage in stages[opened:])
    rows = work.worklist.list
    assert rows.rowHeight(0) == rows.rowHeight(opened) > rows.rowHeight(1)
    assert first in str(work.worklist.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    work.press("view.pool")
    assert headings(work) == []
    assert rows.rowHeight(0) == work.desk.theme.row_height


def test_every_result_shows_the_word_it_was_found_by(work: AtWork) -> None:
    looks_for(work, "blood")

    def told() -> list[str]:
        rows = [work.worklist.model.row(number) for number in range(work.worklist.model.rowCount())]
        return [row.preview[a:b].lower() for row in rows if row for a, b in row.marks.preview[:1]]

    work.qtbot.waitUntil(lambda: len(told()) == work.worklist.model.rowCount() > 2)
    assert set(told()) == {"blood"}


def test_a_filter_is_chosen_by_key_and_typed_into_the_field(work: AtWork) -> None:
    work.press("search.filter")
    work.choose("4")
    work.choose("1")
    assert work.space.top.search.text() == "status:open "
    assert work.space.top.search.hasFocus()
    work.qtbot.waitUntil(lambda: work.worklist.view == View(ViewKind.SEARCH, text="status:open"))
    assert len(headings(work)) == 1
    work.press("search.filter")
    work.choose("1")
    assert work.space.top.search.text() == "status:open from:"
    work.type("stroud")
    work.qtbot.waitUntil(lambda: work.worklist.view == View(ViewKind.SEARCH, text="status:open from:stroud"))


def test_what_was_not_understood_and_how_far_back_it_looks_is_told(work: AtWork) -> None:
    looks_for(work, "blood status:sideways")
    bar = work.worklist._found
    assert bar is not None
    assert bar.told.accessibleName() == "Not understood and left out: status:sideways"
    looks_for(work, "blood")
    assert "Older: on the portal only." in bar.told.accessibleName()
    work.press("app.back")
    assert not bar.isVisible()


def test_the_newest_words_win_whatever_is_found_late(work: AtWork) -> None:
    shown: list[str] = []
    work.worklist.view_changed.connect(lambda view: shown.append(view.text))
    work.press("search.focus")
    for letter in "blood":
        QTest.keyClicks(work.space.top.search, letter)
        work.space.top.field._search()
    work.qtbot.waitUntil(lambda: work.worklist.view == View(ViewKind.SEARCH, text="blood"))
    assert shown == ["blood"]
    QTest.keyClicks(work.space.top.search, "y")
    work.press("app.back")
    QTest.qWait(50)
    assert work.worklist.view == View(ViewKind.POOL)


def test_enter_notes_the_search_and_opens_what_is_found_by_key(work: AtWork) -> None:
    looks_for(work, "blood")
    QTest.keyClick(work.space.top.search, Qt.Key.Key_Return)
    work.settle()
    assert QApplication.focusWidget() is work.worklist.list
    noted = work.desk.store.audits_waiting(work.desk.actor.person, 100).result()
    assert [one.what for one in noted].count(SEARCH) == 1
    work.press("item.next")
    work.press("item.open")
    assert not work.worklist.has_keyboard()
    row = work.worklist.model.row(1)
    assert row is not None and work.reading.target is not None
    assert work.reading.target.item == row.line.item


def test_a_result_that_changes_is_found_again(work: AtWork) -> None:
    looks_for(work, "status:open")
    before = work.worklist.model.rowCount()
    work.desk.store.remove([work.current.item]).result()
    work.qtbot.waitUntil(lambda: work.worklist.model.rowCount() == before - 1)
    assert work.worklist.view == View(ViewKind.SEARCH, text="status:open")
