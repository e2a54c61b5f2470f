"""What of this program is not its window goes when it locks, however deep it lies."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.curtain import Curtain


def shown(parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.show()
    return dialog


def test_a_window_over_a_window_of_the_place_goes_with_it(qtbot: QtBot) -> None:
    window, another = QWidget(), QWidget()
    for place in (window, another):
        qtbot.addWidget(place)
        place.show()
    asked = shown(window)
    over, theirs = shown(asked), shown(another)
    curtain = Curtain(window)
    curtain.draw()
    assert not asked.isVisible() and not over.isVisible()
    assert theirs.isVisible() and shown(theirs).isVisible(), "it belongs to another window"
    late = shown(over)
    qtbot.waitUntil(lambda: not late.isVisible())
    curtain.open()
