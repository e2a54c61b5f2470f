"""The list itself: one column, fixed row height, no grid; only what is painted is ever read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.worklist.delegate import RowDelegate
from inbox.ui.worklist.model import WorklistModel


class WorklistView(QTableView):
    """Moves by row; typing a letter never searches, since letters are commands."""

    def __init__(self, theme: Theme, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
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
        self._follow()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, never a search for a row."""

    def go_to(self, number: int) -> None:
        """Make row `number` the current one and bring it into view."""
        model = self.model()
        if 0 <= number < model.rowCount():
            index = model.index(number, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _follow(self) -> None:
        self.verticalHeader().setMinimumSectionSize(self._theme.row_height)
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        self.viewport().update()
