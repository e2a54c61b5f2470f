"""How the view stands, in one line: flags, overdue, due soon, on track, waiting; shape and word for each."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr, trn
from inbox.queries.tally import Summary
from inbox.ui.look import paint
from inbox.ui.look.sla import Sla, sla_color, sla_shape
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.part import Part


class StandingBar(Part):
    """Counts of a view; the last ones give way first when there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("How this list stands"), parent)
        self._told: list[tuple[Sla, int, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_summary(self, summary: Summary) -> None:
        """Show these counts; what is zero is left out, save overdue, whose zero is good news.

        That there is no flag is never said: it would be read as safe.
        """
        told = [
            (Sla.RED_FLAG, summary.flags, trn("flag", "flags", summary.flags)),
            (Sla.OVERDUE, summary.overdue, tr("overdue")),
            (Sla.DUE_SOON, summary.due_soon, tr("due soon")),
            (Sla.ON_TRACK, summary.on_track, tr("on track")),
            (Sla.WAITING, summary.waiting, tr("waiting")),
        ]
        self._told = [part for part in told if part[1] or part[0] is Sla.OVERDUE]
        self.setAccessibleDescription(", ".join(f"{count} {words}" for _, count, words in self._told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self.theme, self.theme.px
        painter.fillRect(self.rect(), theme.roles.sunken)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.roles.line)
        x = px(14)
        for sla, count, words in self._told:
            number = str(count)
            wide = theme.metrics(SMALL, True).horizontalAdvance(number)
            text = theme.metrics(SMALL).horizontalAdvance(words)
            if x + px(14) + wide + px(3) + text > self.width() - px(8):
                break
            size = px(8)
            top = (self.height() - size) // 2
            square = QRectF(QRect(QPoint(x, top), QSize(size, size)))
            sla_shape(painter, square, sla, sla_color(sla, theme))
            x += px(13)
            at = QRect(x, 0, wide, self.height())
            paint.words(painter, at, theme, number, SMALL, theme.roles.text, True)
            x += wide + px(3)
            paint.words(painter, QRect(x, 0, text, self.height()), theme, words, SMALL, theme.roles.text_2)
            x += text + px(14)
