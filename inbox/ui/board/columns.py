"""Panels in two columns where there is room, one below the other where there is not; they scroll together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from inbox.ui.look.theme import Theme
from inbox.ui.parts.scroll_bar import scrolls_thinly

_SIDE_BY_SIDE = 1180
"""Width in pixels at 100 % from which the second column stands beside the first."""
_SHARES = (56, 44)


class Columns(QScrollArea):
    """The last panel of each column takes the room that is left."""

    def __init__(self, theme: Theme, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        super().__init__()
        self._theme = theme
        self._wide: bool | None = None
        scrolls_thinly(self, theme)
        self._whole = QWidget()
        self._grid = QGridLayout(self._whole)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self._sides = [_Side(theme, left), _Side(theme, right)]
        self.setWidget(self._whole)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def bring_into_view(self, table: QAbstractItemView) -> None:
        """Scroll to the current line of a table in one of the panels."""
        line = table.visualRect(table.currentIndex())
        at = table.viewport().mapTo(self._whole, line.center())
        self.ensureVisible(0, at.y(), 0, 2 * line.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        wide = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        if wide == self._wide:
            return
        self._wide = wide
        for number, side in enumerate(self._sides):
            self._grid.addWidget(side, 0 if wide else number, number if wide else 0)
            self._grid.setColumnStretch(number, _SHARES[number] if wide else int(not number))
            self._grid.setRowStretch(number, int(not number) if wide else number)


class _Side(QWidget):
    """One column, on the surface the panels stand on."""

    def __init__(self, theme: Theme, panels: Sequence[QWidget]) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for panel in panels:
            column.addWidget(panel, int(panel is panels[-1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.roles.surface)
