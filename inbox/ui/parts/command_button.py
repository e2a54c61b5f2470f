"""A speed button: its number is always at the same place, so that hands learn it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.pressable import Pressable


class CommandButton(Pressable):
    """Number, label, and the ban icon while it is off. `set_armed` marks the one whose preview is shown."""

    def __init__(self, theme: Theme, number: int, label: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, label, str(number), parent)
        self._armed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_armed(self, armed: bool) -> None:
        """Show that the preview tells about this one."""
        self._armed = armed
        self.update()

    def sizeHint(self) -> QSize:
        letters = self.theme.metrics(SMALL).horizontalAdvance(self.label)
        return QSize(self._left() + letters + 1 + self._right(), self.theme.px(28))  # 1: advances are rounded

    def minimumSizeHint(self) -> QSize:
        letters = self.theme.metrics(SMALL).averageCharWidth() * 6
        return QSize(self._left() + letters + self._right(), self.theme.px(28))

    def shown(self) -> str:
        """The label as far as it fits."""
        room = self.width() - self._left() - self._right()
        return self.theme.metrics(SMALL).elidedText(self.label, Qt.TextElideMode.ElideRight, room)

    def _left(self) -> int:
        return self.theme.px(5 + 7) + paint.keycaps_width(self.theme, (self.keys,))

    def _right(self) -> int:
        return self.theme.px(8) + (self.theme.px(12 + 6) if self.off_reason else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, roles, px, rect = self.theme, self.theme.roles, self.theme.px, self.rect()
        touched = self.isEnabled() and (self.underMouse() or self.isDown())
        fill = roles.selected if self._armed or self.isDown() else roles.hover if touched else roles.sunken
        paint.box(painter, rect, fill, roles.line_strong if touched else roles.line, px(4))
        if self._armed:
            paint.focus_ring(painter, rect, theme)
        ink = roles.text_3 if self.off_reason else roles.text
        cap_ink = roles.text_3 if self.off_reason or self.typing else roles.text_2
        cap_top = (rect.height() - px(paint.KEYCAP_HEIGHT)) // 2
        paint.keycaps(painter, QPoint(px(5), cap_top), theme, (self.keys,), cap_ink, roles.surface)
        label = self.shown()
        paint.words(painter, rect.adjusted(self._left(), 0, 0, 0), theme, label, SMALL, ink)
        if self.off_reason:
            x = self._left() + theme.metrics(SMALL).horizontalAdvance(label) + px(6)
            paint.icon(painter, QPoint(x, (rect.height() - px(12)) // 2), theme, "ban", ink, 12)
