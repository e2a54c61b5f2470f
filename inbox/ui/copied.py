"""What this program has put on the clipboard, and how it is forgotten there."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QClipboard, QGuiApplication

_OURS: Final = "copied here"
"""The property of the clipboard that says what we have put there: not every platform tells whose it is."""


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
