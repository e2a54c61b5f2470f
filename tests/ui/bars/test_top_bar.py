"""Search, and what gives way beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.ui.bars.top import TopBar
from inbox.ui.desk import Desk
from tests.ui.conftest import Clock


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> TopBar:
    """The bar of a wide window."""
    bar = TopBar(desk)
    qtbot.addWidget(bar)
    bar.resize(1440, 40)
    with qtbot.waitActive(bar):
        bar.show()
        bar.activateWindow()
    bar.search.setFocus()
    return bar


def test_fast_typing_searches_once(bar: TopBar, qtbot: QtBot) -> None:
    searched: list[str] = []
    bar.searched.connect(searched.append)
    with qtbot.waitSignal(bar.searched):
        QTest.keyClicks(bar.search, "  chest ")
    assert searched == ["chest"]


def test_enter_searches_once_and_goes_on(bar: TopBar, qtbot: QtBot) -> None:
    searched: list[str] = []
    bar.searched.connect(searched.append)
    QTest.keyClicks(bar.search, "chest")
    with qtbot.waitSignal(bar.search_left):
        QTest.keyClick(bar.search, Qt.Key.Key_Return)
    assert searched == ["chest"]
    assert not bar.field._wait.isActive()


def test_words_shown_are_not_searched_for(bar: TopBar) -> None:
    QTest.keyClicks(bar.search, "ches")
    bar.field.show_words("")
    assert bar.search.text() == ""
    assert not bar.field._wait.isActive()


def test_the_field_shows_the_key_in_and_then_the_key_out(bar: TopBar) -> None:
    assert bar.field._caps() == ("Esc",)
    bar.search.clearFocus()
    assert bar.field._caps() == ("/",)
    bar.field.show_words("chest")
    assert bar.field._caps() == ("Esc",)


def test_the_time_is_the_clinics_and_goes_on(bar: TopBar, desk: Desk, clock: Clock) -> None:
    assert bar._time.text() == "Tue 17 Mar, 09:42"
    clock.forward(minutes=2)
    desk.ticked.emit()
    assert bar._time.text() == "Tue 17 Mar, 09:44"


@pytest.mark.parametrize(("width", "scale"), [(1280, 100), (900, 100), (1440, 200), (900, 200)])
def test_the_search_keeps_its_width_and_the_rest_gives_way(
    bar: TopBar, desk: Desk, width: int, scale: int
) -> None:
    desk.theme.change(scale=scale)
    assert bar.minimumSizeHint().width() <= width
    bar.resize(width, desk.theme.px(40))
    QTest.qWait(0)
    shown = [one for one in (bar._commands, bar._keys, bar._where, bar._time) if one.isVisible()]
    assert bar.field.width() >= desk.theme.px(280)
    assert all(one.geometry().right() < width and one.width() >= one.sizeHint().width() for one in shown)


def test_buttons_ask_for_their_commands(bar: TopBar, qtbot: QtBot) -> None:
    for button, command in ((bar._commands, "app.palette"), (bar._keys, "app.help")):
        with qtbot.waitSignal(bar.command) as asked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [command]
