"""The table on screen: the line under the cursor is tinted, the number under it has the ring."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inbox.ui.board.bars import load_bar, stack_bar
from inbox.ui.board.table import CELL, Cell, Column, Ink, Row, TableModel
from inbox.ui.look import paint
from inbox.ui.look.sla import Sla
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SECTION

Index = QModelIndex | QPersistentModelIndex
_HIGH, _HEAD, _PAD = 32, 26, 14
"""Pixels at 100 %: a line, the headings, the room at both ends."""


class Table(QTableView):
    """As high as its lines: what holds it scrolls. `entered` gives the cell on which Enter was pressed."""

    entered = Signal(object)
    moved = Signal(str)
    """The key of the line that is current now."""

    def __init__(
        self, theme: Theme, name: str, columns: Sequence[Column], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows = TableModel(columns, self)
        self.setModel(self.rows)
        self.setItemDelegate(_CellPainter(theme, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setHorizontalHeader(_Headings(theme, self.rows, self))
        self.doubleClicked.connect(lambda _index: self.enter())
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self._follow)
        self._follow()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these lines; the cursor stays on its line, wherever that is now."""
        at, key = self.currentIndex(), self.key
        if not self.rows.show(rows):
            return
        place = self.rows.place(key) if key else -1
        row = place if place >= 0 else min(max(at.row(), 0), len(rows) - 1)
        self.setCurrentIndex(self.rows.index(row, max(at.column(), 1)))
        self.updateGeometry()

    @property
    def key(self) -> str:
        """The key of the current line; empty when there is none."""
        row = self.currentIndex().row()
        return self.rows.rows[row].key if 0 <= row < len(self.rows.rows) else ""

    def step(self, by: int) -> None:
        """Go so many lines down or up, stopping at the ends."""
        self._go(self.currentIndex().row() + by, self.currentIndex().column())

    def across(self, by: int) -> None:
        """Go to the next number in that direction that can be opened; where none can, to the next column."""
        row, column = self.currentIndex().row(), self.currentIndex().column() + by
        while (cell := self.rows.cell(row, column)) is not None:
            if cell.view is not None and not self.isColumnHidden(column):
                self._go(row, column)
                return
            column += by

    def enter(self) -> None:
        """Say that the current cell was chosen; a name stands for the first number behind it."""
        at = self.currentIndex()
        cells = self.rows.rows[at.row()].cells if 0 <= at.row() < len(self.rows.rows) else ()
        chosen = cells[at.column()] if cells else None
        if chosen is not None and chosen.view is None:
            chosen = next((cell for cell in cells if cell.view is not None), None)
        if chosen is not None:
            self.entered.emit(chosen)

    def sizeHint(self) -> QSize:
        px = self.theme.px
        lines = max(len(self.rows.rows), 1)
        return QSize(self.least_width(), px(_HEAD) + lines * px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def least_width(self) -> int:
        """The width in which every column that never gives way can be read."""
        return sum(self.theme.px(column.width) for column in self.rows.columns if not column.gives_way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the columns there is room for, the first to give way last; the name takes what is left."""
        left = self.viewport().width() - self.least_width()
        giving = [(column.gives_way, number) for number, column in enumerate(self.rows.columns)]
        for way, number in sorted(giving):
            wide = self.theme.px(self.rows.columns[number].width)
            shown = not way or wide <= left
            self.setColumnHidden(number, not shown)
            left -= wide if way and shown else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # arrows and letters are keys of the board

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, never a search for a line."""

    def selectionCommand(
        self, index: Index, event: object | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self._go(0, 1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _go(self, row: int, column: int) -> None:
        row = min(max(row, 0), len(self.rows.rows) - 1)
        self.setCurrentIndex(self.rows.index(row, max(column, 1)))

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        for row in {now.row(), before.row()} - {-1}:
            self.viewport().update(QRect(0, self.rowViewportPosition(row), self.width(), self.rowHeight(row)))
        if now.row() != before.row():
            self.moved.emit(self.key)

    def _follow(self) -> None:
        px = self.theme.px
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setMinimumSectionSize(px(_HIGH))
        lines.setDefaultSectionSize(px(_HIGH))
        header = self.horizontalHeader()
        header.setFixedHeight(px(_HEAD))
        for number, column in enumerate(self.rows.columns):
            fixed = QHeaderView.ResizeMode.Fixed if number else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, fixed)
            if number:
                header.resizeSection(number, px(column.width))
        self._fit()
        self.updateGeometry()
        self.viewport().update()


class _Headings(QHeaderView):
    """Painted like all words here; nothing in them is pressed."""

    def __init__(self, theme: Theme, rows: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._rows = theme, rows
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        theme = self._theme
        painter.fillRect(rect, theme.roles.sunken)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.roles.line)
        column = self._rows.columns[logical]
        inner = _inner(theme, rect, logical, len(self._rows.columns))
        title = theme.metrics(SECTION).elidedText(column.title, Qt.TextElideMode.ElideRight, inner.width())
        if column.right:
            inner.setLeft(inner.right() + 1 - theme.metrics(SECTION).horizontalAdvance(title))
        paint.words(painter, inner, theme, title, SECTION, theme.roles.text_2)


class _CellPainter(QStyledItemDelegate):
    """Formats nothing: words come prepared."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell = index.data(CELL)
        theme, rect, roles = self._theme, QRect(option.rect), self._theme.roles
        current = self._table.currentIndex()
        on_line = index.row() == current.row()
        painter.save()
        painter.fillRect(rect, roles.selected if on_line and self._table.hasFocus() else roles.surface)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, roles.line)
        inner = _inner(theme, rect, index.column(), len(self._table.rows.columns))
        if cell.load is not None:
            load_bar(painter, inner, theme, cell.load)
        elif cell.stack is not None:
            stack_bar(painter, inner, theme, cell.stack)
        else:
            self._words(painter, inner, cell, self._table.rows.columns[index.column()].right)
        if on_line and index.column() == current.column() and self._table.hasFocus():
            paint.focus_ring(painter, rect.adjusted(1, 1, -1, -2), theme)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, cell: Cell, right: bool) -> None:
        theme, roles = self._theme, self._theme.roles
        if cell.ink in (Ink.LATE, Ink.SOON):
            sla = Sla.OVERDUE if cell.ink is Ink.LATE else Sla.DUE_SOON
            wide = paint.pill_width(theme, sla, cell.words)
            left = rect.right() + 1 - wide if right else rect.left()
            top = rect.top() + (rect.height() - theme.px(paint.PILL_HEIGHT)) // 2
            paint.pill(painter, QPoint(left, top), theme, sla, cell.words)
            return
        bold = cell.ink is Ink.STRONG
        metrics = theme.metrics(BASE, bold)
        words = metrics.elidedText(cell.words, Qt.TextElideMode.ElideRight, rect.width())
        if right:
            rect.setLeft(rect.right() + 1 - metrics.horizontalAdvance(words))
        ink = roles.text_3 if cell.ink is Ink.QUIET else roles.text
        paint.words(painter, rect, theme, words, BASE, ink, bold)


def _inner(theme: Theme, rect: QRect, column: int, columns: int) -> QRect:
    """Where the words of a cell stand: the ends of a line have more room."""
    px = theme.px
    left = px(_PAD) if column == 0 else px(4)
    return rect.adjusted(left, 0, -(px(_PAD) if column == columns - 1 else px(6)), -1)
