"""How many promises will be broken by each hour: the likely range as a band, the middle as a line."""

from __future__ import annotations

from collections.abc import Sequence

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


class Fan(Part):
    """The band is edged and the line is thick, so that neither depends on colour alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Late by the hour"))
        self._hours: Sequence[tuple[str, Range]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, hours: Sequence[tuple[str, Range]]) -> None:
        """Show the ranges with the hours they are for, rising."""
        self._hours = hours
        said = (tr("by {hour} {low} to {high}", hour=hour, low=one.low, high=one.high) for hour, one in hours)
        self.setAccessibleDescription(", ".join(said))
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
        for number, (hour, found) in enumerate(self._hours):
            x, top = round(middles[number + 1].x()), round(highs[number + 1].y())
            self._word(painter, QRect(x - px(24), area.bottom() + px(4), px(48), px(18)), hour)
            self._word(painter, QRect(x - px(28), top - px(20), px(56), px(18)), _numbers(found))

    def _points(self, area: QRect) -> list[tuple[QPointF, QPointF, QPointF]]:
        """Low, middle and high of each hour; none are late now."""
        most, step = max(max(one.high for _, one in self._hours), 4), area.width() / len(self._hours)
        ranges = [Range(0, 0, 0), *(one for _, one in self._hours)]

        def at(number: int, count: int) -> QPointF:
            return QPointF(area.left() + number * step, area.bottom() - area.height() * count / most)

        return [(at(n, one.low), at(n, one.middle), at(n, one.high)) for n, one in enumerate(ranges)]

    def _word(self, painter: QPainter, rect: QRect, words: str) -> None:
        theme = self.theme
        wide = theme.metrics(SMALL).horizontalAdvance(words)
        at = QRect(rect.center().x() - wide // 2, rect.top(), wide + 1, rect.height())
        paint.words(painter, at, theme, words, SMALL, theme.roles.text_2)


def _numbers(found: Range) -> str:
    if found.low == found.high:
        return str(found.low)
    return tr("{low}–{high}", low=found.low, high=found.high)
