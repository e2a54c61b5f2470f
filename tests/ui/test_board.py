"""The board in front of the list: who sees it, what its keys do, and how one comes back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.measures import Found, Lines, Spread
from inbox.domain.people import CHARGE, Role
from inbox.queries.views import ViewKind
from inbox.store.schema import patient_row
from inbox.sync.status import Connection, Status
from inbox.ui.board.live import LiveTab
from inbox.ui.board.live.day_chart import cut
from inbox.ui.board.live.rows import load_words
from inbox.ui.board.measures import MeasuresTab
from inbox.ui.board.measures.words import MEASURES, change_words, now_words
from inbox.ui.board.table_view import Table
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import Clock


@pytest.fixture
def lead(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    """The supervisor's screen."""
    supervisor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    desk.actor = supervisor
    desk.bus.actor = supervisor
    yield AtWork(desk, qtbot)


def test_the_board_is_refused_with_a_sentence_to_whoever_has_no_charge(desk: Desk, qtbot: QtBot) -> None:
    nadia = AtWork(desk, qtbot)
    nadia.press("view.board")
    assert nadia.said[-1] == "The board is for supervisors and the charge nurse."
    assert not nadia.views.board.is_open
    assert nadia.space.regions.isVisible()


def test_the_board_stands_where_the_list_stood_and_esc_leads_back(lead: AtWork) -> None:
    current = lead.current
    lead.press("view.board")
    assert lead.views.board.is_open
    assert not lead.space.regions.isVisible()
    lead.press("app.back")
    assert lead.space.regions.isVisible()
    assert lead.current == current
    assert lead.worklist.has_keyboard()


def test_nothing_is_done_to_the_item_that_the_board_hides(lead: AtWork) -> None:
    lead.press("view.board")
    for command in ("item.claim", "item.done", "item.reply", "quick.1", "item.send"):
        lead.press(command)
        assert lead.said[-1] in ("That is done in the list. Esc leads back to it.", "Select an item first.")
    assert lead.done() == []


def test_going_to_a_list_leaves_the_board(lead: AtWork) -> None:
    lead.press("view.board")
    lead.press("view.my_work")
    assert not lead.views.board.is_open
    assert lead.worklist.view is not None
    assert lead.worklist.view.kind is ViewKind.MY_WORK


def live(work: AtWork) -> LiveTab:
    """The live tab, once it has counted."""
    work.press("view.board")
    tab = work.views.board.page.tab
    assert isinstance(tab, LiveTab)
    work.qtbot.waitUntil(lambda: bool(tab.pools.rows.rows))
    work.settle()
    return tab


async def claim(work: AtWork, target: Target) -> None:
    """Take an item without leaving the board, as a colleague would."""
    await work.desk.bus.run(COMMANDS["item.claim"], [target])


def line(table: Table, name: str) -> dict[str, str]:
    """The words of one line, by column."""
    row = next(row for row in table.rows.rows if row.cells[0].words == name)
    titles = [column.title for column in table.rows.columns]
    return {title: cell.words or cell.said for title, cell in zip(titles, row.cells, strict=True)}


def test_enter_lists_what_a_number_counts_and_esc_leads_back_to_the_number(lead: AtWork) -> None:
    tab = live(lead)
    lead.press("board.next")
    lead.press("board.right")
    pool, at = tab.pools.key, tab.pools.currentIndex()
    counted = tab.pools.rows.cell(at.row(), at.column())
    assert counted is not None
    lead.press("board.open")
    assert lead.space.regions.isVisible()
    assert lead.worklist.model.rowCount() == int(counted.words)
    assert lead.worklist._heading.title.accessibleName() == f"Unclaimed: {lead.desk.pool_name(pool)}"
    lead.press("app.back")
    assert lead.views.board.is_open
    assert (tab.pools.key, tab.pools.currentIndex().column()) == (pool, at.column())
    assert tab.pools.hasFocus()


def test_the_board_follows_what_happens_and_paints_only_what_differs(lead: AtWork) -> None:
    tab = live(lead)
    before = {row.key: row for row in tab.pools.rows.rows}
    heard: list[tuple[int, int]] = []
    resets: list[None] = []
    tab.pools.rows.dataChanged.connect(lambda first, _last: heard.append((first.row(), first.column())))
    tab.pools.rows.modelReset.connect(lambda: resets.append(None))
    target = lead.go(free)
    pool = lead.line(target.item).pool
    lead.play(lambda: lead.conductor.follow(claim(lead, target)))
    lead.qtbot.waitUntil(lambda: bool(heard))
    lead.settle()
    after = {row.key: row for row in tab.pools.rows.rows}
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {"", pool}
    assert resets == []
    assert len(heard) == 2, "unclaimed, of the pool and of all"


def test_what_is_said_while_the_server_is_out_of_touch(lead: AtWork) -> None:
    tab = live(lead)
    seen = lead.desk.now() - timedelta(minutes=37)
    lead.desk.hear_status(Status(Connection.OFFLINE, ready=True, last_sync=seen))
    lead.settle()
    assert tab.fresh.text() == "as of 09:05, out of touch since"


