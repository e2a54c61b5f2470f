"""Paints one line of the outbox, with its conversation above the first of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.ui.look import paint
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SECTION, SMALL, Style
from inbox.ui.overlays.outbox_words import Said

Index = QModelIndex | QPersistentModelIndex
SAID: Final = int(Qt.ItemDataRole.UserRole)
_SIDE, _HEADING, _LINES, _TRIED = 14, 28, 52, 18


class EntryPainter(QStyledItemDelegate):
    """Two lines, a third for what came of telling the server, and as many more as the problem needs."""

    def __init__(self, theme: Theme, listed: QListView) -> None:
        super().__init__(listed)
        self._theme = theme
        self._list = listed

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px = self._theme.px
        said: Said = index.data(SAID)
        high = px(_LINES) + self._problem_height(said)
        high += px(_HEADING) if said.heading else 0
        return QSize(px(200), high + (px(_TRIED) if said.tried else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        said: Said = index.data(SAID)
        rect = QRect(option.rect)
        painter.save()
        if said.heading:
            self._heading(painter, QRect(rect.x(), rect.y(), rect.width(), px(_HEADING)), said)
            rect.setTop(rect.top() + px(_HEADING))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, roles.selected)
            painter.setPen(roles.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, roles.line)
        inner = rect.adjusted(px(_SIDE), px(8), -px(_SIDE), 0)
        self._what(painter, QRect(inner.x(), inner.y(), inner.width(), px(18)), said)
        top = inner.y() + px(20)
        paint.pending(painter, QPoint(inner.x(), top), theme, said.mark, said.state)
        top += px(18)
        if said.problem:
            painter.setFont(theme.font(SMALL))
            painter.setPen(roles.text)
            below = QRect(inner.x(), top, inner.width(), self._problem_height(said))
            painter.drawText(below, Qt.TextFlag.TextWordWrap, said.problem)
            top = below.bottom() + 1
        if said.tried:
            self._elided(painter, QRect(inner.x(), top, inner.width(), px(16)), said.tried, SMALL, "text_2")
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect.adjusted(0, 0, 0, -1), theme, radius=0)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, said: Said) -> None:
        """Whose conversation it is, and that it stands still as a whole."""
        theme, px = self._theme, self._theme.px
        painter.fillRect(rect, theme.roles.sunken)
        inner = rect.adjusted(px(_SIDE), 0, -px(_SIDE), 0)
        wide = theme.metrics(SECTION).horizontalAdvance(said.chain)
        if said.chain:
            at = inner.adjusted(inner.width() - wide, 0, 0, 0)
            paint.words(painter, at, theme, said.chain, SECTION, theme.roles.overdue)
            inner.setRight(inner.right() - wide - px(12))
        self._elided(painter, inner, said.heading, SECTION, "text_2")

    def _what(self, painter: QPainter, rect: QRect, said: Said) -> None:
        """What was done, the beginning of its words, and when."""
        theme, px = self._theme, self._theme.px
        when = theme.metrics(SMALL).horizontalAdvance(said.when)
        at = rect.adjusted(rect.width() - when, 0, 0, 0)
        paint.words(painter, at, theme, said.when, SMALL, theme.roles.text_3)
        what = theme.metrics(BASE, True).horizontalAdvance(said.what)
        paint.words(painter, rect, theme, said.what, BASE, theme.roles.text, True)
        rest = QRect(rect.x() + what + px(8), rect.y(), rect.width() - what - when - px(16), rect.height())
        if said.words and rest.width() > px(24):
            self._elided(painter, rest, said.words, BASE, "text_2")

    def _elided(self, painter: QPainter, rect: QRect, text: str, style: Style, role: Role) -> None:
        shown = self._theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        paint.words(painter, rect, self._theme, shown, style, self._theme.color(role))

    def _problem_height(self, said: Said) -> int:
        if not said.problem:
            return 0
        px = self._theme.px
        width = self._list.viewport().width() - 2 * px(_SIDE)
        room = QRect(0, 0, max(width, px(120)), 10_000)
        box = self._theme.metrics(SMALL).boundingRect(room, Qt.TextFlag.TextWordWrap, said.problem)
        return box.height() + px(2)
