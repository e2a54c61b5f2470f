"""One painted section of the panel, reused from patient to patient."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION
from inbox.ui.parts.part import Part
from inbox.ui.patient.drawing import Drawing
from inbox.ui.patient.facts import Facts

_SIDE, _ABOVE, _BELOW, _TITLE = 14, 10, 10, 18
_BETWEEN = 2
_BANNER_BETWEEN = 4


class Section(Part):
    """Its name is the title, its description every row in words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Section"), parent)
        self._facts = Facts(tr("Section"), ())
        self._drawing = Drawing(theme, 0)
        self._heights: list[int] = []
        self._scale = theme.scale

    @property
    def facts(self) -> Facts:
        """What it shows."""
        return self._facts

    def show_facts(self, facts: Facts) -> None:
        """Show these; whoever shows them asks `fit` for the height next."""
        self._facts = facts
        self.set_name(facts.title)
        self.setAccessibleDescription(facts.said)
        self._heights = []
        self.update()

    def fit(self, width: int) -> int:
        """The height at that width."""
        px = self.theme.px
        inner = width - 2 * px(_SIDE)
        if self._drawing.width != inner or self.theme.scale != self._scale:
            self._drawing = Drawing(self.theme, inner)
            self._scale = self.theme.scale
        self._heights = [self._drawing.height(row) for row in self._facts.rows]
        between = px(self._between()) * max(0, len(self._heights) - 1)
        title = 0 if self._facts.banner else px(_TITLE)
        return px(_ABOVE) + title + sum(self._heights) + between + px(_BELOW) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, roles, facts = self.theme.px, self.theme.roles, self._facts
        painter.fillRect(event.rect(), roles.surface if facts.banner else roles.sunken)
        rule = roles.line_strong if facts.banner else roles.line
        painter.fillRect(0, self.height() - 1, self.width(), 1, rule)
        left, top = px(_SIDE), px(_ABOVE)
        if not facts.banner:
            at = QRect(left, top, self.width() - 2 * left, px(14))
            paint.words(painter, at, self.theme, facts.title, SECTION, roles.text_3)
            if facts.heads:
                self._drawing.heads(painter, top, left, facts.heads)
            top += px(_TITLE)
        for row, height in zip(facts.rows, self._heights, strict=True):
            self._drawing.paint(row, painter, QPoint(left, top))
            top += height + px(self._between())

    def _between(self) -> int:
        return _BANNER_BETWEEN if self._facts.banner else _BETWEEN
