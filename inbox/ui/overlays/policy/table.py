"""A sheet of cells that are changed where they stand: arrows move, typing or Enter writes, Delete resets."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from inbox.domain.errors import InboxError
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.overlays.policy.cells import CellDelegate, Titles
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.parts.scroll_bar import scrolls_thinly

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class GridModel(QAbstractTableModel):
    """A grid as Qt reads it. `refused` says why a text was not taken."""

    refused = Signal(str)
    written = Signal()

    def __init__(self, theme: Theme, grid: Grid, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.grid = grid
        self._count = len(grid.rows)

    def show_grid(self, grid: Grid) -> None:
        """Show another one."""
        self.beginResetModel()
        self.grid = grid
        self._count = len(grid.rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.grid.columns)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        titles = self.grid.columns if way is Qt.Orientation.Horizontal else self.grid.rows
        if role == Qt.ItemDataRole.DisplayRole and section < len(titles):
            return titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.grid.text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            roles = self._theme.roles
            return QBrush(roles.text_3 if self.grid.quiet(row, column) else roles.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.grid.rows[row]}, {self.grid.columns[column]}: {self.grid.text(row, column)}"
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write what was typed; where it cannot be meant, say why and leave the cell as it was."""
        try:
            self.grid.write(index.row(), index.column(), str(value))
        except InboxError as wrong:
            self.refused.emit(str(wrong))
            return False
        self._changed()
        return True

    def reset(self, index: QModelIndex) -> None:
        """Let the cell be as if nothing had been said there."""
        try:
            self.grid.reset(index.row(), index.column())
        except InboxError as wrong:
            self.refused.emit(str(wrong))
            return
        self._changed()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def _changed(self) -> None:
        """A change of one cell may show in others, and a closure more is a row more."""
        count = len(self.grid.rows)
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0, 0), self.index(count - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, count - 1)
        self.written.emit()


class GridTable(QTableView):
    """Keeps its place while what it shows changes."""

    def __init__(self, theme: Theme, grid: Grid, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cells = GridModel(theme, grid, self)
        self.setModel(self.cells)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        scrolls_thinly(self, theme)
        self._delegate = CellDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(Titles(theme, Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(Titles(theme, Qt.Orientation.Vertical, self))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._corner = self.findChild(QAbstractButton)
        if self._corner is not None:
            self._corner.installEventFilter(self)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_grid(self, grid: Grid) -> None:
        """Show another grid, with the cursor where it was."""
        at = self.currentIndex()
        self.cells.show_grid(grid)
        self.go_to(max(at.row(), 0), max(at.column(), 0))

    def wrap(self, on: bool) -> None:
        """Let words go on in another line where a cell is too narrow; else they are cut."""
        self._delegate.wraps = on
        modes = QHeaderView.ResizeMode
        self.verticalHeader().setSectionResizeMode(modes.ResizeToContents if on else modes.Fixed)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor there, as far as there is such a cell."""
        row, column = min(row, self.cells.rowCount() - 1), min(column, self.cells.columnCount() - 1)
        self.setCurrentIndex(self.cells.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        here = self.currentIndex()
        if self.state() is QAbstractItemView.State.EditingState:
            event.ignore()  # the field that is written in had its turn
        elif bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.edit(here)
        elif bare and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and here.isValid():
            self.cells.reset(here)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the sheet's own keys: which page, and on
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The corner between the titles is one of them, not a button."""
        if watched is self._corner and self._corner is not None and event.type() == QEvent.Type.Paint:
            painter, rect = QPainter(self._corner), self._corner.rect()
            painter.fillRect(rect, self._theme.roles.sunken)
            painter.fillRect(0, rect.bottom(), rect.width(), 1, self._theme.roles.line)
            return True
        return super().eventFilter(watched, event)

    def restyle(self) -> None:
        """Take fonts, heights and colours from the theme again."""
        theme, px, roles = self._theme, self._theme.px, self._theme.roles
        self.setFont(theme.font(BASE))
        self.verticalHeader().setDefaultSectionSize(px(26))
        self.verticalHeader().setMinimumSectionSize(px(26))
        self.horizontalHeader().setFixedHeight(px(26))
        self.verticalHeader().setFont(theme.font(BASE))
        self.horizontalHeader().setFont(theme.font(SMALL, bold=True))
        palette = QPalette(theme.palette())
        for ground in (QPalette.ColorRole.Base, QPalette.ColorRole.Button, QPalette.ColorRole.Window):
            palette.setColor(ground, roles.raised)
        for widget in (self, self.horizontalHeader(), self.verticalHeader()):
            widget.setPalette(palette)
