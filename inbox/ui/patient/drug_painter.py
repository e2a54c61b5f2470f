"""A medicine in the panel: name and dose at the left, last fill, bar and days left at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from inbox.ui.look import charts, paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.patient.facts import Drug
from inbox.ui.patient.wrapping import Lines, Wrapping

_FIGURES = 158
"""From the left edge of a medicine's figures (fill, bar, days) to the right edge."""
_FILLED, _BAR = 56, 40
_ROW = 22


class DrugPainter:
    """Of one theme at one width."""

    def __init__(self, theme: Theme, wrapping: Wrapping, width: int) -> None:
        self._theme = theme
        self._wrapping = wrapping
        self._width = width

    def height(self, row: Drug) -> int:
        """How high `row` is."""
        px = self._theme.px
        name, below = self._lines(row)
        high = self._theme.line_height(SMALL)
        return max(px(_ROW), len(name) * high) + len(below) * high + px(4 if below else 0)

    def paint(self, row: Drug, painter: QPainter, at: QPoint) -> None:
        """Paint `row` with its top left corner `at`."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        name, below = self._lines(row)
        high = theme.line_height(SMALL)
        first = px(_ROW) if len(name) == 1 else high
        for n, text in enumerate(name):
            where = QRect(at.x(), at.y() + n * high, self._width, first)
            paint.words(painter, where, theme, text, SMALL, roles.text, True)
        self._mark(painter, QRect(at.x(), at.y() + (len(name) - 1) * high, self._width, first), row, name[-1])
        top = at.y() + first + (len(name) - 1) * high
        for n, text in enumerate(below):
            where = QRect(at.x(), top + n * high, self._width, high)
            paint.words(painter, where, theme, text, SMALL, roles.text_3)
        self._supply(painter, QRect(at.x(), at.y(), self._width, first), row)
        if self._fits(row):
            where = QRect(at.x() + self._width - px(_FIGURES), at.y(), px(_FILLED), first)
            paint.words(painter, where, theme, row.filled, SMALL, roles.text_2)

    def _mark(self, painter: QPainter, line: QRect, row: Drug, name: str) -> None:
        """A controlled substance is marked behind its name."""
        if row.controlled:
            theme = self._theme
            x = line.x() + theme.metrics(SMALL, True).horizontalAdvance(name) + theme.px(6)
            y = line.y() + (line.height() - theme.px(paint.BADGE_HEIGHT)) // 2
            paint.badge(painter, QPoint(x, y), theme, row.controlled)

    def _supply(self, painter: QPainter, rect: QRect, row: Drug) -> None:
        """Days left at the right, the bar before them where the name leaves room, else below."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        color = roles.overdue if row.out else roles.soon_text if row.soon else roles.text
        bold = row.out or row.soon
        wide = theme.metrics(SMALL, bold).horizontalAdvance(row.left)
        right = rect.left() + self._width
        where = QRect(right - wide, rect.y(), wide, rect.height())
        paint.words(painter, where, theme, row.left, SMALL, color, bold)
        if row.share is None:
            return
        beside = self._fits(row)
        x = right - px(_FIGURES) + px(_FILLED) if beside else right - px(_BAR)
        y = rect.y() + (rect.height() - px(6)) // 2 if beside else rect.bottom() + px(5)
        charts.supply_bar(painter, QRect(x, y, px(_BAR), px(6)), theme, row.share)

    def _lines(self, row: Drug) -> tuple[Lines, Lines]:
        """The name in lines, and those below it; figures beside a long name take room from both."""
        px, wrapped = self._theme.px, self._wrapping.lines
        if self._fits(row):
            return (row.name,), wrapped(row.dose, SMALL, False, self._width) if row.dose else ()
        days = self._theme.metrics(SMALL, True).horizontalAdvance(row.left) + px(8) + self._mark_width(row)
        name = wrapped(row.name, SMALL, True, max(self._width - days, px(60)))
        below = " · ".join(filter(None, (row.filled_said, row.dose)))
        return name, wrapped(below, SMALL, False, self._width - px(_BAR + 8))

    def _fits(self, row: Drug) -> bool:
        """Whether name and figures have room on one line."""
        px = self._theme.px
        name = self._theme.metrics(SMALL, True).horizontalAdvance(row.name) + self._mark_width(row)
        return name <= self._width - px(_FIGURES) - px(6)

    def _mark_width(self, row: Drug) -> int:
        wide = paint.badge_width(self._theme, row.controlled) if row.controlled else 0
        return wide + self._theme.px(6) if wide else 0
