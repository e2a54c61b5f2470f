"""What every card over the window does with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inbox.shortcuts.dispatcher import scope_of
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.overlay import Overlay
from tests.ui.overlays.conftest import Behind, press


@pytest.fixture
def card(theme: Theme, behind: Behind) -> Overlay:
    """A card with two fields."""
    overlay = Overlay(theme, behind.window, "Question", width=400)
    for name in ("first", "second"):
        field = QLineEdit()
        field.setObjectName(name)
        overlay.body.addWidget(field)
    return overlay


def focus() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def test_it_covers_the_window_and_takes_the_keyboard(card: Overlay, behind: Behind) -> None:
    card.appear()
    assert card.geometry() == behind.window.rect()
    assert focus() == "first"
    assert scope_of(QApplication.focusWidget()) == "dialog"


def test_esc_closes_it_and_the_keyboard_is_back_where_it_was(
    card: Overlay, behind: Behind, qtbot: QtBot
) -> None:
    card.appear()
    with qtbot.waitSignal(card.closed):
        press(Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert behind.field.hasFocus()


def test_tab_goes_round_inside_and_never_behind(card: Overlay, behind: Behind) -> None:
    card.appear()
    seen = []
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        seen.append(focus())
    press(Qt.Key.Key_Backtab)
    assert [*seen, focus()] == ["second", "first", "second", "first"]


def test_something_behind_that_asks_for_the_keyboard_does_not_get_it(card: Overlay, behind: Behind) -> None:
    card.appear()
    behind.field.setFocus()
    assert focus() == "first"
    assert not behind.field.hasFocus()


def test_a_card_hidden_with_its_window_leaves_the_keyboard_alone(card: Overlay, behind: Behind) -> None:
    card.appear()
    card.hide()  # as when its whole page is put behind the lock page
    behind.field.setFocus()
    assert behind.field.hasFocus()


def test_keys_it_does_not_know_stop_there(card: Overlay, behind: Behind) -> None:
    heard: list[int] = []
    behind.window.keyPressEvent = lambda event: heard.append(event.key())  # type: ignore[method-assign]
    card.appear()
    press(Qt.Key.Key_F7)
    assert heard == []


def test_pressing_the_window_behind_closes_it(card: Overlay, behind: Behind) -> None:
    card.appear()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not card.is_open


def test_where_the_field_behind_is_gone_closing_does_no_harm(card: Overlay, behind: Behind) -> None:
    card.appear()
    behind.field.setEnabled(False)
    card.dismiss()
    assert not card.is_open
    assert not behind.field.hasFocus()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_it_stays_inside_the_window_at_every_text_scale(
    card: Overlay, behind: Behind, theme: Theme, scale: int
) -> None:
    card.appear()
    theme.change(scale=scale)
    behind.window.resize(1000, 640)
    assert card.rect().contains(card.card.geometry())
    assert card.geometry() == behind.window.rect()
