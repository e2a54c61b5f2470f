"""Buttons: keys, off with a reason, previews, the focus ring."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.theme import Theme
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.parts.focus_ring import FocusRing
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.pressable import Pressable
from tests.ui_look.pictures import pixels, rendered

BUTTONS: dict[str, Callable[[Theme], Pressable]] = {
    "button": lambda theme: KeyButton(theme, "Claim", "c"),
    "speed button": lambda theme: CommandButton(theme, "1", "Refill per protocol"),
}


@pytest.fixture(params=BUTTONS)
def button(theme: Theme, qtbot: QtBot, request: pytest.FixtureRequest) -> Pressable:
    made = BUTTONS[request.param](theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def presses(button: Pressable) -> list[bool]:
    """One entry for each time the button said that it was pressed."""
    heard: list[bool] = []
    button.clicked.connect(lambda: heard.append(True))
    return heard


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_it(button: Pressable, presses: list[bool], qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(button, key)
    assert len(presses) == 1


def test_a_key_held_down_presses_it_once(button: Pressable, presses: list[bool], qapp: QApplication) -> None:
    for repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeat
        )
        qapp.sendEvent(button, event)
    assert len(presses) == 1


def test_the_mouse_presses_it_and_leaves_the_keyboard_where_it_was(
    button: Pressable, presses: list[bool], qtbot: QtBot
) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(presses) == 1
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_an_off_button_stays_says_why_and_cannot_be_pressed(
    button: Pressable, presses: list[bool], qtbot: QtBot
) -> None:
    button.set_off("a red flag of level 3 is open")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Return)
    button.click()
    assert presses == []
    assert not button.sizeHint().isEmpty()
    assert button.toolTip() == "a red flag of level 3 is open"
    described = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Description)
    assert "Off: a red flag of level 3 is open" in described
    button.set_off("")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(presses) == 1
    assert "Off" not in button.accessibleDescription()


def test_its_keys_are_read_out(theme: Theme, qtbot: QtBot) -> None:
    button = KeyButton(theme, "Send", "Ctrl+Enter")
    qtbot.addWidget(button)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Send"
    assert interface.text(QAccessible.Text.Description) == "Key: Ctrl+Enter"


def test_an_ampersand_in_a_label_is_a_word_and_not_a_shortcut(theme: Theme, qtbot: QtBot) -> None:
    button = KeyButton(theme, "Approve & send", "Ctrl+Enter")
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Approve & send"


def test_what_it_will_do_is_asked_for_while_the_pointer_is_on_it_even_when_it_is_off(
    button: Pressable, qapp: QApplication
) -> None:
    asked: list[bool] = []
    button.preview_wanted.connect(lambda wanted: asked.append(wanted))
    button.set_off("not here")
    at = QPointF(2, 2)
    qapp.sendEvent(button, QEnterEvent(at, at, at))
    qapp.sendEvent(button, QEvent(QEvent.Type.Leave))
    assert asked == [True, False]


def test_an_off_button_shows_the_ban_icon_and_no_strong_ink(
    button: Pressable, theme: Theme, qtbot: QtBot
) -> None:
    wide = button.sizeHint().width()
    button.set_off("not here")
    kept_free = isinstance(button, CommandButton)  # there nothing may jump
    assert button.sizeHint().width() == wide + (0 if kept_free else theme.px(12 + 6))
    image = rendered(button, button.sizeHint().width(), button.sizeHint().height())
    assert pixels(image, theme.roles.text) == []


def test_the_number_of_a_speed_button_is_always_at_the_same_place(theme: Theme, qtbot: QtBot) -> None:
    corners = set()
    for label in ("Route", "A much longer label than the others", "Route"):
        speed = CommandButton(theme, "7", label)
        qtbot.addWidget(speed)
        image = rendered(speed, 180, 28).copy(0, 0, theme.px(5 + 16), 28)
        corners.add(bytes(image.constBits()))
    assert len(corners) == 1


def test_a_speed_button_that_is_too_narrow_elides_its_label_before_its_number(
    theme: Theme, qtbot: QtBot
) -> None:
    speed = CommandButton(theme, "7", "Escalate to physician")
    qtbot.addWidget(speed)
    speed.resize(speed.sizeHint())
    assert speed.shown() == "Escalate to physician"
    speed.resize(speed.minimumSizeHint())
    assert speed.shown().endswith("…")


def test_an_armed_speed_button_has_the_accent_around_it(any_theme: Theme, qtbot: QtBot) -> None:
    speed = CommandButton(any_theme, "6", "Escalate")
    qtbot.addWidget(speed)
    assert pixels(rendered(speed, 150, 28), any_theme.roles.accent) == []
    speed.set_armed(True)
    assert len(pixels(rendered(speed, 150, 28), any_theme.roles.accent)) > 2 * 140


@pytest.mark.parametrize("make", [lambda t: Keycap(t, "r"), lambda t: KeyButton(t, "Reply", "r")])
def test_keys_that_would_type_fade_while_a_field_has_the_keyboard(
    theme: Theme, qtbot: QtBot, make: Callable[[Theme], Keycap | KeyButton]
) -> None:
    shown = make(theme)
    qtbot.addWidget(shown)
    bright = rendered(shown, 120, 28)
    shown.set_typing(True)
    assert rendered(shown, 120, 28) != bright


def test_chords_do_not_fade_while_a_field_has_the_keyboard(theme: Theme, qtbot: QtBot) -> None:
    send = KeyButton(theme, "Send", "Ctrl+Enter")
    qtbot.addWidget(send)
    bright = rendered(send, 160, 28)
    send.set_typing(True)
    assert rendered(send, 160, 28) == bright


@pytest.fixture
def pair(theme: Theme, qtbot: QtBot) -> QWidget:
    """A window with two buttons."""
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(KeyButton(theme, "Undo", "z"))
    row.addWidget(KeyButton(theme, "Send now", "Enter", Variant.ACCENT))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def rings(window: QWidget) -> list[FocusRing]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


def test_there_is_one_ring_in_a_window_around_what_has_the_keyboard(pair: QWidget, theme: Theme) -> None:
    for button in pair.findChildren(KeyButton):
        button.setFocus()
        (ring,) = rings(pair)
        assert ring.geometry() == button.geometry().adjusted(-3, -3, 3, 3)


def test_the_ring_leaves_with_the_keyboard_and_with_its_button(pair: QWidget) -> None:
    first, second = pair.findChildren(KeyButton)
    first.setFocus()
    first.clearFocus()
    assert rings(pair) == []
    second.setFocus()
    second.hide()
    assert [ring.geometry().center() for ring in rings(pair)] == [first.geometry().center()]
    pair.hide()
    assert rings(pair) == []


def test_the_ring_moves_with_its_button_and_with_the_text_scale(pair: QWidget, theme: Theme) -> None:
    first = pair.findChildren(KeyButton)[0]
    first.setFocus()
    first.move(first.pos() + QPoint(7, 5))
    (ring,) = rings(pair)
    assert ring.geometry().center() == first.geometry().center()
    theme.change(scale=200)
    assert ring.geometry() == first.geometry().adjusted(-5, -5, 5, 5)


def test_the_ring_lets_the_mouse_through(pair: QWidget, qtbot: QtBot) -> None:
    first = pair.findChildren(KeyButton)[0]
    first.setFocus()
    assert pair.childAt(first.geometry().center()) is first
