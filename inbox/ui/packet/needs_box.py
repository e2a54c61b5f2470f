"""What the work that is asked about needs, in the packet: a refill's conditions, a result's values."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inbox.domain.needs import Needs, Plot, Row
from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.part import Part
from inbox.ui.reading.facts.drawing import Drawing

_PAD, _TITLE = 10, 20
_TWO_FROM = 700
"""Width in pixels at 100 % from which the rows stand in two columns."""


class NeedsBox(Part):
    """A title with the whole in a few words, then every row; as high as they need. Hidden without any."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("What is asked about"))
        self.needs: Needs | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_needs(self, needs: Needs | None) -> None:
        """Show these; None hides it."""
        self.needs = needs
        self.setVisible(needs is not None)
        if needs is not None:
            self.set_name(f"{needs.title}: {needs.summary}")
            self.setAccessibleDescription(". ".join(row.said.rstrip(".") for row in needs.rows))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        heights = [sum(drawing.height(row) for row in rows) for drawing, rows in self._columns(width)]
        return self._head(width) + self.theme.px(2 * _PAD) + max(heights, default=0)

    def sizeHint(self) -> QSize:
        width = self.width() or self.theme.px(600)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width() or self.theme.px(600)))

    def paintEvent(self, event: QPaintEvent) -> None:
        needs = self.needs
        if needs is None:
            return
        painter, px, roles, theme = QPainter(self), self.theme.px, self.theme.roles, self.theme
        paint.box(painter, self.rect(), roles.sunken, roles.line, px(4))
        line = self.rect().adjusted(px(_PAD), px(_PAD) - px(3), -px(_PAD), 0)
        line.setHeight(px(_TITLE) - px(4))
        paint.words(painter, line, theme, needs.title, SMALL, roles.text, True)
        told = line.translated(0, px(_TITLE))
        if self._head(self.width()) == px(_TITLE):
            told = line.adjusted(theme.metrics(SMALL, True).horizontalAdvance(f"{needs.title}  "), 0, 0, 0)
        ink = roles.overdue if needs.alert else roles.text_2
        paint.words(painter, told, theme, needs.summary, SMALL, ink, needs.alert)
        left = px(_PAD)
        for drawing, rows in self._columns(self.width()):
            top = px(_PAD) + self._head(self.width())
            for row in rows:
                drawing.paint(row, painter, QPoint(left, top))
                top += drawing.height(row)
            left += drawing.width + 2 * px(_PAD)

    def _head(self, width: int) -> int:
        """The height of the title: two lines where it and the summary have no room beside each other."""
        px, needs = self.theme.px, self.needs
        said = f"{needs.title}  {needs.summary}" if needs else ""
        long = self.theme.metrics(SMALL, True).horizontalAdvance(said) > width - 2 * px(_PAD)
        return 2 * px(_TITLE) if long else px(_TITLE)

    def _columns(self, width: int) -> list[tuple[Drawing, list[Row]]]:
        """The rows with what draws them, column by column; a picture of readings is never cut in two."""
        rows = list(self.needs.rows) if self.needs else []
        px, inner = self.theme.px, width - 2 * self.theme.px(_PAD)
        if width < px(_TWO_FROM) or any(isinstance(row, Plot) for row in rows):
            return [(Drawing(self.theme, inner, rows), rows)]
        half = (len(rows) + 1) // 2
        wide = (inner - 2 * px(_PAD)) // 2
        return [(Drawing(self.theme, wide, part), part) for part in (rows[:half], rows[half:])]
