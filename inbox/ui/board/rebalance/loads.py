"""Who has how much to do, before and after: a bar for each person against the time they still have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from inbox.domain.rebalance.foresee import Foreseen
from inbox.domain.rebalance.moves import Proposal
from inbox.domain.rebalance.parts import Worker
from inbox.domain.time_words import words_minutes
from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.part import Part

_ROW, _BAR = 26, 8


class Loads(Part):
    """The frame is the load as it is, the bar as it would be; the mark is the end of their day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Loads before and after"))
        self._rows: list[tuple[Worker, float, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_loads(self, proposal: Proposal | None) -> None:
        """Show who has what without and with the moves; only who has anything, or gets it."""
        self._rows = _rows(proposal.board.workers, proposal.before, proposal.after) if proposal else []
        self.setAccessibleDescription(". ".join(map(_said, self._rows)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        return QSize(px(360), len(self._rows) * px(_ROW) + px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.theme.px
        most = max((max(before, after, one.left) for one, before, after in self._rows), default=0.0) or 1.0
        for n, (one, before, after) in enumerate(self._rows):
            row = QRect(0, n * px(_ROW), self.width(), px(_ROW))
            self._row(painter, row, (one, before, after), most)

    def _row(self, painter: QPainter, row: QRect, of: tuple[Worker, float, float], most: float) -> None:
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        one, before, after = of
        names, times = max(px(110), self.width() * 3 // 10), px(118)
        named = QRect(row.left(), row.top(), names - px(8), row.height())
        fit = theme.metrics(SMALL).elidedText(one.name, Qt.TextElideMode.ElideRight, named.width())
        paint.words(painter, named, theme, fit, SMALL, roles.text if one.left > 0 else roles.text_3)
        room = QRect(names, row.center().y() - px(_BAR) // 2, max(0, row.width() - names - times), px(_BAR))
        long = {name: round(room.width() * value / most) for name, value in _lengths(of).items()}
        painter.fillRect(QRect(room.left(), room.top(), long["after"], room.height()), self._ink(one, after))
        painter.setPen(QPen(roles.line_strong))
        painter.drawRect(QRect(room.left(), room.top(), long["before"], room.height() - 1))
        if one.left > 0:
            painter.fillRect(room.left() + long["left"], room.top() - px(3), px(2), room.height() + px(6),
                             roles.text_3)  # fmt: skip
        told = QRect(row.right() - times + px(8), row.top(), times - px(8), row.height())
        paint.words(painter, told, theme, _change(before, after), SMALL, roles.text_2)

    def _ink(self, one: Worker, after: float) -> QColor:
        roles = self.theme.roles
        return roles.overdue if after > one.left else roles.accent


def _lengths(of: tuple[Worker, float, float]) -> dict[str, float]:
    one, before, after = of
    return {"before": before, "after": after, "left": one.left}


def _rows(workers: Sequence[Worker], before: Foreseen, after: Foreseen) -> list[tuple[Worker, float, float]]:
    """The fullest first; who is not here and has nothing is left out."""
    found = [(one, before.loads[one.person].minutes, after.loads[one.person].minutes) for one in workers]
    found = [row for row in found if row[1] or row[2]]
    return sorted(found, key=lambda row: (-max(row[1], row[2]), row[0].name))


def _change(before: float, after: float) -> str:
    if round(before) == round(after):
        return words_minutes(after)
    now, then = (words_minutes(one) if one else "0" for one in (before, after))
    return tr("{before} → {after}", before=now, after=then)


def _said(row: tuple[Worker, float, float]) -> str:
    one, before, after = row
    return tr("{name}: {load}", name=one.name, load=_change(before, after))
