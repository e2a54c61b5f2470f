"""How work stands now, by pool and by person; it follows what happens."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.board import by_hour
from inbox.domain.changes import Changes
from inbox.domain.ids import PoolId
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.domain.workload import expected
from inbox.ui.beside import Newest
from inbox.ui.board.columns import Columns
from inbox.ui.board.live.day_chart import DayChart, Legend, cut
from inbox.ui.board.live.rows import people_columns, people_rows, pool_columns, pool_rows
from inbox.ui.board.live.standing import Standing, reading
from inbox.ui.board.live.summary import SummaryLine, nobody_there, of_when, told
from inbox.ui.board.panel import Panel
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.board.table import Cell
from inbox.ui.board.table_view import Table
from inbox.ui.look.type import SMALL
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

_REST = 100
"""Milliseconds between two counts while changes come one after the other; the first is counted at once."""


class LiveTab(BoardTab):
    """Pools, the day, people. Reads while it is in front, and only what differs is painted."""

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Live"))
        desk = self.desk
        self._minutes = lambda kinds: expected(kinds, desk.expected_minutes)
        self._compares = desk.actor.role is Role.SUPERVISOR
        self.pools = Table(self.theme, tr("Pools"), pool_columns())
        self.people = Table(self.theme, tr("People"), people_columns(compare=self._compares))
        self.chart = DayChart(self.theme)
        self.summary = SummaryLine(self.theme)
        self.fresh = Words(self.theme, "", SMALL, "text_2")
        self.alone = Words(self.theme, "", SMALL, "soon_text", bold=True, wrap=True)
        self.standing: Standing | None = None
        self._read: Newest[Standing] = Newest(around.beside, lambda: reading(desk), self._show)
        self._more = False
        self._news = QTimer(self, interval=_REST, singleShot=True)
        self._news.timeout.connect(self._rested)
        self._build()
        self._listen()
        self.restyle()

    def come(self) -> None:
        self._in_front = True
        self._tell_time()
        self._read.ask()

    def go(self) -> None:
        self._in_front = False
        self._news.stop()

    def first(self) -> QWidget:
        return self.people if self._people_have_it else self.pools

    def step(self, by: int) -> None:
        self._table().step(by)

    def across(self, by: int) -> None:
        self._table().across(by)

    def enter(self) -> None:
        self._table().enter()

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(0, 0, px(16), 0)
        self.alone.setContentsMargins(px(16), px(4), px(16), px(6))
        self._day_words.setContentsMargins(px(16), 0, px(16), px(10))
        self._foot.setContentsMargins(px(14), px(6), px(14), px(10))

    def _table(self) -> Table:
        return self.people if self.people.hasFocus() else self.pools

    def _build(self) -> None:
        theme = self.theme
        self._in_front, self._people_have_it = False, False
        self._head = QHBoxLayout()
        self._head.addWidget(self.summary, 1)
        self._head.addWidget(self.fresh)
        self._pool_panel = Panel(theme, tr("Pools"), tr("Enter lists the items behind a number"))
        self._pool_panel.body.addWidget(self.pools)
        self._day_panel = Panel(theme, tr("Today"))
        self._day_panel.head.addWidget(Legend(theme))
        self._day_words = Words(theme, "", SMALL, "text_2", wrap=True)
        self._day_panel.body.addWidget(self.chart)
        self._day_panel.body.addWidget(self._day_words)
        self._day_panel.body.addStretch(1)
        seen = tr("seen by supervisors only") if self._compares else ""
        self._people_panel = Panel(theme, tr("People"), seen)
        self._people_panel.body.addWidget(self.people)
        about = tr("Load: the minutes their items are expected to take, against what is left of their day.")
        self._foot = Words(theme, about, SMALL, "text_3", wrap=True)
        self._people_panel.body.addWidget(self._foot)
        self._people_panel.body.addStretch(1)
        left, right = (self._pool_panel, self._day_panel), (self._people_panel,)
        self._columns = Columns(theme, left, right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nest(self._head, column)
        column.addWidget(self.alone)
        column.addWidget(self._columns, 1)

    def _listen(self) -> None:
        desk = self.desk
        for table in (self.pools, self.people):
            table.entered.connect(self._drill)
            table.moved.connect(lambda _key, table=table: self._columns.bring_into_view(table))
        self.pools.moved.connect(lambda _key: self._show_day())
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tick)
        desk.status_changed.connect(lambda _status: self._tell_time())

    def _hear(self, changes: Changes) -> None:
        if not self._in_front or not changes:
            return
        self._more = self._news.isActive()
        if not self._more:
            self._read.ask()
            self._news.start()

    def _rested(self) -> None:
        if self._more:
            self._more = False
            self._read.ask()
            self._news.start()

    def _tick(self) -> None:
        if self._in_front:
            self._read.ask()
            self._tell_time()

    def _show(self, standing: Standing) -> None:
        """Tables, chart and words paint what differs; everything else stays as it is on screen."""
        first, self.standing = self.standing is None, standing
        self.pools.show_rows(pool_rows(standing, self.desk.pool_name))
        self.people.show_rows(people_rows(standing, self._minutes, compare=self._compares))
        self.summary.show_parts(told(standing))
        self._tell_alone(nobody_there(self.desk, standing))
        self._show_day()
        self._tell_time()
        if self._in_front and QApplication.focusWidget() in (self, None):
            self.first().setFocus()
        if first:  # once the lines have their height
            QTimer.singleShot(0, self, lambda: self._columns.bring_into_view(self._table()))

    def _show_day(self) -> None:
        """The day of the pool under the cursor, or of all of them."""
        if self.standing is None:
            return
        key = self.pools.key
        local = self.standing.at.astimezone(self.desk.zone)
        hours = cut(*by_hour(self.standing.numbers, PoolId(key) if key else None), local.hour)
        self.chart.show_hours(hours)
        row = self.pools.currentIndex().row()
        named = self.pools.rows.rows[row].cells[0].words if row >= 0 else tr("All pools")
        _tell(self._day_panel.remark, named)
        _tell(self._day_words, hours.said)

    def _tell_time(self) -> None:
        _tell(self.fresh, of_when(self.desk, self.standing))

    def _tell_alone(self, words: str) -> None:
        _tell(self.alone, words)
        self.alone.setVisible(bool(words))

    def _drill(self, cell: object) -> None:
        if isinstance(cell, Cell) and cell.view is not None:
            self._people_have_it = self.people.hasFocus()
            self.around.drill(cell.view)


def _tell(words: Words, said: str) -> None:
    """Show other words; the same again touch nothing."""
    if words.text() != said:
        words.set_words(said)
