"""Paints a prepared row (design: 52 px, identity above, content below, the clock at the right).

It formats nothing: every word comes from `words.prepare`. Order of painting: background, rule, SLA edge,
icon and dot, right column (measured first: it is never elided), then the left lines in what is left.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.ui.look import paint
from inbox.ui.look.sla import sla_edge
from inbox.ui.look.theme import Density, Theme
from inbox.ui.look.type import BASE, SMALL, TINY, Style
from inbox.ui.worklist.model import LAST_OF_GROUP, MARKED, ROW
from inbox.ui.worklist.words import Row

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """One delegate for the list; it keeps nothing but the theme."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._theme.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        theme, rect = self._theme, option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._background(painter, rect, row, selected, bool(option.state & QStyle.StateFlag.State_MouseOver))
        strong = bool(index.data(LAST_OF_GROUP))
        rule = theme.roles.line_strong if strong else theme.roles.line
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, rule)
        if isinstance(row, Row):
            sla_edge(painter, rect.adjusted(0, 0, 0, -1), row.sla, theme)
            self._marks(painter, rect, row, bool(index.data(MARKED)))
            if theme.density is Density.COMPACT:
                self._one_line(painter, rect, row)
            else:
                self._two_lines(painter, rect, row)
        if selected:
            self._selection(painter, rect, option)
        painter.restore()

    def _background(self, painter: QPainter, rect: QRect, row: object, selected: bool, hovered: bool) -> None:
        roles = self._theme.roles
        fill = roles.surface
        if selected:
            fill = roles.selected
        elif isinstance(row, Row) and row.tinted:
            fill = roles.flag_bg
        elif hovered:
            fill = roles.hover
        painter.fillRect(rect, fill)

    def _selection(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect.adjusted(0, 0, 0, -1), self._theme, radius=0)
        else:
            painter.setPen(self._theme.roles.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def _marks(self, painter: QPainter, rect: QRect, row: Row, marked: bool) -> None:
        theme = self._theme
        px = theme.px
        name = "check" if marked else row.icon
        color = theme.roles.accent if marked else theme.roles.text_2
        paint.icon(painter, rect.topLeft() + QPoint(px(15), px(9)), theme, name, color)
        if row.bold and theme.density is not Density.COMPACT:
            paint.unseen_dot(painter, rect.topLeft() + QPoint(px(20), px(33)), theme)

    def _two_lines(self, painter: QPainter, rect: QRect, row: Row) -> None:
        px = self._theme.px
        left, right = rect.x() + px(39), rect.right() - px(12)
        clock_at = self._clock(painter, right, rect.y() + px(8), row)
        self._identity(painter, QRect(left, rect.y() + px(8), clock_at - px(6) - left, px(18)), row)
        who_at = self._who(painter, right, rect.y() + px(28), row)
        content = QRect(left, rect.y() + px(28), who_at - px(8) - left, px(16))
        self._content(painter, content, row)
        if self._theme.density is Density.ROOMY:
            second = QRect(left, rect.y() + px(44), right - left, px(16))
            self._elided(painter, second, row.line.subject, SMALL)

    def _one_line(self, painter: QPainter, rect: QRect, row: Row) -> None:
        px = self._theme.px
        top = rect.y() + (rect.height() - px(18)) // 2
        left, right = rect.x() + px(39), rect.right() - px(12)
        clock_at = self._clock(painter, right, top, row)
        end = self._identity(painter, QRect(left, top, (clock_at - left) * 3 // 5, px(18)), row)
        self._content(painter, QRect(end + px(8), top, clock_at - px(14) - end, px(18)), row)

    def _clock(self, painter: QPainter, right: int, top: int, row: Row) -> int:
        """The SLA words at the right; gives where they begin. Nothing there for a row without a promise."""
        if not row.clock:
            return right
        left = right - paint.pill_width(self._theme, row.sla, row.clock)
        paint.pill(painter, QPoint(left, top), self._theme, row.sla, row.clock)
        return left

    def _who(self, painter: QPainter, right: int, top: int, row: Row) -> int:
        theme = self._theme
        if row.who_mark is not None:
            left = right - paint.pending_width(theme, row.who_mark, row.who)
            paint.pending(painter, QPoint(left, top), theme, row.who_mark, row.who)
            return left
        bold = row.mine
        left = right - theme.metrics(TINY, bold).horizontalAdvance(row.who)
        color = theme.roles.accent if row.mine else theme.roles.text_3
        paint.words(painter, QRect(left, top, right - left, theme.px(16)), theme, row.who, TINY, color, bold)
        return left

    def _identity(self, painter: QPainter, rect: QRect, row: Row) -> int:
        """Name, age, badges; badges give way from the right, the flag never. Gives where it ends."""
        theme = self._theme
        px = theme.px
        flags = [b for b in row.badges if b.icon == "flag"]
        others = [b for b in row.badges if b.icon != "flag"]
        widths = {b: paint.badge_width(theme, b.text, b.tone, b.icon) + px(6) for b in row.badges}
        about_width = theme.metrics(SMALL).horizontalAdvance(row.about) + px(6)
        kept = sum(widths[b] for b in flags) + about_width
        x = self._elided(painter, rect.adjusted(0, 0, -kept, 0), row.name, BASE, row.bold, strong=True)
        x += px(6)
        about = QRect(x, rect.y(), about_width, rect.height())
        paint.words(painter, about, theme, row.about, SMALL, theme.roles.text_3)
        x += about_width
        for badge in (*flags, *others):
            if badge not in flags and x + widths[badge] > rect.right():
                break
            paint.badge(painter, QPoint(x, rect.y() + px(1)), theme, badge.text, badge.tone, badge.icon)
            x += widths[badge]
        return x

    def _content(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme = self._theme
        paint.words(painter, rect, theme, row.kind, SMALL, theme.roles.text)
        taken = theme.metrics(SMALL).horizontalAdvance(row.kind) + theme.px(6)
        self._elided(painter, rect.adjusted(taken, 0, 0, 0), row.preview, SMALL)

    def _elided(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        style: Style,
        bold: bool = False,
        strong: bool = False,
    ) -> int:
        """One line of `text` cut to `rect`; gives where it ends."""
        if rect.width() <= 0 or not text:
            return rect.x()
        theme = self._theme
        metrics = theme.metrics(style, bold)
        shown = text
        if metrics.horizontalAdvance(text) > rect.width():
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        color = theme.roles.text if strong else theme.roles.text_3
        paint.words(painter, rect, theme, shown, style, color, bold)
        return rect.x() + metrics.horizontalAdvance(shown)
