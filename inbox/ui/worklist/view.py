"""The list itself: one column, fixed row height, no grid; only what is painted is ever read. Its rows can be
marked, to act on several at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from inbox.commands.declare import Target
from inbox.domain.ids import ItemId
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.theme import Theme
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.worklist.delegate import HEADING_HEIGHT, RowDelegate
from inbox.ui.worklist.model import WorklistModel

Index = QModelIndex | QPersistentModelIndex
_Flag = QItemSelectionModel.SelectionFlag


class WorklistView(QTableView):
    """Moves by row; typing a letter never searches, since letters are commands."""

    def __init__(self, theme: Theme, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        scrolls_thinly(self, theme)
        self._rows = model
        self._tall: list[int] = []
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setProperty("scope", "worklist")
        self.setAccessibleName(tr("Worklist"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.changed.connect(self._follow)
        model.modelReset.connect(self._make_room)
        self._follow()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, never a search for a row."""

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> _Flag:
        """The row under the cursor is always the selected one, whatever is held while it is clicked."""
        return _Flag.ClearAndSelect | _Flag.Rows if index.isValid() else _Flag.NoUpdate

    def go_to(self, number: int) -> None:
        """Make row `number` the current one and bring it into view."""
        model = self.model()
        if 0 <= number < model.rowCount():
            self.setCurrentIndex(model.index(number, 0))
            self._bring_into_view()

    def holding_still(self, change: Callable[[], int]) -> None:
        """Let `change` put other rows into the list; it gives the number of the row that is current then.

        Somebody who has scrolled down sees that row stay where it was. At the top the list stays at
        the top, so that what has become the most urgent is seen to arrive.
        """
        bar = self.verticalScrollBar()
        scrolled, before = bar.value(), self.visualRect(self.currentIndex())
        row = change()
        self.setCurrentIndex(self.model().index(row, 0))
        after = self.visualRect(self.currentIndex())
        if scrolled and before.isValid():
            bar.setValue(bar.value() + after.y() - before.y())
        else:
            bar.setValue(scrolled)
            self._bring_into_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A current row that was in sight stays in sight."""
        in_sight = QRect(QPoint(), event.oldSize()).intersects(self.visualRect(self.currentIndex()))
        super().resizeEvent(event)
        if in_sight:
            self._bring_into_view()

    def _bring_into_view(self) -> None:
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def _make_room(self) -> None:
        """Rows with a heading above them are taller by it."""
        high = self._theme.row_height
        for row in self._tall:
            if row < self._rows.rowCount():
                self.setRowHeight(row, high)
        self._tall = self._rows.headed()
        for row in self._tall:
            self.setRowHeight(row, high + self._theme.px(HEADING_HEIGHT))

    def _follow(self) -> None:
        header = self.verticalHeader()
        header.setMinimumSectionSize(self._theme.row_height)
        header.setDefaultSectionSize(self._theme.row_height)
        self._make_room()
        self.verticalScrollBar().setSingleStep(self._theme.row_height)
        self.updateGeometries()
        self._bring_into_view()
        self.viewport().update()


class MarksRows(QWidget):
    """What of the worklist has to do with its cursor and marks."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = WorklistModel(desk, self)
        self.list = WorklistView(desk.theme, self.model, self)
        self._anchor: ItemId | None = None

    def current(self) -> Target | None:
        """The item under the cursor."""
        return self.model.target(self.list.currentIndex().row())

    def targets(self) -> list[Target]:
        """What a command acts on: the marked items, else the current one."""
        return self.model.marked or [one for one in (self.current(),) if one]

    def step(self, by: int) -> None:
        """Go `by` rows down (or up), stopping at the ends."""
        if self.model.rowCount():
            row = self.list.currentIndex().row()
            self.list.go_to(min(max(row + by, 0), self.model.rowCount() - 1))

    def toggle_mark(self) -> None:
        """Mark or unmark the current item."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self._anchor = self.model.item(row)
            self.model.toggle_mark(row)
            self._tell_count()

    def mark_range(self) -> None:
        """Mark from the last marked item to the current one."""
        row = self.list.currentIndex().row()
        if row >= 0:
            start = self.model.place(self._anchor) if self._anchor is not None else -1
            self.model.mark_range(start if start >= 0 else row, row)
            self._tell_count()

    def unmark(self) -> bool:
        """Let go of all marks; whether there were any."""
        had = self.model.marks > 0
        self.model.unmark()
        self._anchor = None
        self._tell_count()
        return had

    def _tell_count(self) -> None:
        """Say how many there are, and how many are marked."""
