"""The top line of the small window: how much waits, and the key that makes the window whole again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part


class WaitingLine(Part):
    """Numbers only: it is seen by whoever passes."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Waiting for you"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._told = ElidedLabel(desk.theme, tr("Waiting for you"), bold=True)
        whole = KeyButton(desk.theme, tr("Whole"), desk.keys_of("view.compact"), Variant.QUIET)
        whole.clicked.connect(lambda: self.command.emit("view.compact"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._told, 1)
        self._row.addWidget(whole)
        self.restyle()
        self.hide()

    def show_words(self, words: str) -> None:
        """Say how much waits."""
        self._told.set_text(words)
        self.set_name(words)

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(12), px(2), px(6), px(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.roles.window)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.roles.line)
