"""Qt without a screen; the platform is chosen when Qt is first imported, so it is set before that."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from inbox.ui.look.theme import Theme, ThemeName, dress


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, worn by the application."""
    theme = Theme()
    dress(qapp, theme)
    return theme


@pytest.fixture(params=list(ThemeName))
def any_theme(qapp: QApplication, request: pytest.FixtureRequest) -> Theme:
    """Each theme in turn."""
    theme = Theme(request.param)
    dress(qapp, theme)
    return theme
