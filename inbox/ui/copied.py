"""What this program has put on the clipboard, and how it is forgotten there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

_OURS: Final = "application/x-inbox-workstation"
"""Stands beside the text, so that it is known as ours where a platform does not say whose it is."""


def copy(text: str) -> None:
    """Put `text` on the clipboard until it locks or the person leaves."""
    held = QMimeData()
    held.setText(text)
    held.setData(_OURS, b"1")
    QGuiApplication.clipboard().setMimeData(held)


def forget() -> None:
    """What this program has put on the clipboard leaves it; what others have put there stays."""
    clipboard = QGuiApplication.clipboard()
    held: QMimeData | None = clipboard.mimeData()  # None where nothing is
    if clipboard.ownsClipboard() or (held is not None and held.hasFormat(_OURS)):
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
