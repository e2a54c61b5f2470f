"""A window with a field in it, for what lies over windows; keys as a keyboard sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.theme import Theme


@dataclass
class Behind:
    """The window behind, and what has its keyboard."""

    window: QWidget
    field: QLineEdit


@pytest.fixture
def behind(qtbot: QtBot, theme: Theme) -> Iterator[Behind]:
    """A window of 1280 × 800 whose field has the keyboard."""
    window = QMainWindow()
    qtbot.addWidget(window)
    field = QLineEdit()
    window.setCentralWidget(field)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    yield Behind(window, field)


def press(key: Qt.Key, times: int = 1) -> None:
    """Press `key` where the keyboard is."""
    for _ in range(times):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)


def write(text: str) -> None:
    """Type `text` where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)
