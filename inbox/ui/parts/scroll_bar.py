"""A thin scroll bar in the theme's colours: a handle on a quiet ground, no arrows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme

_WIDE, _SHORTEST, _GAP = 10, 24, 2
"""Pixels at 100 %: the bar's width, the handle's least length, the ground that shows around it."""


class ScrollBar(QScrollBar):
    """Upright. It shows where one is and can be dragged; keys and wheel work as anywhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_WIDE), super().sizeHint().height())

    def handle(self) -> QRect:
        """Where the handle is: as long as the share of the whole that is in view."""
        px = self._theme.px
        ground = self.rect().adjusted(px(_GAP), px(_GAP), -px(_GAP), -px(_GAP))
        span = self.maximum() - self.minimum()
        whole = span + self.pageStep()
        long = ground.height() if not span else ground.height() * self.pageStep() // max(whole, 1)
        long = min(max(long, px(_SHORTEST)), ground.height())
        down = (ground.height() - long) * (self.value() - self.minimum()) // max(span, 1)
        return QRect(ground.x(), ground.y() + down, ground.width(), long)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), self._theme.roles
        painter.fillRect(self.rect(), roles.sunken)
        touched = self.isSliderDown() or self.underMouse()
        color = roles.text_2 if touched else roles.line_strong
        paint.box(painter, self.handle(), color, color, self._theme.px(3))

    def _follow(self) -> None:
        self.updateGeometry()
        self.update()


def scrolls_thinly(area: QAbstractScrollArea, theme: Theme) -> None:
    """Give `area` a thin bar in the place of the platform's."""
    area.setVerticalScrollBar(ScrollBar(theme))
