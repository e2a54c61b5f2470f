"""The sheets of pools and of their hours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from inbox.domain.calendar import Calendar
from inbox.domain.clinic.hours import sheet
from inbox.domain.clinic.pools import pool_of
from inbox.domain.words import tr
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.admin.pool_grids import FieldsGrid, HoursGrid, shown
from inbox.ui.admin.sheet import CHOOSER, TITLES, Line, Sheet
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.overlays.policy.week import WeekStrip

_WEEK = 340
"""Width of the picture of a week at 100 %."""


def _pools(draft: ClinicDraft) -> list[Line]:
    return [
        Line(pool.id, pool.name if pool.active else tr("{pool} (retired)", pool=pool.name), not pool.active)
        for pool in shown(draft.pools)
    ]


class FieldsSheet(Sheet):
    """What is said of each pool; the last line adds one."""

    def __init__(self, theme: Theme, draft: ClinicDraft) -> None:
        self.draft = draft
        super().__init__(theme, draft, tr("Pools"), tr("What is said of the pool"))

    def _lines(self) -> Sequence[Line]:
        return [*_pools(self.draft), Line("", tr("Add a pool…"), quiet=True)]

    def _grid(self, ref: str) -> Grid:
        return FieldsGrid(self.draft, ref, self._added)

    def _added(self) -> None:
        self.relist(self.draft.pools[-1].id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class HoursSheet(Sheet):
    """When each pool is open, and all of them together; as a picture beside."""

    def __init__(self, theme: Theme, draft: ClinicDraft) -> None:
        self.draft = draft
        self.week = WeekStrip(theme)
        super().__init__(theme, draft, tr("Pools"), tr("Open hours"))
        self._row.addWidget(self.week, 0, Qt.AlignmentFlag.AlignTop)

    def _lines(self) -> Sequence[Line]:
        return [Line("", tr("All pools")), *_pools(self.draft)]

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
        wide = self.width() > self.theme.px(CHOOSER + TITLES + 2 * _WEEK)
        self.week.setVisible(one and wide)
        self.week.setFixedWidth(self.theme.px(_WEEK))
