"""The words of a promise with their shape."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.sla import Sla
from inbox.ui.look.theme import Theme
from inbox.ui.parts.part import Part


class Pill(Part):
    """How a promise stands: "2 h over" in a filled frame, "13:20" beside a ring."""

    def __init__(self, theme: Theme, sla: Sla, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._sla, self._text = sla, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_promise(self, sla: Sla, text: str) -> None:
        """Show how it stands now."""
        self._sla, self._text = sla, text
        self.set_name(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.pill_width(self.theme, self._sla, self._text), self.theme.px(paint.PILL_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.pill(QPainter(self), QPoint(0, 0), self.theme, self._sla, self._text)
