"""A line between two things."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme


class Rule(QWidget):
    """A horizontal line of 1 px with `room` pixels at 100 % above and below. Decoration: it has no name."""

    def __init__(
        self, theme: Theme, role: Role = "line", room: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._role, self._room = theme, role, room
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(0, 2 * self._theme.px(self._room) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self._theme.px(self._room), self.width(), 1, self._theme.color(self._role))

    def _follow(self) -> None:
        self.updateGeometry()
        self.update()
