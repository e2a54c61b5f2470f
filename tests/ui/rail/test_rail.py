"""Where one can go, how it stands there, and where one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.changes import Changes
from inbox.queries import tally, worklist
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.rail.pane import RailPane
from inbox.ui.rail.place import Place


@pytest.fixture
def rail(desk: Desk, qtbot: QtBot) -> RailPane:
    """Nadia's rail."""
    rail = RailPane(desk)
    qtbot.addWidget(rail)
    rail.resize(192, 700)
    rail.show()
    QTest.qWait(0)
    return rail


def place(rail: RailPane, label: str) -> Place:
    """The place of that name."""
    return next(one for one in rail.findChildren(Place) if one.label == label)


def test_every_view_and_pool_says_how_many_are_open_and_overdue(rail: RailPane, desk: Desk) -> None:
    counts = tally.counts(desk.reader, desk.actor, desk.now())
    assert counts.pool.overdue
    told = f"{counts.pool.open} open, {counts.pool.overdue} overdue"
    assert told in place(rail, "Pool").accessibleDescription()
    pool, count = next((pool, count) for pool, count in counts.pools.items() if not count.overdue)
    assert f"{count.open} open" in place(rail, desk.pool_name(pool)).accessibleDescription()
    assert "overdue" not in place(rail, desk.pool_name(pool)).accessibleDescription()


def test_counts_follow_what_is_done(rail: RailPane, desk: Desk, qtbot: QtBot) -> None:
    before = place(rail, "Pool")._open
    item = worklist.ids(desk.reader, View(ViewKind.POOL), desk.actor, desk.now())[0]
    desk.store.remove([item]).result()
    qtbot.waitUntil(lambda: place(rail, "Pool")._open == before - 1)


@pytest.mark.parametrize("label", ["My work", "Pool", "Escalations", "Waiting for patient", "Sent"])
def test_a_click_on_a_view_goes_there(rail: RailPane, qtbot: QtBot, label: str) -> None:
    with qtbot.waitSignal(rail.chosen) as chosen:
        QTest.mouseClick(place(rail, label), Qt.MouseButton.LeftButton)
    assert chosen.args is not None
    rail.mark(chosen.args[0])
    assert [one.label for one in rail.findChildren(Place) if one._current] == [label]


def test_a_click_on_a_pool_shows_that_pool_alone(rail: RailPane, desk: Desk, qtbot: QtBot) -> None:
    pool = desk.actor.pools[1]
    with qtbot.waitSignal(rail.chosen) as chosen:
        QTest.mouseClick(place(rail, desk.pool_name(pool)), Qt.MouseButton.LeftButton)
    assert chosen.args == [View(ViewKind.POOL, pools=(pool,))]


def test_a_search_is_no_place(rail: RailPane) -> None:
    rail.mark(View(ViewKind.SEARCH, text="chest"))
    assert not any(one._current for one in rail.findChildren(Place))


def test_a_folded_rail_shows_icons_only_and_says_their_names(rail: RailPane) -> None:
    rail.fold(True)
    QTest.qWait(0)
    rail.resize(48, 700)
    QTest.qWait(0)
    shown = [one for one in rail.findChildren(Place) if one.isVisible()]
    assert [one.label for one in shown][:2] == ["My work", "Pool"]
    assert all(one.width() <= 48 and one.label in one.toolTip() for one in shown)
    assert not rail._scroll.isVisible()
    rail.fold(False)
    assert rail._scroll.isVisible()
    assert rail.minimumSizeHint().width() <= 192


def test_new_pools_keep_the_mark(rail: RailPane, desk: Desk) -> None:
    pool = desk.actor.pools[1]
    rail.mark(View(ViewKind.POOL, pools=(pool,)))
    desk.changed.emit(Changes(people=True))
    for _ in range(3):
        QTest.qWait(0)
    current = [one.label for one in rail.findChildren(Place) if one._current]
    assert current[-1] == desk.pool_name(pool)
