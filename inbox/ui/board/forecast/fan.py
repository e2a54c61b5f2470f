"""How many promises will be broken by each hour: the likely range as a band, the middle as a line."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from inbox.domain.forecast.forecast import Range
from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.part import Part

_HIGH, _FOOT, _HEAD = 240, 24, 24


class Hour(msgspec.Struct, frozen=True):
    """How many will be late so many `minutes` from now, when it is `clock`: "11:00"."""

    minutes: float
    clock: str
    late: Range


class Fan(Part):
    """The band is edged and the line is thick, so that neither depends on colour alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Late by the hour"))
        self._now = ""
        self._hours: Sequence[Hour] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, now: str, hours: Sequence[Hour]) -> None:
        """Show the ranges with the hours they are for, rising from `now` ("10:42")."""
        self._now, self._hours = now, hours
        said = ", ".join(_said(hour) for hour in hours)
        self.setAccessibleDescription(tr("From now, {time}: {hours}", time=now, hours=said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(480), self.theme.px(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, px = QPainter(self), self.theme, self.theme.px
        roles = theme.roles
        painter.fillRect(self.rect(), roles.surface)
        if not self._hours:
            return
        area = self.rect().adjusted(px(32), px(_HEAD), -px(48), -px(_FOOT))
        painter.fillRect(area.left(), area.bottom() + 1, area.width(), 1, roles.line_strong)
        lows, middles, highs = ([*points] for points in zip(*self._points(area), strict=True))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(roles.line_strong, 1))
        painter.setBrush(roles.selected)
        painter.drawPolygon(QPolygonF([*lows, *reversed(highs)]))
        painter.setPen(QPen(roles.accent, px(2)))
        painter.drawPolyline(QPolygonF(middles))
        foot, free = area.bottom() + px(4), 0
        words = [tr("now {time}", time=self._now), *(hour.clock for hour in self._hours)]
        for word, at in zip(words, middles, strict=True):
            free = self._word(painter, round(at.x()), foot, word, free)
        free = 0
        for hour, at in zip(self._hours, highs[1:], strict=True):
            free = self._word(painter, round(at.x()), round(at.y()) - px(20), _numbers(hour.late), free)

    def _points(self, area: QRect) -> list[tuple[QPointF, QPointF, QPointF]]:
        """Low, middle and high of now, when none more are late, and of each hour."""
        most, last = max(max(hour.late.high for hour in self._hours), 4), self._hours[-1].minutes or 1.0
        hours = [Hour(0.0, self._now, Range(0, 0, 0)), *self._hours]

        def at(minutes: float, count: int) -> QPointF:
            across, up = area.width() * minutes / last, area.height() * count / most
            return QPointF(area.left() + across, area.bottom() - up)

        return [
            (at(one.minutes, one.late.low), at(one.minutes, one.late.middle), at(one.minutes, one.late.high))
            for one in hours
        ]

    def _word(self, painter: QPainter, x: int, top: int, words: str, free: int) -> int:
        """Write at `x`, unless something stands there up to `free`; gives from where on it is free then."""
        theme = self.theme
        wide = theme.metrics(SMALL).horizontalAdvance(words) + 1
        left = max(min(x - wide // 2, self.width() - wide), 0)
        if left < free:
            return free
        at = QRect(left, top, wide, theme.px(18))
        paint.words(painter, at, theme, words, SMALL, theme.roles.text_2)
        return left + wide + theme.px(8)


def _said(hour: Hour) -> str:
    return tr("by {hour} {low} to {high}", hour=hour.clock, low=hour.late.low, high=hour.late.high)


def _numbers(found: Range) -> str:
    if found.low == found.high:
        return str(found.low)
    return tr("{low}–{high}", low=found.low, high=found.high)
