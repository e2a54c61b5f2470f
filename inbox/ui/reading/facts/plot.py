"""Readings over time: the band they should lie in, what left it, and the days of the first and the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inbox.domain.needs import Plot
from inbox.domain.patient import Reading
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import TINY

HEIGHT = 92
_FIGURES, _DAYS, _ROOM = 34, 16, 6
_BAND = 0.55
_DOT, _OUTSIDE = 2.0, 3.2


@dataclass(frozen=True)
class _Line:
    """One value of each reading, and its band."""

    values: tuple[float, ...]
    low: float | None
    high: float | None

    def outside(self, value: float) -> bool:
        return (self.low is not None and value < self.low) or (self.high is not None and value > self.high)

    @property
    def bounds(self) -> tuple[float, ...]:
        return tuple(bound for bound in (self.low, self.high) if bound is not None)


@dataclass(frozen=True)
class _Scale:
    """From values and times to pixels."""

    area: QRectF
    least: float
    most: float
    times: tuple[float, ...]

    def y(self, value: float) -> float:
        share = (value - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return self.area.bottom() - share * self.area.height()

    def x(self, number: int) -> float:
        first, last = self.times[0], self.times[-1]
        share = (self.times[number] - first) / (last - first) if last > first else 1.0
        return self.area.left() + share * self.area.width()


def readings(painter: QPainter, rect: QRect, theme: Theme, told: Plot) -> None:
    """Paint `told` into `rect`. What lies outside its band is a larger filled mark in `overdue`."""
    if not told.readings:
        return
    px, lines = theme.px, _lines(told)
    area = QRectF(rect).adjusted(px(_FIGURES), px(_ROOM), -px(_ROOM), -px(_DAYS))
    scale = _scale(area, told.readings, lines)
    painter.save()
    for line in lines:
        _band(painter, theme, scale, line, filled=len(lines) == 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in lines:
        _curve(painter, theme, scale, line)
    painter.restore()
    _bounds(painter, rect, theme, scale, lines)
    days = QRect(round(area.left()), rect.bottom() - px(_DAYS) + 1, round(area.width()), px(_DAYS))
    ink = theme.roles.text_2
    paint.words(painter, days, theme, told.first, TINY, ink)
    if len(told.readings) > 1:
        wide = theme.metrics(TINY).horizontalAdvance(told.last)
        paint.words(painter, days.adjusted(days.width() - wide, 0, 0, 0), theme, told.last, TINY, ink)


def _lines(told: Plot) -> list[_Line]:
    lines = [_Line(tuple(one.value for one in told.readings), told.low, told.high)]
    seconds = tuple(one.second for one in told.readings if one.second is not None)
    if len(seconds) == len(told.readings):
        lines.append(_Line(seconds, told.second_low, told.second_high))
        return [_without_idle_low(line) for line in lines]
    return lines


def _without_idle_low(line: _Line) -> _Line:
    """Of two values: a low bound that nothing is below stands among the other's, and is read as theirs."""
    idle = line.low is not None and min(line.values) >= line.low
    return replace(line, low=None) if idle else line


def _scale(area: QRectF, told: Sequence[Reading], lines: Sequence[_Line]) -> _Scale:
    shown = [value for line in lines for value in (*line.values, *line.bounds)]
    return _Scale(area, min(shown), max(shown), tuple(one.at.timestamp() for one in told))


def _band(painter: QPainter, theme: Theme, scale: _Scale, line: _Line, filled: bool) -> None:
    """An open bound reaches to the edge. Two bands would overlap: then only their bounds are drawn."""
    if not line.bounds:
        return
    top = scale.area.top() if line.high is None else scale.y(line.high)
    bottom = scale.area.bottom() if line.low is None else scale.y(line.low)
    color = QColor(theme.roles.line)
    color.setAlphaF(_BAND)
    if filled:
        painter.fillRect(QRectF(scale.area.left(), top, scale.area.width(), bottom - top), color)
    painter.setPen(QPen(theme.roles.line_strong, 1, Qt.PenStyle.DashLine))
    for bound in line.bounds:
        y = round(scale.y(bound))
        painter.drawLine(round(scale.area.left()), y, round(scale.area.right()), y)


def _curve(painter: QPainter, theme: Theme, scale: _Scale, line: _Line) -> None:
    size = max(1.0, theme.scale / 100)
    points = [QPointF(scale.x(n), scale.y(value)) for n, value in enumerate(line.values)]
    painter.setPen(QPen(theme.roles.text_2, 1.25 * size))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    for value, point in zip(line.values, points, strict=True):
        outside = line.outside(value)
        painter.setBrush(theme.roles.overdue if outside else theme.roles.text_2)
        radius = (_OUTSIDE if outside else _DOT) * size
        if outside:
            painter.drawRect(QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius))
        else:
            painter.drawEllipse(point, radius, radius)


def _bounds(painter: QPainter, rect: QRect, theme: Theme, scale: _Scale, lines: Sequence[_Line]) -> None:
    """The figures of the bounds, at their height, as far as they do not stand on one another."""
    high, last = theme.line_height(TINY), None
    for bound in sorted({bound for line in lines for bound in line.bounds}, reverse=True):
        y = round(scale.y(bound))
        if last is not None and y - last < high:
            continue
        last = y
        where = QRect(rect.left(), y - high // 2, theme.px(_FIGURES), high)
        paint.words(painter, where, theme, f"{bound:g}", TINY, theme.roles.text_2)
