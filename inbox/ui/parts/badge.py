"""A small framed word: a level, "Proxy", "Conflict"."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.paint import Tone
from inbox.ui.look.theme import Theme
from inbox.ui.parts.part import Part


class Badge(Part):
    """A badge with its words in a tone, optionally after an icon."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._text, self._tone, self._icon = text, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str, tone: Tone = Tone.NEUTRAL, icon: str = "") -> None:
        """Show another word."""
        self._text, self._tone, self._icon = text, tone, icon
        self.set_name(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = paint.badge_width(self.theme, self._text, self._tone, self._icon)
        return QSize(width, self.theme.px(paint.BADGE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.badge(QPainter(self), QPoint(0, 0), self.theme, self._text, self._tone, self._icon)
