"""One painted section of the panel, reused from patient to patient."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION, TINY
from inbox.ui.parts.part import Part
from inbox.ui.patient.drawing import Drawing
from inbox.ui.patient.facts import Facts

TITLE = -1
"""Stands for the title among the rows."""
_SIDE, _ABOVE, _BELOW, _TITLE = 14, 10, 10, 18
_BETWEEN = 2
_BANNER_BETWEEN = 4
_NOTHING = Facts("", tr("Section"), ())


class Section(Part):
    """Its name is the title, its description every row in words. Folded, it is its title and a summary."""

    pressed = Signal(int)
    """The pointer was pressed on a row, or on the title (`TITLE`)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _NOTHING.title, parent)
        self._facts = _NOTHING
        self._folded = False
        self._cursor: int | None = None
        self._drawing = Drawing(theme, 0)
        self._tops: list[int] = []
        self._scale = theme.scale

    @property
    def facts(self) -> Facts:
        """What it shows."""
        return self._facts

    @property
    def folded(self) -> bool:
        """Whether only its title is shown."""
        return self._folded

    def show_facts(self, facts: Facts, folded: bool) -> None:
        """Show these; whoever shows them asks `fit` for the height next."""
        self._facts, self._folded = facts, folded
        self.set_name(tr("{title}, folded", title=facts.title) if folded else facts.title)
        self.setAccessibleDescription(facts.brief if folded else facts.said)
        self.update()

    def set_cursor(self, row: int | None) -> None:
        """Ring the row the keyboard is on, or the title; None: it is elsewhere."""
        if row != self._cursor:
            self._cursor = row
            self.update()

    def fit(self, width: int) -> int:
        """The height at that width."""
        px = self.theme.px
        inner = width - 2 * px(_SIDE)
        if self._drawing.width != inner or self.theme.scale != self._scale:
            self._drawing = Drawing(self.theme, inner)
            self._scale = self.theme.scale
        heights = [] if self._folded else [self._drawing.height(row) for row in self._facts.rows]
        between = px(_BANNER_BETWEEN if self._facts.banner else _BETWEEN)
        first = px(_ABOVE) + (0 if self._facts.banner else px(_TITLE))
        self._tops = list(accumulate((height + between for height in heights), initial=first))
        return self._tops[-1] - (between if heights else px(4)) + px(_BELOW) + 1

    def place_of(self, row: int) -> QRect:
        """Where a row stands, or the title; the banner's is all of it."""
        px = self.theme.px
        if row == TITLE or not 0 <= row < len(self._tops) - 1:
            high = self.height() if self._facts.banner else px(_ABOVE + _TITLE)
            return QRect(0, 0, self.width(), high)
        return QRect(px(4), self._tops[row] - 1, self.width() - px(8), self._tops[row + 1] - self._tops[row])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            y = round(event.position().y())
            rows = range(len(self._tops) - 1)
            hit = (row for row in rows if self._tops[row] <= y < self._tops[row + 1])
            self.pressed.emit(next(hit, TITLE))
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        roles, facts = self.theme.roles, self._facts
        painter.fillRect(event.rect(), roles.surface if facts.banner else roles.sunken)
        rule = roles.line_strong if facts.banner else roles.line
        painter.fillRect(0, self.height() - 1, self.width(), 1, rule)
        if not facts.banner:
            self._paint_title(painter)
        left, seen = self.theme.px(_SIDE), event.rect()
        for row, top, below in zip(facts.rows, self._tops, self._tops[1:], strict=False):
            if top < seen.bottom() and below > seen.top():
                self._drawing.paint(row, painter, QPoint(left, top))
        if self._cursor is not None:
            paint.focus_ring(painter, self.place_of(self._cursor), self.theme)

    def _paint_title(self, painter: QPainter) -> None:
        px, roles, facts = self.theme.px, self.theme.roles, self._facts
        left, top = px(_SIDE), px(_ABOVE)
        right = self.width() - left
        self._paint_fold(painter, QPointF(px(8), top + px(7)))
        at = QRect(left, top, right - left, px(14))
        paint.words(painter, at, self.theme, facts.title, SECTION, roles.text_3)
        if self._folded and facts.brief:
            wide = self.theme.metrics(TINY).horizontalAdvance(facts.brief)
            where = QRect(max(right - wide, left), top, wide, px(14))
            paint.words(painter, where, self.theme, facts.brief, TINY, roles.text_2)
        elif facts.heads:
            self._drawing.heads(painter, top, right, facts.heads)

    def _paint_fold(self, painter: QPainter, middle: QPointF) -> None:
        """A small arrow: down while it is open, to the right while it is folded."""
        reach = 2.5 * self.theme.scale / 100
        open_ = ((-reach, -reach / 2), (0.0, reach / 2), (reach, -reach / 2))
        closed = ((-reach / 2, -reach), (reach / 2, 0.0), (-reach / 2, reach))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.roles.text_3, 1.25 * max(1.0, self.theme.scale / 100)))
        points = [middle + QPointF(x, y) for x, y in (closed if self._folded else open_)]
        painter.drawPolyline(QPolygonF(points))
        painter.restore()
