"""Two texts side by side, or one below the other where they have no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from inbox.domain.inert import inert
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION, SMALL
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.stopped import Side

SHOWN_WORDS = 600
"""Code points of each text; the whole stands in the thread and in the draft."""
BESIDE_FROM = 380
"""Width in pixels at 100 % from which both have room beside one another."""


class Sides(QWidget):
    """Told once; whoever has other sides makes another."""

    def __init__(self, theme: Theme, sides: Sequence[Side], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(12))
        for side in sides:
            nest(self._column(side), self._row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._theme.px(BESIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)

    def _column(self, side: Side) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self._theme.px(2))
        column.addWidget(Words(self._theme, side.told, SECTION, "text_3", wrap=True))
        shown = inert(side.words[:SHOWN_WORDS]) + ("…" if len(side.words) > SHOWN_WORDS else "")
        words = Words(self._theme, shown, SMALL, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        column.addStretch(1)
        return column
