"""A week of open hours as a picture: a line for each day, what is open filled, red flags framed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.calendar import Calendar
from inbox.domain.calendar_sheet import day_words
from inbox.domain.opening_hours import DAY
from inbox.domain.words import mark, tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, TINY
from inbox.ui.parts.part import Part

_SHORT = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
_NAME, _LINE, _BAR, _AXIS = 40, 24, 12, 20
"""Pixels at 100 %: the day's name, a day's line, its bar, the hours below."""
_HOURS = (0, 6, 8, 12, 17, 20, 24)


class WeekStrip(Part):
    """Two calendars of one week, from midnight to midnight."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Open hours of a week"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._business: Calendar | None = None
        self._flags: Calendar | None = None

    def show_week(self, business: Calendar, flags: Calendar) -> None:
        """Show these: when the clinic is open, and when red flags are answered."""
        self._business, self._flags = business, flags
        days = [f"{tr(name)} {day_words(business, day)}" for day, name in enumerate(_SHORT)]
        self.setAccessibleDescription(". ".join(days))
        self.update()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        return QSize(px(360), px(7 * _LINE + _AXIS + _LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._business is None or self._flags is None:
            return
        painter, px = QPainter(self), self.theme.px
        for day, name in enumerate(_SHORT):
            line = QRect(0, px(_LINE) * day, self.width(), px(_LINE))
            paint.words(painter, line, self.theme, tr(name), SMALL, self.theme.roles.text_2)
            self._day(painter, line, self._business, self._flags, day)
        self._axis(painter, px(_LINE) * 7)
        self._legend(painter, px(_LINE) * 7 + px(_AXIS))

    def _day(self, painter: QPainter, line: QRect, business: Calendar, flags: Calendar, day: int) -> None:
        px, roles = self.theme.px, self.theme.roles
        top = line.top() + (line.height() - px(_BAR)) // 2
        left, right = self._x(0), self._x(DAY)
        painter.fillRect(left, top, right - left, px(_BAR), roles.sunken)
        for block in business.blocks:
            if block.day == day:
                start, end = self._x(block.start_min), self._x(block.end_min)
                painter.fillRect(start, top, end - start, px(_BAR), roles.track)
        for block in flags.blocks:
            if block.day == day:
                start, end = self._x(block.start_min), self._x(block.end_min)
                painter.fillRect(start, top + px(_BAR) + px(1), end - start, px(2), roles.flag)

    def _axis(self, painter: QPainter, top: int) -> None:
        px, roles = self.theme.px, self.theme.roles
        metrics = self.theme.metrics(TINY)
        for hour in _HOURS:
            x, words = self._x(hour * 60), f"{hour:02}"
            painter.fillRect(x, 0, 1, top, roles.line)
            left = min(max(x - metrics.horizontalAdvance(words) // 2, 0), self.width() - px(16))
            paint.words(painter, QRect(left, top, px(24), px(_AXIS)), self.theme, words, TINY, roles.text_3)

    def _legend(self, painter: QPainter, top: int) -> None:
        px, roles = self.theme.px, self.theme.roles
        x, line = self._x(0), px(_LINE)
        painter.fillRect(x, top + (line - px(8)) // 2, px(16), px(8), roles.track)
        x += px(16 + 6)
        for words, mark_after in ((tr("open"), True), (tr("red flags answered"), False)):
            paint.words(painter, QRect(x, top, self.width(), line), self.theme, words, SMALL, roles.text_2)
            x += self.theme.metrics(SMALL).horizontalAdvance(words) + px(16)
            if mark_after:
                painter.fillRect(x, top + line // 2, px(16), px(2), roles.flag)
                x += px(16 + 6)

    def _x(self, minute: int) -> int:
        left, right = self.theme.px(_NAME), self.width() - self.theme.px(12)
        return left + round((right - left) * minute / DAY)
