"""Measures and paints the rows of the strip: conditions, values, sentences, readings over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatchmethod

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from inbox.domain.needs import Check, Fact, Plot, Row, Sentence, Standing
from inbox.ui.look import paint
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.reading.facts import plot

_ICON, _LABEL, _GAP = 20, 148, 8
_QUESTION = 5 / 9
"""Of the width, the most that labels take where they are whole sentences."""
_LINE = 18
_MOST = 640
"""The widest rows get, pixels at 100 %: further apart, an eye loses which verdict belongs to which."""
_MARK: dict[Standing, tuple[str, Role]] = {
    Standing.MET: ("check", "good"),
    Standing.NOT_MET: ("x", "overdue"),
    Standing.UNKNOWN: ("circle-dashed", "soon_text"),
}


class Drawing:
    """Of one theme at one width, for these rows. A label has its own column; a value wraps beside it."""

    def __init__(self, theme: Theme, width: int, rows: Sequence[Row] = ()) -> None:
        self.theme = theme
        self.width = min(width, theme.px(_MOST))
        self._broken: dict[tuple[str, bool, int], list[str]] = {}
        """Lines broken so far: each is asked for when it is measured and when it is painted."""
        self._label = self._label_room(rows)

    @singledispatchmethod
    def height(self, row: Row) -> int:
        """How high `row` is."""
        raise TypeError(type(row))

    @height.register
    def _(self, row: Check) -> int:
        value = self._beside(row.value, self._verdict_room(row))
        return max(len(value), len(self._condition(row))) * self._line

    @height.register
    def _(self, row: Fact) -> int:
        lines = self._wrapped(self._told(row), bool(row.alert), self._value_room)
        label = self._wrapped(row.what, False, self._label - self.theme.px(_GAP))
        return max(len(lines), len(label)) * self._line

    @height.register
    def _(self, row: Sentence) -> int:
        return len(self._wrapped(row.text, row.alert, self._sentence_room(row))) * self._line

    @height.register
    def _(self, row: Plot) -> int:
        return self._line + self.theme.px(plot.HEIGHT)

    @singledispatchmethod
    def paint(self, row: Row, painter: QPainter, at: QPoint) -> None:
        """Paint `row` with its top left corner `at`."""
        raise TypeError(type(row))

    @paint.register
    def _(self, row: Check, painter: QPainter, at: QPoint) -> None:
        theme, roles = self.theme, self.theme.roles
        icon, role = _MARK[row.standing]
        ink = theme.color(role)
        met = row.standing is Standing.MET
        self._icon(painter, at, icon, role)
        for n, text in enumerate(self._condition(row)):
            label = QRect(at.x() + theme.px(_ICON), at.y() + n * self._line, self._label, self._line)
            paint.words(painter, label, theme, text, SMALL, roles.text)
        verdict = self._verdict_room(row)
        for n, text in enumerate(self._beside(row.value, verdict)):
            where = QRect(at.x() + self._label, at.y() + n * self._line, self.width, self._line)
            paint.words(painter, where, theme, text, SMALL, roles.text_2)
        where = QRect(at.x() + self.width - verdict, at.y(), verdict, self._line)
        paint.words(painter, where, theme, row.standing.said, SMALL, ink, not met)

    @paint.register
    def _(self, row: Fact, painter: QPainter, at: QPoint) -> None:
        theme, roles = self.theme, self.theme.roles
        for n, text in enumerate(self._wrapped(row.what, False, self._label - theme.px(_GAP))):
            where = QRect(at.x(), at.y() + n * self._line, self._label, self._line)
            paint.words(painter, where, theme, text, SMALL, roles.text_2)
        ink = roles.overdue if row.alert else roles.text
        for n, text in enumerate(self._wrapped(self._told(row), bool(row.alert), self._value_room)):
            where = QRect(at.x() + self._label, at.y() + n * self._line, self._value_room, self._line)
            paint.words(painter, where, theme, text, SMALL, ink, bool(row.alert))

    @paint.register
    def _(self, row: Sentence, painter: QPainter, at: QPoint) -> None:
        theme, roles = self.theme, self.theme.roles
        left = at.x() + (theme.px(_ICON) if row.alert else 0)
        if row.alert:
            self._icon(painter, at, "triangle-alert", "overdue")
        for n, text in enumerate(self._wrapped(row.text, row.alert, self._sentence_room(row))):
            where = QRect(left, at.y() + n * self._line, self.width, self._line)
            paint.words(painter, where, theme, text, SMALL, roles.text, row.alert)

    @paint.register
    def _(self, row: Plot, painter: QPainter, at: QPoint) -> None:
        theme = self.theme
        title = QRect(at.x(), at.y(), self.width, self._line)
        said = f"{row.what} · {row.unit}" if row.unit else row.what
        paint.words(painter, title, theme, said, SMALL, theme.roles.text_2)
        area = QRect(at.x(), at.y() + self._line, self.width, theme.px(plot.HEIGHT))
        plot.readings(painter, area, theme, row)

    @property
    def _line(self) -> int:
        return self.theme.px(_LINE)

    def _label_room(self, rows: Sequence[Row]) -> int:
        """The column of labels: the usual one; wider for questions and, up to two fifths, for conditions."""
        px, wide = self.theme.px, self.theme.metrics(SMALL).horizontalAdvance
        narrow = self.width * 2 // 5
        usual = min(px(_ICON + _LABEL), narrow)
        asked = max((wide(row.what) for row in rows if isinstance(row, Fact)), default=0) + px(_GAP)
        checked = max((wide(row.what) for row in rows if isinstance(row, Check)), default=0)
        usual = max(usual, min(checked + px(_ICON + _GAP), narrow))
        return usual if asked <= usual * 1.25 else min(asked, round(self.width * _QUESTION))

    @property
    def _value_room(self) -> int:
        return self.width - self._label

    def _sentence_room(self, row: Sentence) -> int:
        return self.width - (self.theme.px(_ICON) if row.alert else 0)

    def _verdict_room(self, row: Check) -> int:
        bold = row.standing is not Standing.MET
        return self.theme.metrics(SMALL, bold).horizontalAdvance(row.standing.said)

    def _condition(self, row: Check) -> list[str]:
        return self._wrapped(row.what, False, self._label - self.theme.px(_ICON) - self.theme.px(_GAP))

    def _told(self, row: Fact) -> str:
        return f"{row.value} · {row.alert}" if row.alert else row.value

    def _beside(self, value: str, verdict: int) -> list[str]:
        return self._wrapped(value, False, self._value_room - verdict - self.theme.px(_GAP))

    def _icon(self, painter: QPainter, at: QPoint, name: str, role: Role) -> None:
        px = self.theme.px
        top = at.y() + (self._line - px(14)) // 2
        paint.icon(painter, QPoint(at.x(), top), self.theme, name, self.theme.color(role), 14)

    def _wrapped(self, text: str, bold: bool, room: int) -> list[str]:
        """`text` in lines of at most `room` pixels; a word that is longer has a line of its own."""
        known = self._broken.get((text, bold, room))
        if known is None:
            known = self._broken[text, bold, room] = self._break(text, bold, room)
        return known

    def _break(self, text: str, bold: bool, room: int) -> list[str]:
        wide = self.theme.metrics(SMALL, bold).horizontalAdvance
        if wide(text) <= room:
            return [text]
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and wide(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines
