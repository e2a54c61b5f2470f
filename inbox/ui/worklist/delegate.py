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
from inbox.ui.look.type import SMALL, TINY
from inbox.ui.worklist.lines import content, identity, tells_who
from inbox.ui.worklist.model import HEADING, LAST_OF_GROUP, MARKED, ROW
from inbox.ui.worklist.words import Row

LEFT, RIGHT = 39, 12
"""Where the words begin, and how far from the right they end."""
HEADING_HEIGHT = 24
"""Pixels at 100 % that the heading of a group takes above its first row."""
_TOPS = {Density.COMPACT: (11, 11), Density.DEFAULT: (8, 28), Density.ROOMY: (6, 24)}
"""Where line 1 and line 2 begin."""

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
        if heading := index.data(HEADING):
            rect = self._heading(painter, rect, heading)
        self._background(painter, rect, row, selected, bool(option.state & QStyle.StateFlag.State_MouseOver))
        strong = bool(index.data(LAST_OF_GROUP))
        rule = theme.roles.line_strong if strong else theme.roles.line
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, rule)
        if isinstance(row, Row):
            if row.sla is not None:
                sla_edge(painter, rect, row.sla, theme)
            self._marks(painter, rect, row, bool(index.data(MARKED)))
            if theme.density is Density.COMPACT:
                self._one_line(painter, rect, row)
            else:
                self._lines(painter, rect, row)
        if selected:
            self._selection(painter, rect, option)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, heading: str) -> QRect:
        """The heading of the group that begins with this row; gives what is left for the row."""
        theme, high = self._theme, self._theme.px(HEADING_HEIGHT)
        band = QRect(rect.x(), rect.y(), rect.width(), high)
        painter.fillRect(band, theme.roles.sunken)
        painter.fillRect(band.x(), band.bottom(), band.width(), 1, theme.roles.line)
        words = band.adjusted(theme.px(14), 0, -theme.px(RIGHT), 0)
        shown = theme.metrics(TINY, True).elidedText(heading, Qt.TextElideMode.ElideRight, words.width())
        paint.words(painter, words, theme, shown, TINY, theme.roles.text_2, True)
        return rect.adjusted(0, high, 0, 0)

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
        """The ring while the list has the keyboard, a thin frame of the same colour while it has not."""
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect, self._theme, radius=0)
        else:
            painter.setPen(self._theme.roles.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _marks(self, painter: QPainter, rect: QRect, row: Row, marked: bool) -> None:
        """The kind's icon, or a check on a marked row; the dot of what nobody here has read."""
        theme = self._theme
        px = theme.px
        at = rect.topLeft()
        compact = theme.density is Density.COMPACT
        top = _TOPS[theme.density][0] + 1
        if marked:
            box = QRect(at + QPoint(px(13), px(top - 2)), QSize(px(20), px(20)))
            paint.box(painter, box, theme.roles.accent, theme.roles.accent, px(4))
            paint.icon(painter, at + QPoint(px(15), px(top)), theme, "check", theme.roles.on_accent)
        else:
            paint.icon(painter, at + QPoint(px(15), px(top)), theme, row.icon, theme.roles.text_2)
        if row.bold:
            dot = QPoint(px(29), px(top - 3)) if compact else QPoint(px(20), px(top + 24))
            paint.unseen_dot(painter, at + dot, theme)

    def _lines(self, painter: QPainter, rect: QRect, row: Row) -> None:
        px = self._theme.px
        first, second = _TOPS[self._theme.density]
        left, right = rect.x() + px(LEFT), rect.right() + 1 - px(RIGHT)
        clock_at = self._clock(painter, right, rect.y() + px(first), row)
        about = QRect(left, rect.y() + px(first), clock_at - px(6) - left, px(18))
        identity(painter, about, self._theme, row)
        who_at = self._who(painter, right, rect.y() + px(second), row)
        words = QRect(left, rect.y() + px(second), who_at - px(8) - left, px(16))
        if self._theme.density is Density.ROOMY and row.preview != row.subject:
            content(painter, words, self._theme, row.kind, row.subject, row.marks.subject)
            below = QRect(left, rect.y() + px(42), right - left, px(16))
            content(painter, below, self._theme, "", row.preview, row.marks.preview)
        else:
            content(painter, words, self._theme, row.kind, row.preview, row.marks.preview)

    def _one_line(self, painter: QPainter, rect: QRect, row: Row) -> None:
        """Name, kind, preview, clock. Who has it stands before the clock, unless nobody has."""
        theme, px = self._theme, self._theme.px
        top = rect.y() + px(_TOPS[Density.COMPACT][0])
        left, right = rect.x() + px(LEFT), rect.right() + 1 - px(RIGHT)
        end = self._clock(painter, right, top, row)
        if tells_who(row):
            end = self._who(painter, end - px(10), top + px(1), row)
        kind = theme.metrics(SMALL).horizontalAdvance(row.kind)
        room = max(end - px(18) - kind - left, px(48))
        past = identity(painter, QRect(left, top, room, px(18)), theme, row)
        rest = QRect(past + px(8), top, end - px(18) - past, px(18))
        content(painter, rest, theme, row.kind, row.preview, row.marks.preview)

    def _clock(self, painter: QPainter, right: int, top: int, row: Row) -> int:
        """The SLA words at the right; gives where they begin. Nothing there for a row without a promise."""
        theme = self._theme
        if not row.clock:
            return right
        if row.sla is not None:
            left = right - paint.pill_width(theme, row.sla, row.clock)
            paint.pill(painter, QPoint(left, top), theme, row.sla, row.clock)
            return left
        left = right - theme.metrics(SMALL).horizontalAdvance(row.clock)
        at = QRect(left, top, right - left, theme.px(18))
        paint.words(painter, at, theme, row.clock, SMALL, theme.roles.text_2)
        return left

    def _who(self, painter: QPainter, right: int, top: int, row: Row) -> int:
        theme = self._theme
        if row.who_mark is not None:
            left = right - paint.pending_width(theme, row.who_mark, row.who)
            paint.pending(painter, QPoint(left, top), theme, row.who_mark, row.who)
            return left
        left = right - theme.metrics(TINY, row.mine).horizontalAdvance(row.who)
        at = QRect(left, top, right - left, theme.px(16))
        color = theme.roles.accent if row.mine else theme.roles.text_3
        paint.words(painter, at, theme, row.who, TINY, color, row.mine)
        return left
