"""What a start shows first is what stays: the workspace takes it over and moves nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.desk import Desk
from inbox.ui.front import Front
from inbox.ui.main_window import Window
from inbox.ui.workspace import Workspace


def places(window: Window, *parts: QWidget) -> list[QRect]:
    return [QRect(part.mapTo(window, QPoint()), part.size()) for part in parts]


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1920, 1080), (960, 600)])
def test_bars_rail_and_list_stay_where_they_were(desk: Desk, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    front = Front(desk)
    window.show_page(front)
    front.begin()
    window.repaint()
    parts = (front.top, front.rail, front.worklist, front.worklist.list.viewport(), front.status)
    before, listed = places(window, *parts), front.worklist.current()
    assert listed is not None
    space = Workspace(desk, front=front)
    window.show_page(space)
    space.begin()
    qtbot.wait(0)
    assert places(window, *parts) == before
    assert space.worklist.current() == listed == space.reading.target
    window.let_go()
