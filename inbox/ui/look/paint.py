"""The small marks lists and controls are made of: boxes, keycaps, badges, pills, pending marks, rings.

Each is a pair: what it measures and what it paints, so that a row can lay itself out before it draws.
Lines of 1 px are filled without antialiasing; corners and shapes are antialiased. A painter leaves the
painter's state as it found it, save font, pen and brush.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inbox.ui.look.roles import Role
from inbox.ui.look.sla import Sla, sla_color, sla_shape
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, TINY, Style


class Tone(StrEnum):
    """What a badge says beside its words."""

    NEUTRAL = "neutral"
    FLAG = "flag"  # red flag of level 1 or 2, filled
    FLAG_OUTLINE = "flag outline"  # red flag of level 3
    OVERDUE = "overdue"
    SOON = "soon"
    ACCENT = "accent"
    GOOD = "good"


class _Inks(NamedTuple):
    fill: Role | None
    border: Role
    text: Role
    bold: bool


_TONES = {
    Tone.NEUTRAL: _Inks(None, "line_strong", "text_2", False),
    Tone.FLAG: _Inks("flag", "flag", "on_flag", True),
    Tone.FLAG_OUTLINE: _Inks("flag_bg", "flag", "flag", True),
    Tone.OVERDUE: _Inks("overdue", "overdue", "on_overdue", True),
    Tone.SOON: _Inks("soon_bg", "soon", "soon_text", True),
    Tone.ACCENT: _Inks("link_bg", "accent", "accent", False),
    Tone.GOOD: _Inks(None, "good", "good", False),
}


class Pending(StrEnum):
    """How far an action has come on its way to the server."""

    ASKED = "asked"  # claim or change the server has not confirmed
    LEAVING = "leaving"  # waits to leave
    CONFIRMED = "confirmed"
    CONFLICT = "conflict"  # somebody else was first
    REFUSED = "refused"


class _Mark(NamedTuple):
    icon: str
    color: Role


_PENDING = {
    Pending.ASKED: _Mark("circle-dashed", "accent"),
    Pending.LEAVING: _Mark("cloud-upload", "accent"),
    Pending.CONFIRMED: _Mark("check-check", "good"),
    Pending.CONFLICT: _Mark("git-fork", "soon_text"),
    Pending.REFUSED: _Mark("circle-alert", "overdue"),
}

BADGE_HEIGHT, PILL_HEIGHT, KEYCAP_HEIGHT, PENDING_HEIGHT = 16, 18, 18, 16


def box(painter: QPainter, rect: QRect, fill: QColor | None, border: QColor, radius: float) -> None:
    """A filled, rounded box with a border of 1 px inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRect, theme: Theme, radius: float = 4) -> None:
    """The ring of the keyboard: 2 px of accent inside `rect`."""
    width = theme.px(2)
    inset = width / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.roles.accent, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = theme.px(radius) - inset if radius else 0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), corner, corner)
    painter.restore()


def words(
    painter: QPainter, rect: QRect, theme: Theme, text: str, style: Style, color: QColor, bold: bool = False
) -> None:
    """One line of `text` at the left of `rect`, in the middle of its height. Nothing is elided."""
    metrics = theme.metrics(style, bold)
    painter.setFont(theme.font(style, bold))
    painter.setPen(color)
    baseline = rect.y() + (rect.height() + metrics.ascent() - metrics.descent() + 1) // 2
    painter.drawText(rect.x(), baseline, text)


