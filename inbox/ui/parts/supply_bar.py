"""How much of a medicine is left at home."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import charts
from inbox.ui.look.theme import Theme
from inbox.ui.parts.part import Part


class SupplyBar(Part):
    """The share (0 to 1) of the dispensed supply that is left, named by its words: "16 days", "out 1 d"."""

    def __init__(self, theme: Theme, left: float, words: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, words, parent)
        self._left = left
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_supply(self, left: float, words: str) -> None:
        """Show what is left now."""
        self._left = left
        self.set_name(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(44), self.theme.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        charts.supply_bar(QPainter(self), QRect(self.rect()), self.theme, self._left)
