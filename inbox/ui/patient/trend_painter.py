"""Readings of one thing in the panel: name, sparkline, last value, and below what they are measured by."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from inbox.ui.look import charts, paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, TINY
from inbox.ui.patient.facts import Trend
from inbox.ui.patient.wrapping import Lines, Wrapping

_NAME, _SPARK, _LEAST_SPARK, _LEAST_DRAWN = 84, 92, 60, 24
_DATE, _GAP, _ROW = 46, 6, 22


class TrendPainter:
    """Of one theme at one width."""

    def __init__(self, theme: Theme, wrapping: Wrapping, width: int) -> None:
        self._theme = theme
        self._wrapping = wrapping
        self._width = width

    def height(self, row: Trend) -> int:
        """How high `row` is."""
        theme = self._theme
        above = self._above(row)
        below = len(self._below(row)) * theme.line_height(TINY)
        return len(above) * theme.line_height(SMALL) + theme.px(_ROW) + below + theme.px(3)

    def paint(self, row: Trend, painter: QPainter, at: QPoint) -> None:
        """Paint `row` with its top left corner `at`."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        above, top = self._above(row), at.y()
        for text in above:
            where = QRect(at.x(), top, self._width, theme.line_height(SMALL))
            paint.words(painter, where, theme, text, SMALL, roles.text)
            top += theme.line_height(SMALL)
        line = QRect(at.x(), top, self._width, px(_ROW))
        if not above:
            metrics = theme.metrics(SMALL)
            shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, px(_NAME - _GAP))
            paint.words(painter, line, theme, shown, SMALL, roles.text)
        self._values(painter, line, row, 0 if above else px(_NAME))
        top += px(_ROW)
        for text in self._below(row):
            where = QRect(at.x(), top, self._width, theme.line_height(TINY))
            paint.words(painter, where, theme, text, TINY, roles.text_3)
            top += theme.line_height(TINY)

    def _above(self, row: Trend) -> Lines:
        """A name too long for its column stands on lines of its own: half a name could be another test's."""
        if self._theme.metrics(SMALL).horizontalAdvance(row.name) <= self._theme.px(_NAME - _GAP):
            return ()
        return self._wrapping.lines(row.name, SMALL, False, self._width)

    def _below(self, row: Trend) -> Lines:
        return self._wrapping.lines(row.about, TINY, False, self._width) if row.about else ()

    def _values(self, painter: QPainter, line: QRect, row: Trend, indent: int) -> None:
        """From the right: the day, how it stands, unit and value; what is left is the sparkline's."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        small, bold = theme.metrics(SMALL), theme.metrics(SMALL, True)
        when = small.horizontalAdvance(row.when)
        paint.words(painter, line.adjusted(self._width - when, 0, 0, 0), theme, row.when, SMALL, roles.text_3)
        standing = bold.horizontalAdvance(f" {row.standing}") if row.standing else 0
        number = bold.horizontalAdvance(row.value)
        unit = small.horizontalAdvance(f" {row.unit}") if row.unit else 0
        right = line.x() + self._width - max(px(_DATE), when) - px(_GAP)
        room = right - line.x() - indent - number - standing - px(_GAP)
        unit = unit if room - unit >= px(_LEAST_SPARK) or row.unit == "%" else 0
        x = right - number - standing - unit
        paint.words(
            painter, QRect(x, line.y(), number, line.height()), theme, row.value, SMALL, roles.text, True
        )
        if unit:
            where = QRect(x + number, line.y(), unit, line.height())
            paint.words(painter, where, theme, f" {row.unit}", SMALL, roles.text_2)
        if row.standing:
            where = QRect(right - standing, line.y(), standing, line.height())
            paint.words(painter, where, theme, f" {row.standing}", SMALL, roles.overdue, True)
        spark = min(px(_SPARK), room - unit)
        if spark >= px(_LEAST_DRAWN):
            area = QRect(line.x() + indent, line.y() + px(1), spark, line.height() - px(3))
            charts.sparkline(painter, area, theme, row.series)
