"""How a sheet's cells and titles are painted: plain words on the card, the current cell in a ring."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL

_Index = QModelIndex | QPersistentModelIndex
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
PADDING = 8
"""Left and right of what stands in a cell, pixels at 100 %."""


class CellDelegate(QStyledItemDelegate):
    """Paints a cell and makes the field it is changed in."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.wraps = False
        """Whether words go on in another line where a cell is too narrow, rather than being cut."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect, roles = self._theme, QRect(option.rect), self._theme.roles
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, roles.selected if current else roles.raised)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, roles.line)
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        ink = brush.color() if isinstance(brush, QBrush) else roles.text
        inner = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        said = str(index.data() or "")
        if self.wraps:
            painter.setFont(theme.font(BASE))
            painter.setPen(ink)
            painter.drawText(inner, _WRAPPED, said)
        else:
            text = theme.metrics(BASE).elidedText(said, Qt.TextElideMode.ElideRight, inner.width())
            paint.words(painter, inner, theme, text, BASE, ink)
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect, theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics, said = self._theme.metrics(BASE), str(index.data() or "")
        size = _room(self._theme, metrics.horizontalAdvance(said))
        if self.wraps and option.rect.width() > 0:
            inner = QRect(0, 0, option.rect.width() - 2 * self._theme.px(PADDING), 10_000)
            tall = metrics.boundingRect(inner, _WRAPPED, said).height() + self._theme.px(8)
            size.setHeight(max(size.height(), round(tall)))
        return size

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = QLineEdit(parent)
        field.setFrame(False)
        field.setFont(self._theme.font(BASE))
        field.setMaxLength(200)
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        return field


class Titles(QHeaderView):
    """Titles of columns or rows on a sunken ground."""

    def __init__(self, theme: Theme, way: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(way, parent)
        self._theme = theme
        self.setSectionsClickable(False)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        if self.orientation() is Qt.Orientation.Vertical:
            return super().sectionSizeFromContents(logicalIndex)
        title = self.model().headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.DisplayRole)
        return _room(self._theme, self._theme.metrics(SMALL, True).horizontalAdvance(str(title or "")))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, roles = self._theme, self._theme.roles
        painter.fillRect(rect, roles.sunken)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, roles.line)
        across = self.orientation() is Qt.Orientation.Horizontal
        style = SMALL if across else BASE
        inner = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        title = str(
            self.model().headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.DisplayRole) or ""
        )
        shown = theme.metrics(style, across).elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        paint.words(painter, inner, theme, shown, style, roles.text_2 if across else roles.text, across)


def _room(theme: Theme, words: int) -> QSize:
    """What a cell needs for words so wide, with what stands left and right of them."""
    return QSize(words + 2 * theme.px(PADDING) + theme.px(4), theme.px(26))
