"""The window: what is on screen stays while somebody writes, and rests once its desk is left."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.changes import Changes
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.main_window import WANTED, Window
from inbox.ui.workspace import Workspace
from tests.ui.at_work import AtWork


def test_the_item_one_writes_to_stays_whatever_becomes_of_the_list(desk: Desk, qtbot: QtBot) -> None:
    space = Workspace(desk)
    qtbot.addWidget(space)
    space.worklist.show_view(View(ViewKind.POOL))
    with qtbot.waitActive(space):
        space.show()
        space.activateWindow()
    space.worklist.step(3)
    written_to = space.reading.target
    space.reading.composer.focus()
    qtbot.waitUntil(lambda: space.reading.composer.isAncestorOf(QApplication.focusWidget()))
    space.worklist.step(1)
    assert space.reading.target == written_to
    assert space.worklist.current() != written_to
    space.worklist.take_keyboard()
    qtbot.waitUntil(lambda: space.reading.target == space.worklist.current())


def test_a_window_on_a_small_screen_takes_all_of_it(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    assert room.width() < WANTED.width(), "this test needs a small screen"
    assert window.windowState() == Qt.WindowState.WindowMaximized
    assert window.geometry().topLeft() == room.topLeft()
    assert window.size() == room.size().expandedTo(window.minimumSize())


def test_a_desk_that_is_left_is_looked_at_no_more(desk: Desk, qtbot: QtBot) -> None:
    space = Workspace(desk)
    qtbot.addWidget(space)
    space.worklist.show_view(View(ViewKind.POOL))
    desk.changed.emit(Changes(everything=True))
    assert any(timer.isActive() for timer in space.findChildren(QTimer)), "something is about to look"
    desk.leave()
    assert [timer for timer in space.findChildren(QTimer) if timer.isActive()] == []


def test_no_part_of_the_window_leaves_a_wrapper_of_a_layouts_item(desk: Desk, qtbot: QtBot) -> None:
    """Qt frees such items in silence; what is then made in their place would be taken for one."""
    work = AtWork(desk, qtbot)
    for command in ("view.connection", "app.help", "app.back"):
        work.press(command)
    found = [type(one).__name__ for one in shiboken6.getAllValidWrappers()]
    assert "Workspace" in found
    assert not {"QWidgetItem", "QSpacerItem", "QLayoutItem"} & set(found)
