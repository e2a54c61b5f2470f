"""Measures and paints the rows of a section. Nothing is formatted here; wrapping is kept for a width."""

from __future__ import annotations

from functools import singledispatchmethod

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION, SMALL, TINY
from inbox.ui.patient.drug_painter import DrugPainter
from inbox.ui.patient.facts import Drug, Fact, Line, Pair, Past, Trend
from inbox.ui.patient.trend_painter import TrendPainter
from inbox.ui.patient.wrapping import Lines, Wrapping

_ICON = 20
_LABEL = 76


class Drawing:
    """Of one theme at one width."""

    def __init__(self, theme: Theme, width: int) -> None:
        self.theme = theme
        self.width = width
        self._wrapping = Wrapping(theme)
        self._drugs = DrugPainter(theme, self._wrapping, width)
        self._trends = TrendPainter(theme, self._wrapping, width)

    @singledispatchmethod
    def height(self, row: Fact) -> int:
        """How high `row` is."""
        raise TypeError(type(row))

    @height.register
    def _(self, row: Line) -> int:
        return len(self._line(row)) * self.theme.line_height(row.style)

    @height.register
    def _(self, row: Pair) -> int:
        lines = self._wrapping.lines(row.value, SMALL, False, self.width - self.theme.px(_LABEL))
        return len(lines) * self.theme.line_height(SMALL) + self.theme.px(2)

    @height.register
    def _(self, row: Past) -> int:
        subject, about = self._past(row)
        high = len(subject) * self.theme.line_height(SMALL) + len(about) * self.theme.line_height(TINY)
        return high + self.theme.px(4)

    @height.register
    def _(self, row: Drug) -> int:
        return self._drugs.height(row)

    @height.register
    def _(self, row: Trend) -> int:
        return self._trends.height(row)

    @singledispatchmethod
    def paint(self, row: Fact, painter: QPainter, at: QPoint) -> None:
        """Paint `row` with its top left corner `at`."""
        raise TypeError(type(row))

    @paint.register
    def _(self, row: Line, painter: QPainter, at: QPoint) -> None:
        theme, px = self.theme, self.theme.px
        color, high = theme.color(row.role), theme.line_height(row.style)
        left = at.x()
        if row.icon:
            paint.icon(painter, QPoint(left, at.y() + (high - px(14)) // 2), theme, row.icon, color, 14)
            left += px(_ICON)
        for n, text in enumerate(self._line(row)):
            where = QRect(left, at.y() + n * high, self.width - (left - at.x()), high)
            paint.words(painter, where, theme, text, row.style, color, row.bold)
        if row.keys:
            printed = caps(row.keys)
            x = at.x() + self.width - paint.keycaps_width(theme, printed)
            y = at.y() + (high - px(paint.KEYCAP_HEIGHT)) // 2
            paint.keycaps(painter, QPoint(x, y), theme, printed, theme.roles.text_2, theme.roles.surface)

    @paint.register
    def _(self, row: Pair, painter: QPainter, at: QPoint) -> None:
        theme, roles = self.theme, self.theme.roles
        high, indent = theme.line_height(SMALL), theme.px(_LABEL)
        label = theme.metrics(SMALL).elidedText(row.label, Qt.TextElideMode.ElideRight, indent - theme.px(4))
        paint.words(painter, QRect(at.x(), at.y(), indent, high), theme, label, SMALL, roles.text_3)
        room = self.width - indent
        for n, text in enumerate(self._wrapping.lines(row.value, SMALL, False, room)):
            where = QRect(at.x() + indent, at.y() + n * high, room, high)
            paint.words(painter, where, theme, text, SMALL, roles.text)

    @paint.register
    def _(self, row: Past, painter: QPainter, at: QPoint) -> None:
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        subject, about = self._past(row)
        left, top, room = at.x() + px(_ICON), at.y() + px(2), self.width - px(_ICON)
        paint.icon(painter, QPoint(at.x(), top + px(1)), theme, row.icon, roles.text_2, 14)
        for lines, style, color in ((subject, SMALL, roles.text), (about, TINY, roles.text_3)):
            high = theme.line_height(style)
            for text in lines:
                paint.words(painter, QRect(left, top, room, high), theme, text, style, color)
                top += high

    @paint.register
    def _(self, row: Drug, painter: QPainter, at: QPoint) -> None:
        self._drugs.paint(row, painter, at)

    @paint.register
    def _(self, row: Trend, painter: QPainter, at: QPoint) -> None:
        self._trends.paint(row, painter, at)

    def heads(self, painter: QPainter, top: int, right: int, heads: tuple[str, ...]) -> None:
        """Titles of the columns, the last one ending at `right`."""
        theme = self.theme
        for head in reversed(heads):
            wide = theme.metrics(SECTION).horizontalAdvance(head)
            at = QRect(right - wide, top, wide, theme.px(14))
            paint.words(painter, at, theme, head, SECTION, theme.roles.text_3)
            right -= wide + theme.px(16)

    def _line(self, row: Line) -> Lines:
        room = self.width - (self.theme.px(_ICON) if row.icon else 0)
        if row.keys:
            room -= paint.keycaps_width(self.theme, caps(row.keys)) + self.theme.px(6)
        return self._wrapping.lines(row.text, row.style, row.bold, room)

    def _past(self, row: Past) -> tuple[Lines, Lines]:
        room = self.width - self.theme.px(_ICON)
        subject = self._wrapping.lines(row.subject, SMALL, False, room)
        return subject, self._wrapping.lines(row.about, TINY, False, room)
