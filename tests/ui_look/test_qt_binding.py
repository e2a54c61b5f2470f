"""The Qt binding itself must be sound under this Python."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


def test_a_call_that_returns_nothing_keeps_the_reference_to_none(qapp: QApplication) -> None:
    """PySide6 6.12 loses one at every such call under Python 3.10 and 3.11, and aborts within minutes."""
    timer = QTimer()
    timer.setSingleShot(True)
    before = sys.getrefcount(None)
    for _ in range(200):
        timer.setSingleShot(True)
    assert abs(sys.getrefcount(None) - before) < 20
