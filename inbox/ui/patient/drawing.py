"""Measures and paints the rows of a section. Nothing is formatted here; wrapping is kept for a width."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, singledispatchmethod

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from inbox.ui.look import charts, paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION, SMALL, Style
from inbox.ui.patient.facts import Drug, Fact, Line, Pair, Trend

_ICON = 20
_LABEL = 76
_FIGURES = 158
"""From the left edge of a medicine's figures (fill, bar, days) to the right edge."""
_TREND_NAME, _SPARK, _LEAST_SPARK = 84, 92, 60
_ROW = 22


class Drawing:
    """Of one theme at one width."""

    def __init__(self, theme: Theme, width: int) -> None:
        self.theme = theme
        self.width = width
        self._wrapped = lru_cache(256)(self._wrap)

    def height(self, row: Fact) -> int:
        """How high `row` is."""
        return self._height(row)

    @singledispatchmethod
    def _height(self, row: Fact) -> int:
        raise TypeError(type(row))

    @_height.register
    def _(self, row: Line) -> int:
        room = self.width - (self.theme.px(_ICON) if row.icon else 0)
        return len(self._wrapped(row.text, row.style, row.bold, room)) * self.theme.line_height(row.style)

    @_height.register
    def _(self, row: Pair) -> int:
        room = self.width - self.theme.px(_LABEL)
        lines = self._wrapped(row.value, SMALL, False, room)
        return len(lines) * self.theme.line_height(SMALL) + self.theme.px(2)

    @_height.register
    def _(self, row: Drug) -> int:
        name, below = self._drug_lines(row)
        high = self.theme.line_height(SMALL)
        first = max(self.theme.px(_ROW), len(name) * high)
        return first + len(below) * high + self.theme.px(4 if below else 0)

    @_height.register
    def _(self, row: Trend) -> int:
        return self.theme.px(_ROW)

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
        room = self.width - (left - at.x())
        for n, text in enumerate(self._wrapped(row.text, row.style, row.bold, room)):
            where = QRect(left, at.y() + n * high, room, high)
            paint.words(painter, where, theme, text, row.style, color, row.bold)

    @paint.register
    def _(self, row: Pair, painter: QPainter, at: QPoint) -> None:
        theme, roles = self.theme, self.theme.roles
        high, indent = theme.line_height(SMALL), theme.px(_LABEL)
        label = theme.metrics(SMALL).elidedText(row.label, Qt.TextElideMode.ElideRight, indent - theme.px(4))
        paint.words(painter, QRect(at.x(), at.y(), indent, high), theme, label, SMALL, roles.text_3)
        room = self.width - indent
        for n, text in enumerate(self._wrapped(row.value, SMALL, False, room)):
            where = QRect(at.x() + indent, at.y() + n * high, room, high)
            paint.words(painter, where, theme, text, SMALL, roles.text)

    @paint.register
    def _(self, row: Drug, painter: QPainter, at: QPoint) -> None:
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        name, below = self._drug_lines(row)
        high = theme.line_height(SMALL)
        first = px(_ROW) if len(name) == 1 else high
        for n, text in enumerate(name):
            where = QRect(at.x(), at.y() + n * high, self.width, first)
            paint.words(painter, where, theme, text, SMALL, roles.text, True)
        top = at.y() + first + (len(name) - 1) * high
        for n, text in enumerate(below):
            where = QRect(at.x(), top + n * high, self.width, high)
            paint.words(painter, where, theme, text, SMALL, roles.text_3)
        self._supply(painter, QRect(at.x(), at.y(), self.width, first), row)
        if self._fits(row):
            where = QRect(at.x() + self.width - px(_FIGURES), at.y(), px(56), first)
            paint.words(painter, where, theme, row.filled, SMALL, roles.text_2)

    @paint.register
    def _(self, row: Trend, painter: QPainter, at: QPoint) -> None:
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        whole = QRect(at.x(), at.y(), self.width, px(_ROW))
        small, bold = theme.metrics(SMALL), theme.metrics(SMALL, True)
        name_room = px(_TREND_NAME) - px(6)
        self._elided(painter, whole, row.name, name_room)
        date = px(46)
        when = small.horizontalAdvance(row.when)
        paint.words(painter, whole.adjusted(self.width - when, 0, 0, 0), theme, row.when, SMALL, roles.text_3)
        standing = bold.horizontalAdvance(f" {row.standing}") if row.standing else 0
        number = bold.horizontalAdvance(row.value)
        unit = small.horizontalAdvance(f" {row.unit}") if row.unit else 0
        right = at.x() + self.width - max(date, when) - px(6)
        room = right - at.x() - px(_TREND_NAME) - number - standing - px(6)
        unit = unit if room - unit >= px(_LEAST_SPARK) or row.unit == "%" else 0
        spark = min(px(_SPARK), room - unit)
        x = right - number - standing - unit
        paint.words(painter, QRect(x, at.y(), number, px(_ROW)), theme, row.value, SMALL, roles.text, True)
        if unit:
            where = QRect(x + number, at.y(), unit, px(_ROW))
            paint.words(painter, where, theme, f" {row.unit}", SMALL, roles.text_2)
        if row.standing:
            where = QRect(right - standing, at.y(), standing, px(_ROW))
            paint.words(painter, where, theme, f" {row.standing}", SMALL, roles.overdue, True)
        if spark >= px(24):
            line = QRect(at.x() + px(_TREND_NAME), at.y() + px(1), spark, px(_ROW) - px(3))
            charts.sparkline(painter, line, theme, row.series)

    def heads(self, painter: QPainter, top: int, left: int, heads: tuple[str, ...]) -> None:
        """Titles of the columns at the right end of a section's rows."""
        theme = self.theme
        right = left + self.width
        for head in reversed(heads):
            wide = theme.metrics(SECTION).horizontalAdvance(head)
            at = QRect(right - wide, top, wide, theme.px(14))
            paint.words(painter, at, theme, head, SECTION, theme.roles.text_3)
            right -= wide + theme.px(16)

    def _supply(self, painter: QPainter, rect: QRect, row: Drug) -> None:
        """Days left at the right, the bar before them where the name leaves room, else below."""
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        color = roles.overdue if row.out else roles.soon_text if row.soon else roles.text
        bold = row.out or row.soon
        wide = theme.metrics(SMALL, bold).horizontalAdvance(row.left)
        right = rect.left() + self.width
        where = QRect(right - wide, rect.y(), wide, rect.height())
        paint.words(painter, where, theme, row.left, SMALL, color, bold)
        if row.share is None:
            return
        beside = self._fits(row)
        x = right - px(_FIGURES) + px(56) if beside else right - px(40)
        y = rect.y() + (rect.height() - px(6)) // 2 if beside else rect.bottom() + px(5)
        charts.supply_bar(painter, QRect(x, y, px(40), px(6)), theme, row.share)

    def _drug_lines(self, row: Drug) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The name in lines, and those below it; figures beside a long name take room from both."""
        px = self.theme.px
        if self._fits(row):
            return (row.name,), self._wrapped(row.dose, SMALL, False, self.width) if row.dose else ()
        days = self.theme.metrics(SMALL, True).horizontalAdvance(row.left) + px(8)
        name = self._wrapped(row.name, SMALL, True, self.width - days)
        below = " · ".join(filter(None, (row.filled_said, row.dose)))
        return name, self._wrapped(below, SMALL, False, self.width - px(40 + 8))

    def _fits(self, row: Drug) -> bool:
        """Whether name and figures have room on one line."""
        room = self.width - self.theme.px(_FIGURES) - self.theme.px(6)
        return self.theme.metrics(SMALL, True).horizontalAdvance(row.name) <= room

    def _elided(self, painter: QPainter, rect: QRect, text: str, room: int, bold: bool = False) -> None:
        metrics = self.theme.metrics(SMALL, bold)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        paint.words(painter, rect, self.theme, shown, SMALL, self.theme.roles.text, bold)

    def _wrap(self, text: str, style: Style, bold: bool, room: int) -> tuple[str, ...]:
        """`text` in lines of at most `room` pixels; where a line ends, the dot between two things has no use.

        Nothing else is left out: half a telephone number, or half the name of a medicine, is worse than an
        ugly break.
        """
        metrics = self.theme.metrics(style, bold)
        if metrics.horizontalAdvance(text) <= room:
            return (text,)
        lines: list[str] = []
        line = ""
        for word in self._breakable(text, metrics, room):
            longer = f"{line} {word}" if line else word
            if line and metrics.horizontalAdvance(longer) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        bare = (one.removesuffix("·").removeprefix("·").strip(" ") for one in (*lines, line))
        return tuple(filter(None, bare))

    def _breakable(self, text: str, metrics: QFontMetrics, room: int) -> Iterator[str]:
        """The words of `text`; one that is too long for a line at its no-break spaces, or anywhere."""
        for word in text.split(" "):
            if metrics.horizontalAdvance(word) <= room:
                yield word
                continue
            for part in word.split("\N{NO-BREAK SPACE}"):
                rest = part
                while len(rest) > 1 and metrics.horizontalAdvance(rest) > room:
                    fits = max(1, len(rest) * room // metrics.horizontalAdvance(rest) - 1)
                    yield rest[:fits]
                    rest = rest[fits:]
                yield rest
