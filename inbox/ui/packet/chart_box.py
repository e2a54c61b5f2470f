"""The chart beside a question: medicines with their supply, and what was measured with its trend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.ui.look import charts, paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION, SMALL
from inbox.ui.parts.part import Part
from inbox.ui.patient.facts import Drug, Line, Trend

_PAD, _TITLE, _ROW, _GAP = 10, 20, 21, 8
_SPARK, _LEAST_SPARK = 110, 36
_VALUE = 76
"""What values usually take, so that the lines before them stand below one another."""


class ChartBox(Part):
    """Two columns in a frame; in a narrow place one, of what was measured. Nothing in it wraps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, one_column: bool = False) -> None:
        super().__init__(theme, tr("Chart"), parent)
        self._one_column = one_column
        self._drugs: Sequence[Drug | Line] = ()
        self._trends: Sequence[Trend | Line] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_one_column(self, one_column: bool) -> None:
        """Show what was measured alone, or the medicines beside it."""
        self._one_column = one_column
        self.updateGeometry()
        self.update()

    def show_rows(self, drugs: Sequence[Drug | Line], trends: Sequence[Trend | Line]) -> None:
        """Show these."""
        self._drugs, self._trends = drugs, trends
        told = [*(row.said for row in drugs), *(row.said for row in trends)]
        self.setAccessibleDescription(". ".join(words.rstrip(".") for words in told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        rows = len(self._trends) if self._one_column else max(len(self._drugs), len(self._trends))
        return QSize(px(300), px(_PAD) * 2 + px(_TITLE) + rows * px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px, roles = QPainter(self), self.theme.px, self.theme.roles
        paint.box(painter, self.rect(), roles.surface, roles.line, px(4))
        inner = self.rect().adjusted(px(_PAD), px(_PAD) - px(2), -px(_PAD), 0)
        if self._one_column:
            self._column(painter, inner, tr("Readings and results"), "", self._trends)
            return
        half = self.width() // 2
        painter.fillRect(half, 1, 1, self.height() - 2, roles.line)
        left = QRect(inner.x(), inner.y(), half - 2 * px(_PAD), inner.height())
        right = QRect(half + px(_PAD), inner.y(), self.width() - half - 2 * px(_PAD), inner.height())
        self._column(painter, left, tr("Medicines"), tr("Supply left"), self._drugs)
        self._column(painter, right, tr("Readings and results"), "", self._trends)

    def _column(
        self, painter: QPainter, at: QRect, title: str, head: str, rows: Sequence[Drug | Trend | Line]
    ) -> None:
        px, roles, theme = self.theme.px, self.theme.roles, self.theme
        top = QRect(at.x(), at.y(), at.width(), px(14))
        paint.words(painter, top, theme, title, SECTION, roles.text_3)
        if head:
            self._right(painter, top, head)
        for n, row in enumerate(rows):
            line = QRect(at.x(), at.y() + px(_TITLE) + n * px(_ROW), at.width(), px(_ROW))
            match row:
                case Drug():
                    self._drug(painter, line, row)
                case Trend():
                    self._trend(painter, line, row)
                case Line():
                    self._cut(painter, line, row.text, False, line.width())

    def _right(self, painter: QPainter, line: QRect, head: str) -> None:
        wide = self.theme.metrics(SECTION).horizontalAdvance(head)
        where = line.adjusted(line.width() - wide, 0, 0, 0)
        paint.words(painter, where, self.theme, head, SECTION, self.theme.roles.text_3)

    def _drug(self, painter: QPainter, line: QRect, row: Drug) -> None:
        """Name and dose; at the right the last fill and what is left of it."""
        theme, roles, px = self.theme, self.theme.roles, self.theme.px
        small, bold = theme.metrics(SMALL), theme.metrics(SMALL, True)
        alarm = row.out or row.soon
        left = (bold if alarm else small).horizontalAdvance(row.left)
        color = roles.overdue if row.out else roles.soon_text if row.soon else roles.text
        x = line.right() + 1 - left
        paint.words(painter, _from(line, x, left), theme, row.left, SMALL, color, alarm)
        filled = small.horizontalAdvance(row.filled)
        room = x - px(_GAP) - filled - line.x()
        if row.filled and room > line.width() // 2:
            x -= px(_GAP) + filled
            paint.words(painter, _from(line, x, filled), theme, row.filled, SMALL, roles.text_3)
        named = " ".join(filter(None, (row.name, row.controlled)))
        used = self._cut(painter, line, named, True, x - px(_GAP) - line.x())
        rest = x - px(_GAP) - line.x() - used - px(6)
        if rest > px(40):
            about = QRect(line.x() + used + px(6), line.y(), rest, line.height())
            self._cut(painter, about, row.dose, False, rest)

    def _trend(self, painter: QPainter, line: QRect, row: Trend) -> None:
        """Name, line, value with its standing, and the day."""
        theme, roles, px = self.theme, self.theme.roles, self.theme.px
        small, bold = theme.metrics(SMALL), theme.metrics(SMALL, True)
        day = small.horizontalAdvance(row.when)
        x = line.right() + 1 - day
        paint.words(painter, _from(line, x, day), theme, row.when, SMALL, roles.text_3)
        x = min(x, line.right() + 1 - px(46)) - px(_GAP)
        if row.standing:
            wide = bold.horizontalAdvance(f" {row.standing}")
            x -= wide
            paint.words(painter, _from(line, x, wide), theme, f" {row.standing}", SMALL, roles.overdue, True)
        number = bold.horizontalAdvance(row.value)
        x -= number
        paint.words(painter, _from(line, x, number), theme, row.value, SMALL, roles.text, True)
        x = min(x, line.right() + 1 - px(46) - px(_GAP) - px(_VALUE))
        name = min(small.horizontalAdvance(row.name) + 2, max(px(84), (x - line.x()) // 2))
        spark = min(px(_SPARK), x - line.x() - name - 2 * px(_GAP))
        if spark >= px(_LEAST_SPARK) and len(row.series.values) > 1:
            area = QRect(x - px(_GAP) - spark, line.y() + px(1), spark, line.height() - px(3))
            charts.sparkline(painter, area, theme, row.series)
        self._cut(painter, line, row.name, False, name)

    def _cut(self, painter: QPainter, line: QRect, words: str, bold: bool, room: int) -> int:
        """Words at the left of `line` in as much room; gives what they took."""
        theme = self.theme
        metrics = theme.metrics(SMALL, bold)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
        where = QRect(QPoint(line.x(), line.y()), QSize(max(room, 0), line.height()))
        paint.words(
            painter, where, theme, shown, SMALL, theme.roles.text if bold else theme.roles.text_2, bold
        )
        return metrics.horizontalAdvance(shown)


def _from(line: QRect, x: int, wide: int) -> QRect:
    return QRect(x, line.y(), wide, line.height())
