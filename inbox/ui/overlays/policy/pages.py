"""The three sheets of the editor: promises, open hours, and what changes for open work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.policy_draft import Draft
from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.overlays.policy.cells import PADDING
from inbox.ui.overlays.policy.grids import Classes, HoursGrid, OneClass, PromiseGrid
from inbox.ui.overlays.policy.shifts import Named, ShiftBar, ShiftGrid
from inbox.ui.overlays.policy.table import GridTable
from inbox.ui.overlays.policy.week import WeekStrip
from inbox.ui.parts.field import Field
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.words import Words

_TITLES, _PROMISES, _TOLD, _TOLD_WIDTH = 172, 98, 4, 180
"""The widths of the names of classes and promises at 100 %; the column of who is told, and its width."""
_NAMES_MOST = 22
"""Per cent of the width that pools, and classes, have at most."""


class Pools:
    """All pools together, then each; read only."""

    columns = ("",)

    def __init__(self, draft: Draft, pools: Sequence[tuple[str, str]]) -> None:
        """`pools`: reference and name."""
        self._draft = draft
        self.pools = [("", tr("All pools")), *pools]
        self.rows = [name for _, name in self.pools]

    def text(self, row: int, column: int) -> str:
        """The pool's name, and whether it has promises of its own."""
        ref, name = self.pools[row]
        return tr("{pool} (own)", pool=name) if self._draft.policy.pools.get(ref) else name

    def quiet(self, row: int, column: int) -> bool:
        """Never."""
        return False

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""


class PromisesPage(QWidget):
    """Pools at the left, their promises beside; where all of them have no room, those of one class."""

    def __init__(self, theme: Theme, draft: Draft, pools: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self._draft = draft
        self._grid = PromiseGrid(draft, "")
        self._needed = 0
        self.pools = _chooser(GridTable(theme, Pools(draft, pools), tr("Pools")))
        self.classes = _chooser(GridTable(theme, Classes(self._grid), tr("Classes of work")))
        self.classes.hide()
        self.table = GridTable(theme, self._grid, tr("Promises"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.pools)
        self._row.addWidget(self.classes)
        self._row.addWidget(self.table, 1)
        self.pools.selectionModel().currentRowChanged.connect(self._choose)
        self.classes.selectionModel().currentRowChanged.connect(self._show_grid)
        self.restyle()

    def show_draft(self, draft: Draft, pools: Sequence[tuple[str, str]]) -> None:
        """Show another draft from its beginning."""
        self._draft = draft
        self.pools.show_grid(Pools(draft, pools))
        self.pools.go_to(0, 0)
        self._choose(self.pools.currentIndex())
        self._fit()

    def restyle(self) -> None:
        """Take widths from the theme again."""
        px = self._theme.px
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        self.table.horizontalHeader().setMinimumSectionSize(px(48))
        self._needed = 0
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """All promises side by side where they have room."""
        px, most = self._theme.px, self.width() * _NAMES_MOST // 100
        one_class = bool(most) and self._width_of_all() > self.width()
        self.pools.setFixedWidth(min(px(190), most) if most else px(190))
        self.classes.setFixedWidth(px(_TITLES + 14))
        self.table.verticalHeader().setFixedWidth(px(_TITLES if not one_class else _PROMISES))
        if one_class is self.classes.isHidden():
            self.classes.setVisible(one_class)
            self.classes.go_to(0, 0)
            self._show_grid()

    def _width_of_all(self) -> int:
        """What pools and all promises of a row take side by side."""
        if not self._needed:
            px = self._theme.px
            columns, rows = range(len(self._grid.columns)), range(len(self._grid.rows))
            title, cell = self._theme.metrics(SMALL, True), self._theme.metrics(BASE)
            wide = (
                max(
                    title.horizontalAdvance(self._grid.columns[column]),
                    *(cell.horizontalAdvance(self._grid.text(row, column)) for row in rows),
                )
                for column in columns
                if column != _TOLD
            )
            room = 2 * px(PADDING) + px(4)
            self._needed = sum(one + room for one in wide) + px(_TOLD_WIDTH + _TITLES + 190 + 8 + 14)
        return self._needed

    def _choose(self, now: QModelIndex, _before: QModelIndex | None = None) -> None:
        grid = self.pools.cells.grid
        if isinstance(grid, Pools) and now.isValid():
            self._grid = PromiseGrid(self._draft, grid.pools[now.row()][0])
            self._show_grid()

    def _show_grid(self) -> None:
        one_class, header = not self.classes.isHidden(), self.table.horizontalHeader()
        row = max(self.classes.currentIndex().row(), 0)
        self.table.wrap(one_class)
        self.pools.wrap(one_class)
        self.table.show_grid(OneClass(self._grid, row) if one_class else self._grid)
        if one_class:
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            return
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_TOLD, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(_TOLD, self._theme.px(_TOLD_WIDTH))


def _chooser(table: GridTable) -> GridTable:
    """A list that only says what the sheet beside it shows."""
    table.setEditTriggers(GridTable.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    table.horizontalHeader().hide()
    return table


class HoursPage(QWidget):
    """The calendars as a sheet, and as a picture beside."""

    def __init__(self, theme: Theme, draft: Draft, zone: str) -> None:
        super().__init__()
        self._theme = theme
        self._zone = zone
        self.table = GridTable(theme, HoursGrid(draft, zone), tr("Open hours"))
        self.week = WeekStrip(theme)
        self._note = Words(theme, "", SMALL, "text_2", wrap=True)
        aside = QWidget()
        self._beside = QVBoxLayout(aside)
        self._beside.addWidget(self.week)
        self._beside.addWidget(self._note)
        self._beside.addStretch(1)
        scrolled = QScrollArea()
        scrolls_thinly(scrolled, theme)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.viewport().setAutoFillBackground(False)
        scrolled.setWidget(aside)
        aside.setAutoFillBackground(False)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.table, 3)
        self._row.addWidget(scrolled, 2)
        self.table.cells.written.connect(self._draw)
        self.restyle()

    def show_draft(self, draft: Draft, keep_own: Sequence[str]) -> None:
        """Show another draft. `keep_own`: pools whose hours the server states."""
        self.table.show_grid(HoursGrid(draft, self._zone))
        self.table.go_to(0, 0)
        named = ", ".join(keep_own)
        told = tr(
            "These pools state hours of their own on the server, which count for them: {pools}.", pools=named
        )
        self._note.set_words(told if keep_own else "")
        self._draw()

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._theme.px
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(16))
        self._beside.setContentsMargins(0, px(26), px(14), 0)
        self._beside.setSpacing(px(12))
        self.table.verticalHeader().setFixedWidth(px(120))

    def _draw(self) -> None:
        grid = self.table.cells.grid
        if isinstance(grid, HoursGrid):
            self.week.show_week(grid.calendar(0), grid.calendar(1))


class ShiftTable(GridTable):
    """The items that move. Space confirms one that is due later, `a` all of them."""

    def __init__(self, theme: Theme, grid: ShiftGrid) -> None:
        super().__init__(theme, grid, tr("What changes for open work"))
        self.shifts = grid
        self.setEditTriggers(GridTable.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self.currentIndex().row()
        if bare and event.key() == Qt.Key.Key_Space and row >= 0:
            self.shifts.confirm(row)
        elif bare and event.key() == Qt.Key.Key_A:
            self.shifts.confirm_all()
        elif bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
            event.ignore()
            return
        else:
            super().keyPressEvent(event)
            return
        self.cells.written.emit()
        self.viewport().update()


class ShiftsPage(QWidget):
    """A bar of all open work, the items that move, and why."""

    def __init__(self, theme: Theme, when: Callable[[datetime], str]) -> None:
        super().__init__()
        self._theme = theme
        self._when = when
        self.bar = ShiftBar(theme)
        self.table = ShiftTable(theme, ShiftGrid((), when))
        self.reason = Field(theme, QLineEdit(), tr("Reason"))
        self.reason.edit.setPlaceholderText(tr("Why it changes: everybody can read it on each item"))
        self.reason.edit.setMaxLength(200)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.reason)
        self.restyle()

    def show_items(self, items: Sequence[Named]) -> None:
        """Show how these move."""
        self.bar.show_counts(Counter(one.shifted.shift for one in items))
        self.table.shifts = ShiftGrid(items, self._when)
        self.table.show_grid(self.table.shifts)
        self.table.go_to(0, 0)

    def confirmed(self) -> tuple[Collection[ItemId], str]:
        """What may be due later than it was, and why. Raises Refused where that is not said."""
        confirmed, reason = self.table.shifts.confirmed, self.reason.edit.text().strip()
        if confirmed and not reason:
            self.reason.setFocus()
            raise Refused(tr("Reason: say why some of it is due later."))
        return confirmed, reason

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(900), self._theme.px(520))

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._theme.px
        self._column.setContentsMargins(px(14), px(8), px(14), px(8))
        self._column.setSpacing(px(8))
