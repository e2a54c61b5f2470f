"""How a promise stands, as a shape, an edge and a colour; the words stand beside them.

The shapes differ without colour, and the colours differ in lightness for people who do not see hue.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme


class Sla(StrEnum):
    """The five ways a promise can stand, most pressing first."""

    RED_FLAG = "red flag"
    OVERDUE = "overdue"
    DUE_SOON = "due soon"
    ON_TRACK = "on track"
    WAITING = "waiting for patient"


_ROLE: dict[Sla, Role] = {
    Sla.RED_FLAG: "flag",
    Sla.OVERDUE: "overdue",
    Sla.DUE_SOON: "soon",
    Sla.ON_TRACK: "track",
    Sla.WAITING: "paused",
}


def sla_color(sla: Sla, theme: Theme) -> QColor:
    """The colour of the edge and the shape of `sla`."""
    return theme.color(_ROLE[sla])


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _disc(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(5, 5), radius, radius)
    return path


def _bar(x: float, y: float, width: float, height: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(x, y, width, height))
    return path


_RIGHT_HALF = _bar(5, 0, 5, 10)
_SHAPES = {
    Sla.RED_FLAG: _bar(1, 0, 1.5, 10).united(
        _polygon((2.5, 0.5), (9.5, 0.5), (7.3, 3.2), (9.5, 6), (2.5, 6))
    ),
    Sla.OVERDUE: _polygon((5, 0), (10, 5), (5, 10), (0, 5)),
    Sla.DUE_SOON: _disc(5).subtracted(_disc(3.5)).united(_disc(4).intersected(_RIGHT_HALF)),
    Sla.ON_TRACK: _disc(4.75).subtracted(_disc(3.25)),
    Sla.WAITING: _bar(1.5, 1, 2.5, 8).united(_bar(6, 1, 2.5, 8)),
}
"""Flag, diamond, half circle, ring, two bars: each in a square of 10."""


def sla_shape(painter: QPainter, square: QRectF, sla: Sla, color: QColor) -> None:
    """Fill the shape of `sla` into `square`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(square.topLeft())
    painter.scale(square.width() / 10, square.height() / 10)
    painter.fillPath(_SHAPES[sla], color)
    painter.restore()


def sla_edge(painter: QPainter, row: QRect, sla: Sla, theme: Theme) -> None:
    """Paint the left edge of a row: its form differs for each state, not its colour alone."""
    color = sla_color(sla, theme)
    x, y, height = row.x(), row.y(), row.height()
    if sla in (Sla.RED_FLAG, Sla.OVERDUE):
        painter.fillRect(x, y, theme.px(6), height, color)
    elif sla is Sla.DUE_SOON:
        wide, half = theme.px(4), height // 2
        painter.fillRect(x + wide - 1, y, 1, half, color)
        painter.fillRect(x, y + half, wide, height - half, color)
    elif sla is Sla.ON_TRACK:
        painter.fillRect(x, y, theme.px(2), height, color)
    else:
        wide, dash = theme.px(3), theme.px(4)
        for top in range(0, height, 2 * dash):
            painter.fillRect(x, y + top, wide, min(dash, height - top), color)
