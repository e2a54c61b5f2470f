"""The forecast tab: honest when too little is known, a range and a picture when enough is."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.forecast.forecast import Forecast, Range
from inbox.domain.ids import PoolId
from inbox.domain.people import Role
from inbox.ui.board.forecast import ForecastTab
from inbox.ui.board.forecast.tab import Foretold
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW


@pytest.fixture
def lead(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    """The supervisor's screen with the forecast in front."""
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    work = AtWork(desk, qtbot)
    work.press("view.board")
    page = work.views.board.page
    work.press(f"board.{page.number('forecast') + 1}")
    yield work


def tab(lead: AtWork) -> ForecastTab:
    found = lead.views.board.page.tab
    assert isinstance(found, ForecastTab)
    return found


def test_the_rest_of_the_day_is_foretold_from_the_days_before(lead: AtWork) -> None:
    lead.qtbot.waitUntil(lambda: "late by 18:00" in tab(lead).told.text())
    assert "days of work" in tab(lead).about.text()
    assert tab(lead).fan.isVisible()


def test_with_a_short_history_or_nobody_there_it_says_so_and_draws_nothing(lead: AtWork) -> None:
    lead.qtbot.waitUntil(lambda: "late by" in tab(lead).told.text())
    tab(lead).show_forecast(Foretold(NOW, 3, None, True))
    assert tab(lead).told.text() == "Only 3 days of work are known here; a forecast needs 10."
    assert not tab(lead).fan.isVisible()
    tab(lead).show_forecast(Foretold(NOW, 40, None, False))
    assert "Nobody is on duty" in tab(lead).told.text()


def test_a_range_is_told_with_its_hour_and_the_pool_and_drawn_with_numbers(lead: AtWork) -> None:
    lead.qtbot.waitUntil(lambda: "late by" in tab(lead).told.text())
    refills = next(pool for pool in lead.desk.pools() if pool.name.startswith("Refill"))
    by_pool = {PoolId(refills.id): Range(3, 5, 7)}
    late = (Range(0, 1, 2), Range(2, 4, 6), Range(4, 6, 9))
    found = Forecast((18.0, 78.0, 138.0), late, by_pool)
    tab(lead).show_forecast(Foretold(NOW, 40, found, True))
    assert tab(lead).told.text() == f"4 to 9 more will be late by 12:00, most in {refills.name}."
    assert tab(lead).fan.isVisible()
    assert "by 11:00 2 to 6" in tab(lead).fan.accessibleDescription()
    assert tab(lead).fan.accessibleDescription().startswith("From now, 09:42: ")