def found_word(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """What stands behind a word that was looked for: a tint, and a line below for whoever sees no tint."""
    if rect.width() > 0:
        line = theme.px(2)
        painter.fillRect(rect, theme.roles.link_bg)
        painter.fillRect(rect.x(), rect.bottom() + 1 - line, rect.width(), line, theme.roles.accent)


def icon(painter: QPainter, at: QPoint, theme: Theme, name: str, color: QColor, size: int = 16) -> None:
    """The icon `name`, `size` pixels at 100 %, with its top left corner `at`."""
    painter.drawPixmap(at, theme.icon(name, color, size, painter.device().devicePixelRatioF()))


def unseen_dot(painter: QPainter, at: QPoint, theme: Theme) -> None:
    """The dot of 6 px that says nobody here has read this, its top left corner `at`."""
    size = theme.px(6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.roles.accent)
    painter.drawEllipse(at.x(), at.y(), size, size)
    painter.restore()


def keycaps_width(theme: Theme, caps: Sequence[str]) -> int:
    """How wide `keycaps` paints these caps."""
    return sum(_cap_width(theme, cap) for cap in caps) + theme.px(2) * max(0, len(caps) - 1)


def keycaps(
    painter: QPainter, at: QPoint, theme: Theme, caps: Sequence[str],
    ink: QColor | None = None, fill: QColor | None = None, border: QColor | None = None,
) -> None:  # fmt: skip
    """Keys to press, side by side, `at` their top left; off and accent controls bring their own inks."""
    roles = theme.roles
    height = theme.px(KEYCAP_HEIGHT)
    x = at.x()
    for cap in caps:
        rect = QRect(x, at.y(), _cap_width(theme, cap), height)
        box(painter, rect, fill, border or roles.line_strong, theme.px(3))
        inner = theme.metrics(TINY).horizontalAdvance(cap)
        letters = rect.adjusted((rect.width() - inner) // 2, 0, 0, 0)
        words(painter, letters, theme, cap, TINY, ink or roles.text_2)
        x += rect.width() + theme.px(2)


def _cap_width(theme: Theme, cap: str) -> int:
    return max(theme.px(16), theme.metrics(TINY).horizontalAdvance(cap) + 2 * theme.px(5))


def badge_width(theme: Theme, text: str, tone: Tone = Tone.NEUTRAL, icon_name: str = "") -> int:
    """How wide `badge` paints this."""
    letters = theme.metrics(TINY, _TONES[tone].bold).horizontalAdvance(text)
    return letters + 2 * theme.px(6) + (theme.px(13) if icon_name else 0)


def badge(
    painter: QPainter, at: QPoint, theme: Theme, text: str, tone: Tone = Tone.NEUTRAL, icon_name: str = ""
) -> int:
    """A small framed word such as a level or "Proxy", `at` its top left. Returns its width."""
    inks = _TONES[tone]
    rect = QRect(at.x(), at.y(), badge_width(theme, text, tone, icon_name), theme.px(BADGE_HEIGHT))
    fill = theme.color(inks.fill) if inks.fill else None
    color = theme.color(inks.text)
    box(painter, rect, fill, theme.color(inks.border), theme.px(3))
    inner = rect.adjusted(theme.px(6), 0, 0, 0)
    if icon_name:
        icon(painter, _middle(inner, theme.px(10)), theme, icon_name, color, 10)
        inner.setLeft(inner.left() + theme.px(13))
    words(painter, inner, theme, text, TINY, color, inks.bold)
    return rect.width()


class _PillInks(NamedTuple):
    fill: Role
    border: Role
    text: Role


_PILLS = {
    Sla.RED_FLAG: _PillInks("flag", "flag", "on_flag"),
    Sla.OVERDUE: _PillInks("overdue", "overdue", "on_overdue"),
    Sla.DUE_SOON: _PillInks("soon_bg", "soon", "soon_text"),
}


def pill_width(theme: Theme, sla: Sla, text: str) -> int:
    """How wide `pill` paints the words of a promise."""
    framed = sla in _PILLS
    letters = theme.metrics(SMALL, framed).horizontalAdvance(text)
    return letters + _shape_size(theme, sla) + theme.px(4) + (2 * theme.px(6) if framed else 0)


def pill(painter: QPainter, at: QPoint, theme: Theme, sla: Sla, text: str) -> int:
    """The words of a promise with their shape, `at` the top left: framed when pressing. Returns the width."""
    rect = QRect(at.x(), at.y(), pill_width(theme, sla, text), theme.px(PILL_HEIGHT))
    inks = _PILLS.get(sla)
    ink, shape_ink = theme.roles.text_2, sla_color(sla, theme)
    inner = QRect(rect)
    if inks:
        ink = theme.color(inks.text)
        shape_ink = shape_ink if sla is Sla.DUE_SOON else ink
        box(painter, rect, theme.color(inks.fill), theme.color(inks.border), theme.px(3))
        inner.setLeft(inner.left() + theme.px(6))
    size = _shape_size(theme, sla)
    sla_shape(painter, QRectF(QRect(_middle(inner, size), QSize(size, size))), sla, shape_ink)
    inner.setLeft(inner.left() + size + theme.px(4))
    words(painter, inner, theme, text, SMALL, ink, bool(inks))
    return rect.width()


def pending_width(theme: Theme, mark: Pending, text: str) -> int:
    """How wide `pending` paints this."""
    return theme.px(12 + 4) + theme.metrics(TINY, True).horizontalAdvance(text)


def pending(painter: QPainter, at: QPoint, theme: Theme, mark: Pending, text: str) -> int:
    """How far an action has come, as mark and words, `at` the top left. Returns the width."""
    name, role = _PENDING[mark]
    color = theme.color(role)
    width = pending_width(theme, mark, text)
    rect = QRect(at.x(), at.y(), width, theme.px(PENDING_HEIGHT))
    icon(painter, _middle(rect, theme.px(12)), theme, name, color, 12)
    words(painter, rect.adjusted(theme.px(16), 0, 0, 0), theme, text, TINY, color, True)
    return width


def _shape_size(theme: Theme, sla: Sla) -> int:
    return theme.px(8 if sla is Sla.OVERDUE else 10)


def _middle(rect: QRect, size: int) -> QPoint:
    """Where something of `size` stands at the left of `rect`, in the middle of its height."""
    return QPoint(rect.left(), rect.top() + (rect.height() - size) // 2)
