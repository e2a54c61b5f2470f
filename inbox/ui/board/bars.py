"""Bars in a line of a table: work against time, and how open items stand."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QPainter

from inbox.ui.board.table import Load, Stack
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme

_FULL = 1.25
"""How far a bar of load reaches beyond the time there is: a quarter more."""
_HIGH = 12


def load_bar(painter: QPainter, rect: QRect, theme: Theme, load: Load) -> None:
    """Work as a bar, the time there is as a mark on it; what goes beyond the time is hatched."""
    px, roles = theme.px, theme.roles
    frame = _middle(rect, theme)
    paint.box(painter, frame, roles.surface, roles.line_strong, px(2))
    inside = frame.adjusted(1, 1, -1, -1)
    scale = inside.width() / _FULL
    done = min(load.work / load.time, _FULL) if load.time > 0 else (_FULL if load.work else 0.0)
    within = round(min(done, 1.0 if load.time > 0 else 0.0) * scale)
    painter.fillRect(QRect(inside.left(), inside.top(), within, inside.height()), roles.track)
    over = round(done * scale) - within
    if over > 0:
        beyond = QRect(inside.left() + within, inside.top(), over, inside.height())
        painter.fillRect(beyond, QBrush(roles.overdue, Qt.BrushStyle.BDiagPattern))
    mark = inside.left() + (round(scale) if load.time > 0 else 0)
    painter.fillRect(QRect(mark, frame.top() - px(2), px(2), frame.height() + px(4)), roles.text)


def stack_bar(painter: QPainter, rect: QRect, theme: Theme, stack: Stack) -> None:
    """Overdue filled, due today hatched, later as a frame, on hold dotted: in this order from the left."""
    roles, frame = theme.roles, _middle(rect, theme)
    parts = (
        (stack.overdue, QBrush(roles.overdue), roles.overdue),
        (stack.due_today, QBrush(roles.soon, Qt.BrushStyle.BDiagPattern), roles.soon),
        (stack.later, QBrush(Qt.BrushStyle.NoBrush), roles.track),
        (stack.held, QBrush(roles.paused, Qt.BrushStyle.Dense6Pattern), roles.paused),
    )
    unit = (frame.width() - len(parts)) / max(stack.most, 1)
    x = float(frame.left())
    for count, brush, edge in parts:
        wide = count * unit
        part = QRect(round(x), frame.top(), round(x + wide) - round(x), frame.height())
        if part.width() > 0:
            painter.fillRect(part, brush)
            painter.setPen(edge)
            painter.drawRect(part.adjusted(0, 0, -1, -1))
            x += wide + 1


def _middle(rect: QRect, theme: Theme) -> QRect:
    high = theme.px(_HIGH)
    return QRect(rect.left(), rect.top() + (rect.height() - high) // 2, rect.width(), high)
