"""The sheets of pools and of their hours: pools at the left, what is written of one beside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from inbox.domain.calendar import Calendar
from inbox.domain.clinic.hours import sheet
from inbox.domain.clinic.pools import pool_of
from inbox.domain.words import tr
from inbox.ui.admin.chooser import Chooser, Names
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.admin.pool_grids import FieldsGrid, HoursGrid, shown
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.overlays.policy.table import GridTable
from inbox.ui.overlays.policy.week import WeekStrip

_CHOOSER, _TITLES, _WEEK = 210, 160, 340
"""Widths at 100 %: the pools, what the lines are called, the picture of a week."""
_MOST_CHOOSER, _MOST_TITLES = 26, 34
"""Per cent of the width that the pools have at most, and the names of the lines."""


class PoolSheet(QWidget):
    """Pools at the left, and the grid of the one that is chosen."""

    def __init__(self, theme: Theme, draft: ClinicDraft, title: str) -> None:
        super().__init__()
        self.theme = theme
        self.draft = draft
        self._refs: list[str] = []
        self._shown: str | None = None
        self._listing = False
        self.pools = Chooser(theme, Names([]), tr("Pools"))
        self.table = GridTable(theme, Names([]), title)
        self.table.wrap(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.pools)
        self._row.addWidget(self.table, 1)
        self.pools.selectionModel().currentRowChanged.connect(lambda _now, _was: self._chosen())
        self.pools.entered.connect(lambda _row: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.cells.written.connect(self._written)
        draft.changed.connect(self.table.viewport().update)
        self.restyle()

    @property
    def ref(self) -> str:
        """The reference of the pool that is shown; empty for the line that is none."""
        return self._refs[self.pools.at] if self._refs else ""

    def first(self) -> QWidget:
        """What has the keyboard when it comes."""
        return self.pools

    def come(self) -> None:
        """It is in front: with what is drafted now."""
        self._shown = None
        self._list(self.ref)

    def choose(self, ref: str) -> None:
        """Show the pool of that reference."""
        if ref in self._refs:
            self.pools.go_to(self._refs.index(ref), 0)

    def restyle(self) -> None:
        """Take widths from the theme again."""
        px = self.theme.px
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _grid(self, ref: str) -> Grid:
        """What is written of a pool."""
        raise NotImplementedError

    def _none(self) -> tuple[str, bool]:
        """The line of the list that is no pool, and whether it is the first."""
        raise NotImplementedError

    def _list(self, ref: str) -> None:
        """List the pools, and show that one."""
        pools = shown(self.draft.pools)
        (title, first), refs = self._none(), [str(pool.id) for pool in pools]
        names = [pool.name if pool.active else tr("{pool} (retired)", pool=pool.name) for pool in pools]
        quiet = [not pool.active for pool in pools]
        at = 0 if first else len(refs)
        refs.insert(at, "")
        names.insert(at, title)
        quiet.insert(at, not first)
        self._refs, self._listing = refs, True
        self.pools.show_grid(Names(names, quiet))
        self.pools.go_to(refs.index(ref) if ref in refs else 0, 0)
        self._listing = False
        self._choose()

    def _chosen(self) -> None:
        if not self._listing:
            self._choose()

    def _choose(self) -> None:
        """Show the pool of the cursor; what is shown already keeps its place."""
        if self._refs and self._shown != self.ref:
            self._shown = self.ref
            self._show()

    def _show(self) -> None:
        self.table.show_grid(self._grid(self.ref))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _written(self) -> None:
        """A pool may be called otherwise now, or stand elsewhere."""
        self._list(self._shown or "")

    def _fit(self) -> None:
        px, wide = self.theme.px, self.width()
        self.pools.setFixedWidth(min(px(_CHOOSER), wide * _MOST_CHOOSER // 100))
        self.table.verticalHeader().setFixedWidth(min(px(_TITLES), wide * _MOST_TITLES // 100))


class FieldsSheet(PoolSheet):
    """What is said of each pool; the last line adds one."""

    def __init__(self, theme: Theme, draft: ClinicDraft) -> None:
        super().__init__(theme, draft, tr("What is said of the pool"))

    def _none(self) -> tuple[str, bool]:
        return tr("Add a pool…"), False

    def _grid(self, ref: str) -> Grid:
        return FieldsGrid(self.draft, ref, self._added)

    def _added(self) -> None:
        self._list(self.draft.pools[-1].id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class HoursSheet(PoolSheet):
    """When each pool is open, and all of them together; as a picture beside."""

    def __init__(self, theme: Theme, draft: ClinicDraft) -> None:
        self.week = WeekStrip(theme)
        super().__init__(theme, draft, tr("Open hours"))
        self._row.addWidget(self.week, 0, Qt.AlignmentFlag.AlignTop)

    def _none(self) -> tuple[str, bool]:
        return tr("All pools"), True

    def _grid(self, ref: str) -> Grid:
        return HoursGrid(self.draft, ref)

    def _show(self) -> None:
        super()._show()
        self._draw()

    def _written(self) -> None:
        super()._written()
        self._draw()

    def _draw(self) -> None:
        grid = self.table.cells.grid
        calendar = grid.calendar if isinstance(grid, HoursGrid) else None
        if calendar is not None:
            self.week.show_week(calendar, self._flags(calendar))
        self._fit()

    def _flags(self, own: Calendar) -> Calendar:
        """When red flags are answered: in the hours of the pool that is on call."""
        pools = self.draft.pools
        on_call = next((pool.on_call for pool in pools if pool.id == self.ref), None)
        return sheet(pool_of(pools, on_call), self.draft.calendar) if on_call else own

    def _fit(self) -> None:
        super()._fit()
        grid = self.table.cells.grid
        one = isinstance(grid, HoursGrid) and grid.calendar is not None
        wide = self.width() > self.theme.px(_CHOOSER + _TITLES + 2 * _WEEK)
        self.week.setVisible(one and wide)
        self.week.setFixedWidth(self.theme.px(_WEEK))
