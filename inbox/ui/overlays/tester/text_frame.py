"""The border of the text that is tried."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.reading.plain_field import PlainField


class TextFrame(QFrame):
    """Holds the field, and shows the ring while it has the keyboard."""

    def __init__(self, theme: Theme, field: PlainField) -> None:
        super().__init__()
        self._theme = theme
        self._field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(field)
        field.focused.connect(lambda _has: self.update())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), self._theme.roles
        paint.box(painter, self.rect(), roles.surface, roles.line_strong, self._theme.px(4))
        if self._field.hasFocus():
            paint.focus_ring(painter, self.rect(), self._theme)
