"""Specimens for the gallery: rows as a list paints them, and every icon."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.domain import resources
from inbox.ui.look import paint
from inbox.ui.look.paint import Pending, Tone
from inbox.ui.look.roles import Role
from inbox.ui.look.sla import Sla, sla_edge
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL


class Specimen(NamedTuple):
    """One row: its ground, how its promise stands, who, a badge, and how far an action has come."""

    ground: Role
    sla: Sla
    due: str
    name: str
    icon: str
    badge: str
    tone: Tone
    mark: Pending
    who: str


SPECIMENS = (
    Specimen("flag_bg", Sla.RED_FLAG, "call 19 min", "Dolores Whitcastle", "phone-call", "Level 1", Tone.FLAG,
             Pending.ASKED, "Claim, not yet yours"),
    Specimen("surface", Sla.OVERDUE, "2 h over", "Bernadette Kowalczyn", "pill", "3rd message", Tone.NEUTRAL,
             Pending.LEAVING, "Reply waiting to leave"),
    Specimen("hover", Sla.DUE_SOON, "14 min", "Hanne Stavely", "heart-pulse", "2 days left", Tone.SOON,
             Pending.CONFIRMED, "Sent 10:42"),
    Specimen("selected", Sla.ON_TRACK, "Wed 09:30", "Walter Esterbrook", "inbox", "Level 3",
             Tone.FLAG_OUTLINE, Pending.CONFLICT, "Answered by T. Aldana"),
    Specimen("surface", Sla.WAITING, "patient, 2 d", "Yvette Ferncastle", "users", "Late", Tone.OVERDUE,
             Pending.REFUSED, "Not sent"),
)  # fmt: skip


class Rows(QWidget):
    """The painters in the order of a list: ground, rule, edge, icon and dot, right column, lines, ring."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.px(436), theme.row_height * len(SPECIMENS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for i, specimen in enumerate(SPECIMENS):
            row = QRect(0, i * self._theme.row_height, self.width(), self._theme.row_height)
            _paint_row(painter, row, self._theme, specimen)


def _paint_row(painter: QPainter, row: QRect, theme: Theme, specimen: Specimen) -> None:
    px, roles, left = theme.px, theme.roles, row.x() + theme.px(39)
    right = row.right() + 1 - px(12)
    first, second = row.y() + px(8), row.y() + px(28)
    painter.fillRect(row, theme.color(specimen.ground))
    painter.fillRect(row.left(), row.bottom(), row.width(), 1, roles.line)
    sla_edge(painter, row, specimen.sla, theme)
    paint.icon(painter, row.topLeft() + QPoint(px(15), px(9)), theme, specimen.icon, roles.text_2)
    paint.unseen_dot(painter, row.topLeft() + QPoint(px(20), px(33)), theme)
    due_width = paint.pill_width(theme, specimen.sla, specimen.due)
    paint.pill(painter, QPoint(right - due_width, first), theme, specimen.sla, specimen.due)
    who_width = paint.pending_width(theme, specimen.mark, specimen.who)
    paint.pending(painter, QPoint(right - who_width, second), theme, specimen.mark, specimen.who)
    line = QRect(left, first, 0, px(18))
    paint.words(painter, line, theme, specimen.name, BASE, roles.text, bold=True)
    badge_at = QPoint(
        left + theme.metrics(BASE, bold=True).horizontalAdvance(specimen.name) + px(6), first + 1
    )
    icon = "flag" if specimen.badge.startswith("Level") else ""
    paint.badge(painter, badge_at, theme, specimen.badge, specimen.tone, icon)
    paint.words(painter, QRect(left, second, 0, px(16)), theme, "Refill", SMALL, roles.text)
    if specimen.ground == "selected":
        paint.focus_ring(painter, row, theme, radius=0)


class IconSheet(QWidget):
    """Every icon there is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names = sorted(file.stem for file in resources.path("icons").glob("*.svg"))
        self.setMinimumHeight(theme.px(24) * 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, step = QPainter(self), self._theme.px(24)
        columns = max(1, self.width() // step)
        for i, name in enumerate(self._names):
            at = QPoint(i % columns * step, i // columns * step)
            paint.icon(painter, at, self._theme, name, self._theme.roles.text_2)
