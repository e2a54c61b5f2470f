"""Small pictures in a line of text: sparkline, days of supply, progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inbox.ui.look.paint import box
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme

_BAND_OPACITY = 0.55
_LAST_POINT_RADIUS, _POINT_RADIUS = 2.2, 1.4


@dataclass(frozen=True, slots=True)
class Series:
    """Readings in the order of time, their reference range, and the index where a treatment changed.

    `low` and `high` are in the unit of the values; either bound may be open. `times` in seconds place the
    values; without them they are evenly spaced.
    """

    values: tuple[float, ...]
    low: float | None = None
    high: float | None = None
    changed_at: int | None = None
    times: tuple[float, ...] = ()

    @property
    def out_of_range(self) -> bool:
        """Whether the last reading lies outside the reference range."""
        return bool(self.values) and self.outside(self.values[-1])

    def outside(self, value: float) -> bool:
        """Whether a value lies outside the reference range."""
        return (self.low is not None and value < self.low) or (self.high is not None and value > self.high)


def sparkline(painter: QPainter, rect: QRect, theme: Theme, series: Series) -> None:
    """The readings as a line, the range as a band behind it, the last reading as a dot, and smaller dots
    where earlier ones lie outside the range.

    The scale holds all readings and the range, so that a reading outside is seen to be outside. A line that
    ends out of range takes the colour of `overdue`; the words beside it say low or high.
    """
    if not series.values:
        return
    roles = theme.roles
    ink = roles.overdue if series.out_of_range else roles.text_2
    area = QRectF(rect)
    room = 3 * theme.scale / 100
    points = _points(area.adjusted(room, room, -room, -room), series)
    _paint_band(painter, area, room, roles.line, series)
    painter.save()
    if series.changed_at is not None:
        x = round(points[series.changed_at].x())
        painter.setPen(QPen(roles.line_strong, 1, Qt.PenStyle.DashLine))
        painter.drawLine(x, rect.top(), x, rect.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.25 * max(1.0, theme.scale / 100)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(roles.overdue)
    small = _POINT_RADIUS * theme.scale / 100
    for point, value in zip(points[:-1], series.values, strict=False):
        if series.outside(value):
            painter.drawEllipse(point, small, small)
    radius = _LAST_POINT_RADIUS * theme.scale / 100
    painter.setBrush(ink)
    painter.drawEllipse(points[-1], radius, radius)
    painter.restore()


def supply_bar(painter: QPainter, rect: QRect, theme: Theme, left: float) -> None:
    """How much of a dispensed supply is left, 0 to 1, as a bar in `rect`; none left turns the frame."""
    empty = left <= 0
    border: Role = "overdue" if empty else "line_strong"
    _bar(painter, rect, theme, left, border, "text_2", 1)


def progress_bar(painter: QPainter, rect: QRect, theme: Theme, done: float) -> None:
    """How much of something is done, 0 to 1, in `rect`."""
    _bar(painter, rect, theme, done, "line_strong", "accent", 2)


def _bar(
    painter: QPainter, rect: QRect, theme: Theme, part: float, border: Role, fill: Role, radius: float
) -> None:
    box(painter, rect, theme.roles.surface, theme.color(border), theme.px(radius))
    inner = rect.adjusted(1, 1, -1, -1)
    inner.setWidth(round(inner.width() * min(1.0, max(0.0, part))))
    painter.fillRect(inner, theme.color(fill))


def _paint_band(painter: QPainter, area: QRectF, room: float, color: QColor, series: Series) -> None:
    """The reference range; an open bound reaches to the edge of `area`."""
    if series.low is None and series.high is None:
        return
    inner = area.adjusted(0, room, 0, -room)
    top = area.top() if series.high is None else _height_of(series.high, inner, series)
    bottom = area.bottom() if series.low is None else _height_of(series.low, inner, series)
    band = QColor(color)
    band.setAlphaF(_BAND_OPACITY)
    painter.fillRect(QRectF(area.left(), top, area.width(), bottom - top), band)


def _points(area: QRectF, series: Series) -> list[QPointF]:
    shares = _shares(series)
    return [
        QPointF(area.left() + share * area.width(), _height_of(value, area, series))
        for share, value in zip(shares, series.values, strict=True)
    ]


def _shares(series: Series) -> Sequence[float]:
    """How far from the left each value stands, 0 to 1; the last one always at the right end."""
    times = series.times or tuple(map(float, range(len(series.values))))
    span = times[-1] - times[0]
    return [(at - times[0]) / span for at in times] if span > 0 else [1.0] * len(times)


def _height_of(value: float, area: QRectF, series: Series) -> float:
    """The y of `value` on a scale from the least to the greatest of readings and range."""
    shown: Sequence[float] = [*series.values, *(v for v in (series.low, series.high) if v is not None)]
    least, greatest = min(shown), max(shown)
    share = (value - least) / (greatest - least) if greatest > least else 0.5
    return area.bottom() - share * area.height()
