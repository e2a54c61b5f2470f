"""One place of the rail: icon, name, overdue in colour and shape, open; the current one is marked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr, trn
from inbox.ui.look import paint
from inbox.ui.look.sla import Sla, sla_color, sla_shape
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.parts.pressable import Pressable
from inbox.ui.parts.tool_tip import says_on_hover

HEIGHT = 28


class Place(Pressable):
    """A view or a pool one can go to."""

    def __init__(
        self, theme: Theme, label: str, icon: str = "", keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, label, keys, parent)
        self._icon = icon
        self._open = 0
        self._overdue = 0
        self._current = False
        self._folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, opened: int, overdue: int) -> None:
        """How many are open there, and how many of these are overdue."""
        self._open, self._overdue = opened, overdue
        told = trn("{n} open", "{n} open", opened)
        if overdue:
            told = tr("{n} open, {late} overdue", n=opened, late=overdue)
        self.setAccessibleDescription(told)
        says_on_hover(self, f"{self.label}: {told}" if self._folded else "")
        self.update()

    def set_current(self, current: bool) -> None:
        """Mark it as where one is."""
        self._current = current
        self.update()

    def set_folded(self, folded: bool) -> None:
        """Show the icon alone, when the window is narrow."""
        self._folded = folded
        self.set_counts(self._open, self._overdue)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(48 if self._folded else 190), self.theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(48), self.theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, rect = self.theme, self.theme.px, self.rect()
        if self._current:
            painter.fillRect(rect, theme.roles.selected)
            painter.fillRect(QRect(0, 0, px(3), rect.height()), theme.roles.accent)
        elif self.underMouse():
            painter.fillRect(rect, theme.roles.hover)
        ink = theme.roles.text if self._current else theme.roles.text_2
        left = px(14)
        if self._icon:
            top = (rect.height() - px(16)) // 2
            paint.icon(painter, QPoint(px(14), top), theme, self._icon, ink)
            left = px(40)
        if self._folded:
            return
        right = self._counts(painter, rect)
        room = right - px(8) - left
        metrics = theme.metrics(BASE, self._current)
        shown = metrics.elidedText(self.label, Qt.TextElideMode.ElideRight, room)
        at = QRect(left, 0, room, rect.height())
        paint.words(painter, at, theme, shown, BASE, theme.roles.text, self._current)

    def _counts(self, painter: QPainter, rect: QRect) -> int:
        """Open at the right end, overdue left of it; gives where they begin."""
        theme, px = self.theme, self.theme.px
        number = str(self._open) if self._open else ""
        x = rect.right() - px(12) - theme.metrics(SMALL, True).horizontalAdvance(number)
        at = QRect(x, 0, rect.width() - x, rect.height())
        paint.words(painter, at, theme, number, SMALL, theme.roles.text_2, self._current)
        if not self._overdue:
            return x
        late = str(self._overdue)
        x -= px(8) + theme.metrics(SMALL, True).horizontalAdvance(late)
        color = sla_color(Sla.OVERDUE, theme)
        paint.words(painter, QRect(x, 0, rect.width(), rect.height()), theme, late, SMALL, color, True)
        x -= px(11)
        size = px(8)
        sla_shape(painter, QRectF(x, (rect.height() - size) / 2, size, size), Sla.OVERDUE, color)
        return x
