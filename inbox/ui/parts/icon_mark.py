"""An icon that stands by itself in a layout."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.roles import Role
from inbox.ui.look.sla import Sla, sla_color, sla_shape
from inbox.ui.look.theme import Theme
from inbox.ui.parts.part import Part


class IconMark(Part):
    """A line icon in a role, or the shape of a promise, `size` pixels at 100 %. `name` says what it means."""

    def __init__(
        self, theme: Theme, icon: str | Sla, name: str, size: int = 16, role: Role = "text_2",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, name, parent)
        self._icon, self._size, self._role = icon, size, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str | Sla, name: str, role: Role = "text_2") -> None:
        """Show another icon, which means something else."""
        self._icon, self._role = icon, role
        self.set_name(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._size), self.theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if isinstance(self._icon, Sla):
            inset = self.width() * 0.15
            square = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            sla_shape(painter, square, self._icon, sla_color(self._icon, self.theme))
        else:
            color = self.theme.color(self._role)
            paint.icon(painter, QPoint(0, 0), self.theme, self._icon, color, self._size)
