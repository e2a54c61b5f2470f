"""The desk of tests/ui, with a caret that does not blink."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import clinic, clinic_cache, clinic_caches, clock, desk, patient_writes, targets, theme

__all__ = [
    "clinic",
    "clinic_cache",
    "clinic_caches",
    "clock",
    "desk",
    "patient_writes",
    "steady_caret",
    "targets",
    "theme",
]


@pytest.fixture(autouse=True)
def steady_caret(qapp: QApplication) -> Iterator[None]:
    """The caret is there in every picture."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)
