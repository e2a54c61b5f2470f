"""What was copied from a message does not stay on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from inbox.ui import copied


def test_words_of_a_message_leave_the_clipboard_after_their_time(qtbot: QtBot) -> None:
    clipboard, parent = QGuiApplication.clipboard(), QObject()
    clipboard.clear()
    message = QTextEdit("My chest hurts")
    qtbot.addWidget(message)
    message.setReadOnly(True)
    message.moveCursor(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    lasting = copied.Copied(parent, lasts=1)
    with qtbot.waitActive(message):
        message.show()
        message.activateWindow()
    with qtbot.waitSignal(lasting._until.timeout):
        QTest.keyClick(message, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert clipboard.text() == "My chest hurts"
    assert clipboard.text() == ""


def test_it_stays_for_a_minute_and_each_copy_for_its_own(qtbot: QtBot) -> None:
    parent = QObject()
    window = QTextEdit()
    qtbot.addWidget(window)
    lasting = copied.Copied(parent)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    copied.copy("555-0142")
    assert lasting._until.isActive()
    assert lasting._until.remainingTime() > 50_000
    assert QGuiApplication.clipboard().text() == "555-0142"
    copied.forget()
    assert QGuiApplication.clipboard().text() == ""
