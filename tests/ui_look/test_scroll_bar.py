"""The thin scroll bar: where its handle is, in every theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.theme import Theme
from inbox.ui.parts.scroll_bar import ScrollBar, scrolls_thinly


@pytest.fixture
def bar(any_theme: Theme, qtbot: QtBot) -> Iterator[ScrollBar]:
    """Of an area that shows a quarter of what is in it."""
    area, held = QScrollArea(), QWidget()
    scrolls_thinly(area, any_theme)
    held.resize(200, 1200)
    area.setWidget(held)
    area.resize(240, 300)
    qtbot.addWidget(area)
    area.show()
    bar = area.verticalScrollBar()
    assert isinstance(bar, ScrollBar)
    yield bar
    area.close()


def test_the_handle_is_as_long_as_what_is_in_view_and_goes_from_end_to_end(bar: ScrollBar) -> None:
    assert bar.width() == 10
    assert bar.handle().height() == pytest.approx(bar.height() / 4, abs=4)
    assert bar.handle().top() <= 2
    bar.setValue(bar.maximum())
    assert bar.handle().bottom() >= bar.height() - 4


def test_the_handle_can_be_told_from_its_ground(bar: ScrollBar, any_theme: Theme) -> None:
    image = bar.grab().toImage()
    handle = bar.handle()
    assert image.pixelColor(handle.center()) == any_theme.roles.line_strong
    assert image.pixelColor(handle.center().x(), bar.height() - 3) == any_theme.roles.sunken


def test_a_long_list_still_has_a_handle_that_can_be_caught(bar: ScrollBar) -> None:
    bar.setRange(0, 1_000_000)
    assert bar.handle().height() == 24
