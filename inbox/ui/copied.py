"""What this program has put on the clipboard, and how it is forgotten there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_OURS: Final = "copied here"
"""The property of the clipboard that says what we have put there: not every platform tells whose it is."""

LASTS: Final = 60_000
"""Milliseconds for which what was copied may be pasted elsewhere."""


class Copied(QObject):
    """After a minute it forgets what was put on the clipboard here, words of a message among it."""

    def __init__(self, parent: QObject, lasts: int = LASTS) -> None:
        super().__init__(parent)
        self._until = QTimer(self, interval=lasts, singleShot=True)
        self._until.timeout.connect(forget)
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def _changed(self) -> None:
        """Whatever is copied while this program has the keyboard was copied in it."""
        clipboard = QGuiApplication.clipboard()
        here = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        if clipboard.text() and (here or clipboard.ownsClipboard()):
            clipboard.setProperty(_OURS, clipboard.text())
            self._until.start()
        else:
            self._until.stop()


def copy(text: str) -> None:
    """Put `text` on the clipboard until it locks or the person leaves."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)
    clipboard.setProperty(_OURS, text)


def forget() -> None:
    """What this program has put on the clipboard leaves it; what others have put there stays."""
    clipboard = QGuiApplication.clipboard()
    ours = clipboard.property(_OURS)
    if clipboard.ownsClipboard() or (ours and clipboard.text() == ours):
        clipboard.clear(QClipboard.Mode.Clipboard)
    clipboard.setProperty(_OURS, None)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
