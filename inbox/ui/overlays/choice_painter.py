"""Paints one line of a list to pick from: mark, title with the letters found, what it means, its keys."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SECTION, SMALL

if TYPE_CHECKING:
    from inbox.ui.overlays.choices import Choice

Index = QModelIndex | QPersistentModelIndex
CHOICE: Final = int(Qt.ItemDataRole.UserRole)

_ROW, _HEADING = 34, 28


def row_height(theme: Theme, heading: bool) -> int:
    """How high a line is."""
    return theme.px(_HEADING if heading else _ROW)


class ChoicePainter(QStyledItemDelegate):
    """One for a list."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), row_height(self._theme, index.data(CHOICE).heading))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(CHOICE)
        theme, rect = self._theme, QRect(option.rect)
        px, roles = theme.px, theme.roles
        painter.save()
        inner = rect.adjusted(px(14), 0, -px(14), 0)
        if choice.heading:
            at = inner.adjusted(0, px(7), 0, 0)
            paint.words(painter, at, theme, choice.title, SECTION, roles.text_3)
        else:
            self._ground(painter, rect, option)
            self._choice(painter, inner, choice)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        roles = self._theme.roles
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, roles.selected)
            painter.setPen(roles.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            if option.state & QStyle.StateFlag.State_HasFocus:
                paint.focus_ring(painter, rect, self._theme, radius=0)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, roles.hover)

    def _choice(self, painter: QPainter, rect: QRect, choice: Choice) -> None:
        theme, px = self._theme, self._theme.px
        ink: Role = "text_3" if choice.off else "text"
        left = rect.left() + self._mark(painter, rect, choice)
        right = self._keys(painter, rect, choice)
        room = QRect(left, rect.top(), right - left, rect.height())
        end = self._title(painter, room, choice, ink)
        about = tr("off: {reason}", reason=choice.off) if choice.off else choice.about
        rest = QRect(end + px(8), rect.top(), right - end - px(8), rect.height())
        if about and rest.width() > px(24):
            shown = theme.metrics(SMALL).elidedText(about, Qt.TextElideMode.ElideRight, rest.width())
            paint.words(painter, rest, theme, shown, SMALL, theme.roles.text_3)

    def _mark(self, painter: QPainter, rect: QRect, choice: Choice) -> int:
        """The digit, or the icon; gives the width it takes."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        if choice.number:
            top = rect.top() + (rect.height() - px(paint.KEYCAP_HEIGHT)) // 2
            ink = roles.text_3 if choice.off else roles.text_2
            paint.keycaps(painter, QPoint(rect.left(), top), theme, (choice.number,), ink, roles.surface)
            return px(26)
        name = "ban" if choice.off else choice.icon
        if not name:
            return 0
        top = rect.top() + (rect.height() - px(16)) // 2
        color = roles.text_3 if choice.off else roles.text_2
        paint.icon(painter, QPoint(rect.left(), top), theme, name, color)
        return px(26)

    def _keys(self, painter: QPainter, rect: QRect, choice: Choice) -> int:
        """The keys at the right end; gives where they begin, with room before them."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        if not choice.keys:
            return rect.right()
        printed = caps(choice.keys)
        left = rect.right() - paint.keycaps_width(theme, printed)
        top = rect.top() + (rect.height() - px(paint.KEYCAP_HEIGHT)) // 2
        ink = roles.text_3 if choice.off else roles.text_2
        paint.keycaps(painter, QPoint(left, top), theme, printed, ink, roles.surface)
        return left - px(8)

    def _title(self, painter: QPainter, rect: QRect, choice: Choice, ink: Role) -> int:
        """The title, the letters that were typed bold and underlined; gives where it ends."""
        theme = self._theme
        metrics = theme.metrics(BASE)
        shown = choice.title
        if metrics.horizontalAdvance(shown) > rect.width():
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, rect.width())
        x = rect.left()
        for marked, letters in groupby(range(len(shown)), key=choice.marks.__contains__):
            places = list(letters)
            run = shown[places[0] : places[-1] + 1]
            width = theme.metrics(BASE, marked).horizontalAdvance(run)
            at = QRect(x, rect.top(), width, rect.height())
            paint.words(painter, at, theme, run, BASE, theme.color(ink), marked)
            if marked:
                base = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2
                painter.fillRect(x, base + theme.px(3), width, theme.px(2), theme.roles.accent)
            x += width
        return x