def test_at_night_the_board_says_that_nobody_is_on_duty(lead: AtWork, clock: Clock) -> None:
    clock.forward(hours=14)
    tab = live(lead)
    assert tab.alone.text().startswith("Nobody is on duty until Wed 18 Mar, 07:00.")
    assert line(tab.pools, "Refills")["On duty"] == "nobody"


def test_who_has_the_charge_sees_the_board_and_no_comparison_of_people(desk: Desk, qtbot: QtBot) -> None:
    desk.actor = msgspec.structs.replace(desk.actor, duties=frozenset({CHARGE}))
    tab = live(AtWork(desk, qtbot))
    assert "Done" not in [column.title for column in tab.people.rows.columns]


@pytest.mark.parametrize(("work", "left", "said"), [
    (30, 120, "25 %"), (150, 120, "30 min over"), (12, 0, "12 min, off"), (0, 0, "–"), (0, 60, "0 %"),
])  # fmt: skip
def test_load_is_said_in_words(work: float, left: float, said: str) -> None:
    assert load_words(work, left) == said


def test_the_night_is_one_slot_of_the_day() -> None:
    arrived = [1, 0, 2, *[0] * 6, 4, *[0] * 15]
    hours = cut(arrived, [0] * 25, 9)
    assert hours.arrived[:4] == (3, 0, 0, 4)
    assert [hours.name(n) for n in (0, 1, 3)] == ["before", "07", "now"]
    assert hours.said == "7 came, 0 went: 7 more to do."


def measures(work: AtWork) -> MeasuresTab:
    """The measures, once they were read and counted."""
    work.press("view.measures")
    tab = work.views.board.page.tab
    assert isinstance(tab, MeasuresTab)
    work.qtbot.waitUntil(lambda: tab.page is not None)
    work.settle()
    return tab


def test_a_supervisor_measures_by_pool_kind_and_person(lead: AtWork) -> None:
    tab = measures(lead)
    assert tab.page is not None
    first = tab.page
    assert tab.table.rows.rows[0].cells[0].words == "All of it"
    assert first.lines[0].now.arrived == sum(line.now.arrived for line in first.lines[1:])
    for what, named in (("kind", "Refill"), ("person", "Nadia Brand, RN")):
        lead.press("board.lines")
        lead.qtbot.waitUntil(lambda: tab.page is not None and tab.page.choice == tab.choice)
        assert named in [row.cells[0].words for row in tab.table.rows.rows], what


def test_another_period_is_measured_against_the_one_before(lead: AtWork) -> None:
    tab = measures(lead)
    week = tab.page
    lead.press("board.period")
    lead.qtbot.waitUntil(lambda: tab.page is not week)
    assert tab.page is not None
    assert week is not None
    assert tab.page.choice.days == 14
    assert tab.page.lines[0].now.arrived >= week.lines[0].now.arrived + week.lines[0].before.arrived


def test_staff_measure_their_own_work_and_nobody_elses(desk: Desk, qtbot: QtBot) -> None:
    nadia = AtWork(desk, qtbot)
    tab = measures(nadia)
    assert tab.page is not None
    assert {line.scope.person for line in tab.page.lines} == {desk.actor.person}
    nadia.press("board.lines")
    nadia.press("board.lines")
    assert tab.choice.lines is Lines.POOLS, "people are no lines of hers"
    nadia.press("view.board")
    assert nadia.said[-1] == "The board is for supervisors and the charge nurse."


def test_what_the_server_does_not_tell_is_not_known_rather_than_none(lead: AtWork) -> None:
    tab = measures(lead)
    assert tab.page is not None
    assert "hand-offs" in tab.told.text()
    assert [now_words(one, tab.page.lines[0].now) for one in MEASURES if one.id == "ping_pong"] == ["–"]


def test_the_export_holds_what_is_shown_and_no_patient(lead: AtWork, tmp_path: Path) -> None:
    tab = measures(lead)
    lead.play(lambda: lead.conductor.follow(tab.write(tmp_path / "measures.csv")))
    rows = list(csv.reader((tmp_path / "measures.csv").read_text("utf-8-sig").splitlines()))
    assert tab.page is not None
    assert len(rows) == 1 + len(tab.page.lines) * len(MEASURES)
    assert rows[1][:2] == ["All of it", "Arrived"]
    assert rows[1][3] == str(tab.page.lines[0].now.arrived)
    body = (tmp_path / "measures.csv").read_text("utf-8-sig")
    names = set(lead.desk.reader.scalars(select(patient_row.c.name)))
    assert not [name for name in names if name in body]


@pytest.mark.parametrize(("now", "before", "said"), [
    (Found(without_physician=0.83), Found(without_physician=0.79), "▲ 4 points more than 79 %"),
    (Found(turnaround=Spread(80, 300, 5)), Found(turnaround=Spread(95, 300, 5)), "▼ 15 min less than 1 h 35"),
    (Found(closed=3), Found(closed=3), "as before"), (Found(), Found(without_physician=1.0), ""),
])  # fmt: skip
def test_a_change_is_said_with_its_direction(now: Found, before: Found, said: str) -> None:
    told = {one.id: change_words(one, now, before) for one in MEASURES}
    wanted = "without_physician" if now.without_physician or before.without_physician else ""
    assert told[wanted or ("turnaround" if now.turnaround else "closed")] == said
