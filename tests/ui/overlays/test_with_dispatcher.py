"""Cards over a window whose keys a dispatcher watches: no command of the window fires through them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inbox.shortcuts.dispatcher import Dispatcher
from inbox.ui.desk import Desk
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.outbox import OutboxView
from inbox.ui.overlays.palette import Palette
from tests.ui.overlays.conftest import Behind


@pytest.fixture
def ran(desk: Desk, behind: Behind) -> Iterator[list[str]]:
    """The commands that keys asked for; the keyboard is on something that does not write."""
    found: list[str] = []
    dispatcher = Dispatcher(desk.keys.map, parent=behind.window)
    dispatcher.command.connect(lambda command, _at: found.append(command))
    handle = behind.window.windowHandle()
    dispatcher.watch(handle)
    behind.field.setProperty("typing", False)
    yield found
    handle.removeEventFilter(dispatcher)


def strike(widget: QWidget, keys: str) -> None:
    """Keys as they reach the window, before any widget."""
    for letter in keys:
        QTest.keyClick(widget.windowHandle(), Qt.Key(ord(letter.upper())))
    QApplication.sendPostedEvents()


def test_without_a_card_letters_are_commands(ran: list[str], behind: Behind) -> None:
    strike(behind.window, "cd")
    assert ran == ["item.claim", "item.done"]


def test_in_the_palette_letters_are_written(ran: list[str], behind: Behind, desk: Desk) -> None:
    palette = Palette(desk, behind.window)
    palette.open(lambda _command: "")
    strike(behind.window, "cd")
    assert ran == []
    assert palette.field.text() == "cd"


def test_in_the_outbox_and_a_question_no_letter_reaches_the_items(
    ran: list[str], behind: Behind, desk: Desk
) -> None:
    OutboxView(desk, behind.window).open()
    strike(behind.window, "cdxz1")
    question = Confirm(desk.theme, behind.window)
    question.ask("Quit?", "", "Quit", "Stay", lambda: ran.append("agreed"))
    strike(behind.window, "cdz1")
    assert ran == []
    strike(behind.window, "y")
    assert ran == ["agreed"]


def test_a_digit_picks_a_reason_and_presses_no_speed_button(
    ran: list[str], behind: Behind, desk: Desk
) -> None:
    reasons: list[str] = []
    Chooser(desk, behind.window).choose_release_reason(reasons.append)
    strike(behind.window, "1")
    assert ran == []
    assert len(reasons) == 1


def test_esc_closes_the_card_and_asks_for_nothing_else(ran: list[str], behind: Behind, desk: Desk) -> None:
    view = OutboxView(desk, behind.window)
    view.open()
    QTest.keyClick(behind.window.windowHandle(), Qt.Key.Key_Escape)
    QApplication.sendPostedEvents()
    assert ran == []
    assert not view.is_open
