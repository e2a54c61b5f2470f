"""What the rest of the day will bring, as it looks now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from PySide6.QtWidgets import QVBoxLayout

from inbox.domain.duty import Roster
from inbox.domain.forecast.forecast import Forecast, Range, forecast
from inbox.domain.forecast.history import ENOUGH_DAYS
from inbox.domain.words import tr, trn
from inbox.queries import forecast as reading
from inbox.queries import pools, rebalance
from inbox.queries.reader import Reader
from inbox.ui.beside import Newest
from inbox.ui.board.forecast.fan import Fan, Hour
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.parts.words import Words
from inbox.ui.reading.moments import clock


class Foretold(msgspec.Struct, frozen=True):
    """A forecast, when it was made, and from how many days."""

    at: datetime
    days: int
    found: Forecast | None
    anybody: bool
    """Whether anybody is on duty for the rest of the day."""


class ForecastTab(BoardTab):
    """Read anew each time it comes to the front, and with the clock while it stays there."""

    ground: Role = "surface"

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Forecast"))
        self.told = Words(self.theme, tr("Looking at the days before…"), SUBJECT, wrap=True)
        self.about = Words(self.theme, "", SMALL, "text_2", wrap=True)
        self.fan = Fan(self.theme)
        self.by_pool = Words(self.theme, "", wrap=True)
        self._column = QVBoxLayout(self)
        for part in (self.told, self.about, self.fan, self.by_pool):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._newest: Newest[Foretold] = Newest(around.beside, self._prepare, self.show_forecast)
        self._in_front = False
        self.desk.ticked.connect(self._again)
        self.restyle()

    def come(self) -> None:
        self._in_front = True
        self._newest.ask()

    def go(self) -> None:
        self._in_front = False

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(16), px(10), px(16), px(10))
        self._column.setSpacing(px(10))

    def _again(self) -> None:
        if self._in_front and not self._newest.under_way:
            self._newest.ask()

    def _prepare(self) -> Callable[[Reader], Foretold]:
        desk, now = self.desk, self.desk.now()
        staff, local = pools.staff(desk.reader), now.astimezone(desk.zone)
        roster = Roster(tuple(staff), desk.promises.calendar)
        table, office = desk.expected_minutes, desk.actor.office_work
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)

        def look(reader: Reader) -> Foretold:
            here = rebalance.workers(roster, now)
            board = rebalance.board(reader, staff, here, table, office, now)
            past = reading.history(reader, roster, table, midnight)
            marks = reading.marks(here, local)
            day = reading.outlook(reader, board, table, office, local)
            found = forecast(day, past, marks, seed=local.toordinal())
            return Foretold(now, len(past.days), found, bool(marks))

        return look

    def show_forecast(self, told: Foretold) -> None:
        """Say and draw it, or say why there is none."""
        found, zone = told.found, self.desk.zone
        self.fan.setVisible(found is not None)
        self.by_pool.setVisible(found is not None)
        if found is None:
            self.told.set_words(_why_not(told))
            self.about.set_words("")
            return
        hours = [
            Hour(mark, clock(reading.moment(told.at, mark), zone), late)
            for mark, late in zip(found.marks, found.late, strict=True)
        ]
        self.fan.show_hours(clock(told.at, zone), hours)
        most = found.most_in
        self.told.set_words(
            _sentence(found.late[-1], hours[-1].clock, self.desk.pool_name(most) if most else "")
        )
        days = trn("{n} day", "{n} days", told.days)
        self.about.set_words(tr("In eight of ten days like this. Learned from {days} of work.", days=days))
        lines = [_line(self.desk.pool_name(pool), one) for pool, one in found.by_pool.items() if one.high]
        self.by_pool.set_words("\n".join(sorted(lines)))


def _sentence(late: Range, hour: str, pool: str) -> str:
    if not late.high:
        return tr("Nothing more is expected to be late by {hour}.", hour=hour)
    if late.low == late.high:
        return tr("{n} more will be late by {hour}, most in {pool}.", n=late.high, hour=hour, pool=pool)
    known = {"low": late.low, "high": late.high, "hour": hour, "pool": pool}
    return tr("{low} to {high} more will be late by {hour}, most in {pool}.", **known)


def _line(pool: str, one: Range) -> str:
    if one.low == one.high:
        return tr("{pool}: {n}", pool=pool, n=one.high)
    return tr("{pool}: {low} to {high}", pool=pool, low=one.low, high=one.high)


def _why_not(told: Foretold) -> str:
    if not told.anybody:
        return tr("Nobody is on duty any more today, as far as the server says.")
    days = trn("{n} day of work is", "{n} days of work are", told.days)
    return tr("Only {days} known here; a forecast needs {n}.", days=days, n=ENOUGH_DAYS)
