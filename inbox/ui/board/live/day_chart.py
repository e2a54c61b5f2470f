"""Arrivals and closures of the day, hour by hour: two bars an hour, each with its number."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr, trn
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, TINY, Style
from inbox.ui.parts.part import Part

_HIGH, _FOOT, _HEAD = 168, 20, 18
"""Pixels at 100 %: the whole, the hours below, the room for a number above the highest bar."""
_FIRST, _LAST = 7, 17
"""Hours shown at least, so that a bar does not change its width all morning."""


class Hours(msgspec.Struct, frozen=True):
    """What the chart shows: counts of the hours from `first` on, by the clock; what came before them is
    one slot at the left. `now` is the hour it is."""

    first: int
    arrived: tuple[int, ...]
    closed: tuple[int, ...]
    now: int

    @property
    def said(self) -> str:
        """The same in words."""
        came, went = sum(self.arrived), sum(self.closed)
        words = trn("{n} came", "{n} came", came)
        if came > went:
            return tr("{came}, {went} went: {n} more to do.", came=words, went=went, n=came - went)
        if came < went:
            return tr("{came}, {went} went: {n} fewer to do.", came=words, went=went, n=went - came)
        return tr("{came}, {went} went: as much to do as at midnight.", came=words, went=went)

    def name(self, slot: int) -> str:
        """What stands below a slot."""
        if not slot:
            return tr("before")
        hour = self.first + slot - 1
        return tr("now") if hour == self.now else f"{hour:02}"

    def is_now(self, slot: int) -> bool:
        """Whether a slot is the hour it is."""
        return self.first + slot - 1 == self.now if slot else self.now < self.first


def cut(arrived: Sequence[int], closed: Sequence[int], now: int) -> Hours:
    """A working day, longer in the evening where anything happened then; the night before is one slot."""
    busy = [hour for hour in range(len(arrived)) if arrived[hour] or closed[hour]]
    last = max([_LAST, min(now, 23), *busy])

    def slots(counts: Sequence[int]) -> tuple[int, ...]:
        return (sum(counts[:_FIRST]), *counts[_FIRST : last + 1])

    return Hours(_FIRST, slots(arrived), slots(closed), now)


class DayChart(Part):
    """Arrivals filled, closures hatched: they differ in pattern and place, not in colour alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Arrivals and closures today"), parent)
        self._hours: Hours | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, hours: Hours) -> None:
        """Show these; what is the same is not painted again."""
        if hours != self._hours:
            self._hours = hours
            self.setAccessibleDescription(hours.said)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(360), self.theme.px(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.fillRect(self.rect(), theme.roles.surface)
        if self._hours is None:
            return
        px, hours = theme.px, self._hours
        area = self.rect().adjusted(px(16), px(8 + _HEAD), -px(16), -px(_FOOT + 6))
        most = max(*hours.arrived, *hours.closed, 4)
        wide = area.width() / len(hours.arrived)
        for n, (came, went) in enumerate(zip(hours.arrived, hours.closed, strict=True)):
            left = area.left() + round(n * wide)
            slot = QRect(left, area.top(), round((n + 1) * wide) - round(n * wide), area.height())
            if hours.is_now(n):
                painter.fillRect(slot.adjusted(0, -px(_HEAD), 0, 1), theme.roles.sunken)
            bar = min((slot.width() - px(6)) // 2, px(26))
            middle = slot.center().x()
            self._bar(painter, QRect(middle - bar, slot.top(), bar, slot.height()), came, most, hatched=False)
            self._bar(painter, QRect(middle + 1, slot.top(), bar, slot.height()), went, most, hatched=True)
            self._below(painter, slot, hours.name(n), current=hours.is_now(n))
        painter.fillRect(area.left(), area.bottom() + 1, area.width(), 1, theme.roles.line_strong)

    def _bar(self, painter: QPainter, slot: QRect, count: int, most: int, *, hatched: bool) -> None:
        if not count:
            return
        theme = self.theme
        high = max(round(slot.height() * count / most), 2)
        rect = QRect(slot.left(), slot.bottom() + 1 - high, slot.width(), high)
        _fill(painter, rect, theme, hatched=hatched)
        number = str(count)
        metrics = theme.metrics(TINY)
        if metrics.horizontalAdvance(number) <= slot.width() + theme.px(4):
            at = QRect(rect.left(), rect.top() - theme.px(16), rect.width(), theme.px(16))
            _centred(painter, at, theme, number, TINY)

    def _below(self, painter: QPainter, slot: QRect, words: str, *, current: bool) -> None:
        theme = self.theme
        at = QRect(slot.left(), slot.bottom() + theme.px(4), slot.width(), theme.px(_FOOT))
        _centred(painter, at, theme, words, TINY, bold=current)


class Legend(Part):
    """What the two kinds of bars mean."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Filled: arrived. Hatched: closed."), parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        px, metrics = self.theme.px, self.theme.metrics(SMALL)
        wide = sum(px(14 + 5 + 12) + metrics.horizontalAdvance(words) for words in self._words())
        return QSize(wide, px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, x = QPainter(self), self.theme, 0
        px = theme.px
        for hatched, words in enumerate(self._words()):
            swatch = QRect(x, (self.height() - px(10)) // 2, px(14), px(10))
            _fill(painter, swatch, theme, hatched=bool(hatched))
            x += px(14 + 5)
            wide = theme.metrics(SMALL).horizontalAdvance(words)
            paint.words(painter, QRect(x, 0, wide, self.height()), theme, words, SMALL, theme.roles.text_2)
            x += wide + px(12)

    def _words(self) -> tuple[str, str]:
        return tr("arrived"), tr("closed")


def _fill(painter: QPainter, rect: QRect, theme: Theme, *, hatched: bool) -> None:
    roles = theme.roles
    if not hatched:
        painter.fillRect(rect, roles.track)
        return
    painter.fillRect(rect, QBrush(roles.accent, Qt.BrushStyle.BDiagPattern))
    painter.setPen(roles.accent)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _centred(
    painter: QPainter, rect: QRect, theme: Theme, words: str, style: Style, *, bold: bool = False
) -> None:
    wide = theme.metrics(style, bold).horizontalAdvance(words)
    ink = theme.roles.text if bold else theme.roles.text_2
    paint.words(painter, rect.adjusted((rect.width() - wide) // 2, 0, 0, 0), theme, words, style, ink, bold)
