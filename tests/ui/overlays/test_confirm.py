"""Yes and no."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inbox.ui.look.theme import Theme
from inbox.ui.overlays.confirm import Confirm
from tests.ui.overlays.conftest import Behind, press, write


@pytest.fixture
def agreed() -> list[str]:
    return []


@pytest.fixture
def question(theme: Theme, behind: Behind, agreed: list[str]) -> Confirm:
    confirm = Confirm(theme, behind.window)
    confirm.ask("Sign out?", "2 replies have not left.", "Sign out", "Stay", lambda: agreed.append("yes"))
    return confirm


def test_y_is_yes(question: Confirm, agreed: list[str]) -> None:
    write("y")
    assert agreed == ["yes"]
    assert not question.is_open


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_n_esc_and_enter_without_a_look_are_no(
    question: Confirm, agreed: list[str], behind: Behind, key: Qt.Key
) -> None:
    press(key)
    assert agreed == []
    assert not question.is_open
    assert behind.field.hasFocus()


def test_tab_reaches_yes_and_enter_presses_it(question: Confirm, agreed: list[str]) -> None:
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert agreed == ["yes"]


def test_a_press_beside_it_does_not_answer(question: Confirm, agreed: list[str]) -> None:
    QTest.mouseClick(question, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert question.is_open
    assert agreed == []


def test_a_key_that_is_held_down_does_not_answer(question: Confirm, agreed: list[str]) -> None:
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier, "y", True)
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, held)
    assert agreed == []
    assert question.is_open


def test_the_question_is_what_it_is_called(question: Confirm) -> None:
    assert question.accessibleName() == "Sign out?"
    assert question.accessibleDescription() == "2 replies have not left."
