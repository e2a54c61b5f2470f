"""A list at the left of a sheet: arrows choose, and Enter goes into what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.ui.look.theme import Theme
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.overlays.policy.table import GridTable


class Names:
    """Lines of one name each; read only."""

    columns: Sequence[str] = ("",)

    def __init__(self, names: Sequence[str], quiet: Sequence[bool] = ()) -> None:
        """`quiet`: which of them are only there to be looked at."""
        self.rows = names
        self._quiet = quiet

    def text(self, row: int, column: int) -> str:
        """The name."""
        return self.rows[row]

    def quiet(self, row: int, column: int) -> bool:
        """Whether it stands back behind the others."""
        return row < len(self._quiet) and self._quiet[row]

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""


class Chooser(GridTable):
    """What the sheet beside it shows is chosen here."""

    entered = Signal(int)
    """Enter was pressed on the line of that number."""
    deleted = Signal(int)
    """Del was pressed on it."""

    def __init__(self, theme: Theme, names: Grid, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, names, title, parent)
        self.setEditTriggers(GridTable.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.wrap(True)
        self.doubleClicked.connect(lambda index: self.entered.emit(index.row()))

    @property
    def at(self) -> int:
        """The line of the cursor, from 0."""
        return max(self.currentIndex().row(), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit(self.at)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit(self.at)
        else:
            super().keyPressEvent(event)
