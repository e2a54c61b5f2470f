"""A list whose rows can be marked, to act on several at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.commands.declare import Target
from inbox.domain.ids import ItemId
from inbox.ui.desk import Desk
from inbox.ui.worklist.model import WorklistModel
from inbox.ui.worklist.view import WorklistView


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
