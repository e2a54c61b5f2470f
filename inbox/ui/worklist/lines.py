"""The two lines at the left of a row: who it is about, and what it says. Here things give way.

In this order: the preview, badges from the right (never one that stays), age and sex, the name. Only where
nothing would be left of the name a flag's badge gets shorter, or goes where the right end says it already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter

from inbox.domain.work_item import Stage
from inbox.ui.look import paint
from inbox.ui.look.sla import Sla
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL, Style
from inbox.ui.worklist.badges import Badge
from inbox.ui.worklist.words import Row

if TYPE_CHECKING:
    from inbox.domain.search.marking import Span

GAP = 6
LEAST_NAME = 60
"""Pixels at 100 % that a name keeps."""


def identity(painter: QPainter, rect: QRect, theme: Theme, row: Row) -> int:
    """Name, age and sex, badges. Gives where it ends."""
    gap = theme.px(GAP)
    about, shown, room = fitting(rect.width(), theme, row)
    name = QRect(rect.x(), rect.y(), room, rect.height())
    x = _elided(painter, name, theme, row.name, BASE, theme.roles.text, row.bold, row.marks.name)
    if about:
        wide = theme.metrics(SMALL).horizontalAdvance(about)
        at = QRect(x + gap, rect.y(), wide, rect.height())
        paint.words(painter, at, theme, about, SMALL, theme.roles.text_3)
        x += gap + wide
    for badge in shown:
        at_badge = QPoint(x + gap, rect.y() + theme.px(1))
        x += gap + paint.badge(painter, at_badge, theme, badge.text, badge.tone, badge.icon)
    return x


def fitting(width: int, theme: Theme, row: Row) -> tuple[str, tuple[Badge, ...], int]:
    """What of a row's identity has room in `width`: age and sex, the badges, and pixels for the name."""
    gap = theme.px(GAP)
    name = theme.metrics(BASE, row.bold).horizontalAdvance(row.name)
    about = theme.metrics(SMALL).horizontalAdvance(row.about) + gap if row.about else 0
    shown = list(row.badges)
    taken = sum(_wide(theme, badge) for badge in shown)
    while shown and not shown[-1].stays and name + about + taken > width:
        taken -= _wide(theme, shown.pop())
    if shown and width - taken < min(name, theme.px(LEAST_NAME)):
        shown = [] if row.sla is Sla.RED_FLAG else [replace(b, text=b.short or b.text) for b in shown]
        taken = sum(_wide(theme, badge) for badge in shown)
    told = row.about if name + about + taken <= width else ""
    return told, tuple(shown), max(0, width - taken - (about if told else 0))


def _wide(theme: Theme, badge: Badge) -> int:
    """What it takes with the gap before it."""
    return theme.px(GAP) + paint.badge_width(theme, badge.text, badge.tone, badge.icon)


def content(
    painter: QPainter, rect: QRect, theme: Theme, kind: str, text: str, marks: Sequence[Span] = ()
) -> None:
    """The kind of work and what is said about it, on one line. `marks`: what is highlighted of `text`."""
    x = rect.x()
    if kind:
        x = _elided(painter, rect, theme, kind, SMALL, theme.roles.text) + theme.px(GAP)
    rest = QRect(x, rect.y(), rect.right() + 1 - x, rect.height())
    _elided(painter, rest, theme, text, SMALL, theme.roles.text_3, marks=marks)


def tells_who(row: Row) -> bool:
    """Whether a row of one line has to say who has it: nobody is what is taken for granted there."""
    return bool(row.who) and (row.line.stage != Stage.UNCLAIMED or row.mine or row.who_mark is not None)


def _elided(
    painter: QPainter, rect: QRect, theme: Theme, text: str, style: Style, color: QColor, bold: bool = False,
    marks: Sequence[Span] = (),
) -> int:  # fmt: skip
    """One line of `text` cut to `rect`; gives where it ends."""
    if rect.width() <= 0 or not text:
        return rect.x()
    metrics = theme.metrics(style, bold)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    for start, end in marks:
        left = metrics.horizontalAdvance(shown[:start])
        wide = metrics.horizontalAdvance(shown[:end]) - left
        paint.found_word(painter, QRect(rect.x() + left, rect.y(), wide, rect.height()), theme)
    paint.words(painter, rect, theme, shown, style, color, bold)
    return rect.x() + metrics.horizontalAdvance(shown)
