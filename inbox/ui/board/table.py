"""A table of prepared words and numbers: lines that keep their place, cells that change by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inbox.queries.views import View

CELL = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Ink(StrEnum):
    """How a cell is set. What is pressing has a shape and a frame besides its colour."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    LATE = "late"
    SOON = "soon"


class Load(msgspec.Struct, frozen=True):
    """A bar of work against the time there is for it, both in minutes."""

    work: float
    time: float


class Stack(msgspec.Struct, frozen=True):
    """Open items by how they stand, as one bar; `most` is the length of the longest bar of the table."""

    overdue: int
    due_today: int
    later: int
    held: int
    most: int


class Cell(msgspec.Struct, frozen=True):
    """What stands in one place. `view` lists what a number counts; `said` is read out with the column."""

    words: str = ""
    ink: Ink = Ink.PLAIN
    view: View | None = None
    load: Load | None = None
    stack: Stack | None = None
    said: str = ""


class Row(msgspec.Struct, frozen=True):
    """One line; its first cell names it. `key` says which line it is when all of it has changed."""

    key: str
    cells: tuple[Cell, ...]


class Column(msgspec.Struct, frozen=True):
    """A heading with its width in pixels at 100 %; numbers stand at the right."""

    title: str
    width: int
    right: bool = True
    gives_way: int = 0
    """Where there is no room for all, the highest goes first; 0 stays."""
    said: str = ""
    """The heading in full, where the short one needs to be explained."""


class TableModel(QAbstractTableModel):
    """Tells of the cells that differ and of nothing else: what stays the same is not painted again."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines shown."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> bool:
        """Show these lines; whether other lines, or another order, are there now."""
        after = tuple(rows)
        before, same = self._rows, [row.key for row in after] == [row.key for row in self._rows]
        if not same:
            self.beginResetModel()
            self._rows = after
            self.endResetModel()
            return True
        self._rows = after
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            for place, (was, now) in enumerate(zip(old.cells, new.cells, strict=True)):
                if was != now:
                    at = self.index(number, place)
                    self.dataChanged.emit(at, at)
        return False

    def place(self, key: str) -> int:
        """Where the line of `key` stands; -1 when it is not there."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def cell(self, row: int, column: int) -> Cell | None:
        """What stands there."""
        if 0 <= row < len(self._rows) and 0 <= column < len(self.columns):
            return self._rows[row].cells[column]
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.said or column.title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index.row(), index.column())
        if cell is None:
            return None
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(index.row(), index.column(), cell)
        return None

    def _sentence(self, row: int, column: int, cell: Cell) -> str:
        name = self._rows[row].cells[0].words
        if not column:
            return name
        title = self.columns[column].said or self.columns[column].title
        return f"{name}, {title}: {cell.said or cell.words}"
