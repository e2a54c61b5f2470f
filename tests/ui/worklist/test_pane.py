"""The list as it changes: order, cursor, marks, pages, counts, words of time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.changes import Changes
from inbox.domain.work_item import Stage
from inbox.queries import tally, worklist
from inbox.queries.tally import Summary
from inbox.queries.views import View, ViewKind
from inbox.sync.status import Status
from inbox.ui.desk import Desk
from inbox.ui.look.sla import Sla
from inbox.ui.worklist.pane import WorklistPane, is_to_do
from inbox.ui.worklist.standing_bar import StandingBar
from tests.ui.conftest import NOW, Clock

POOL = View(ViewKind.POOL)


@pytest.fixture
def pane(desk: Desk, qtbot: QtBot) -> WorklistPane:
    """The pool, 436 × 320: six rows are in sight."""
    pane = WorklistPane(desk)
    qtbot.addWidget(pane)
    pane.resize(436, 380)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.show_view(POOL)
    settle()
    return pane


@pytest.fixture
def statements(desk: Desk) -> Iterator[list[str]]:
    """Every statement that the screens send to the store, from now on."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(desk.reader, "before_cursor_execute", note)
    yield found
    event.remove(desk.reader, "before_cursor_execute", note)


def settle() -> None:
    """Let everything be heard and painted."""
    for _ in range(4):
        QTest.qWait(0)


def perform(desk: Desk, command: str, target: Target, **arguments: object) -> None:
    """Do `command` as if another window had asked for it."""
    asyncio.run(desk.bus.run(COMMANDS[command], [target], **arguments))
    settle()


def at(pane: WorklistPane, number: int) -> Target:
    """The item at `number`."""
    target = pane.model.target(number)
    assert target is not None
    return target


def heading(pane: WorklistPane) -> str:
    """What stands beside the title."""
    return pane._heading.count.text()


def test_rows_come_in_the_order_of_the_view(pane: WorklistPane, desk: Desk) -> None:
    ids = worklist.ids(desk.reader, POOL, desk.actor, desk.now())
    assert [pane.model.item(number) for number in range(pane.model.rowCount())] == ids
    assert len(ids) > 8


def test_the_cursor_keeps_its_item_when_others_change_around_it(pane: WorklistPane, desk: Desk) -> None:
    pane.list.go_to(4)
    here = pane.current()
    perform(desk, "item.done", at(pane, 2))
    assert pane.current() == here
    assert pane.list.currentIndex().row() == 3


def test_the_cursor_takes_the_next_item_when_its_own_disappears(pane: WorklistPane, desk: Desk) -> None:
    pane.list.go_to(3)
    here, below = at(pane, 3), at(pane, 4)
    perform(desk, "item.done", here)
    assert pane.current() == below


def test_the_last_item_gives_the_cursor_to_the_one_above(pane: WorklistPane, desk: Desk) -> None:
    pane.show_view(View(ViewKind.MY_WORK))
    pane.show_view(POOL)
    free = [n for n in range(pane.model.rowCount()) if is_free(pane, n)]
    last = free[-1]
    for number in range(pane.model.rowCount() - 1, last, -1):
        desk.store.remove([at(pane, number).item]).result()
        settle()
    pane.list.go_to(last)
    above = at(pane, last - 1)
    perform(desk, "item.done", at(pane, last))
    assert pane.current() == above


def test_a_change_elsewhere_moves_nothing_and_tells_nobody(pane: WorklistPane, desk: Desk) -> None:
    pane.list.go_to(4)
    told: list[object] = []
    pane.current_changed.connect(told.append)
    perform(desk, "item.done", at(pane, 2))
    desk.hear(Changes(everything=True))
    settle()
    assert told == []


def test_somebody_who_scrolled_sees_the_rows_stay_where_they_are(pane: WorklistPane, desk: Desk) -> None:
    pane.list.go_to(pane.model.rowCount() - 3)
    bar = pane.list.verticalScrollBar()
    bar.setValue(bar.value() - 30)
    before = pane.list.visualRect(pane.list.currentIndex()).y()
    assert bar.value() > 0
    perform(desk, "item.done", at(pane, 2))
    assert pane.list.visualRect(pane.list.currentIndex()).y() == before


def test_at_the_top_the_list_stays_at_the_top(pane: WorklistPane, desk: Desk) -> None:
    pane.list.go_to(5)
    pane.list.verticalScrollBar().setValue(0)
    perform(desk, "item.done", at(pane, 2))
    assert pane.list.verticalScrollBar().value() == 0


def times_listed(statements: list[str]) -> int:
    """How often a whole list was read in its order, not only what comes first in it."""
    ordered = (statement for statement in statements if "ORDER BY" in statement and "band" in statement)
    return sum("LIMIT" not in statement for statement in ordered)


def test_changes_that_come_together_are_read_once(
    pane: WorklistPane, desk: Desk, statements: list[str]
) -> None:
    for _ in range(20):
        desk.changed.emit(Changes(outbox=True))
    settle()
    assert times_listed(statements) == 1


def test_phrases_and_rules_that_change_are_no_reason_to_read_the_list_again(
    pane: WorklistPane, desk: Desk, statements: list[str]
) -> None:
    desk.changed.emit(Changes(kit=True, own_kit=True))
    settle()
    assert times_listed(statements) == 0


def test_a_view_reads_its_ids_and_no_more_rows_than_a_page(
    pane: WorklistPane, desk: Desk, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = worklist.lines

    def lines(reader: object, items: object, actor: object) -> object:
        asked.append(len(items))  # type: ignore[arg-type]
        return real(reader, items, actor)  # type: ignore[arg-type]

    many = worklist.ids(desk.reader, POOL, desk.actor, desk.now()) * 250
    monkeypatch.setattr(worklist, "ids", lambda *_: many)
    monkeypatch.setattr(worklist, "lines", lines)
    pane.show_view(View(ViewKind.MY_WORK))
    settle()
    assert pane.model.rowCount() == len(many) > 2_000
    assert asked == [worklist.PAGE]
    pane.list.go_to(len(many) - 1)
    settle()
    assert sum(asked) <= 3 * worklist.PAGE


def test_time_renews_words_and_not_the_order(
    pane: WorklistPane, desk: Desk, clock: Clock, statements: list[str]
) -> None:
    before = [row_words(pane, number) for number in range(3)]
    clock.forward(hours=1)
    desk.ticked.emit()
    settle()
    assert [row_words(pane, number) for number in range(3)] != before
    assert times_listed(statements) == 0


def test_colours_and_counts_follow_time_without_the_list_being_read_again(
    pane: WorklistPane, desk: Desk, clock: Clock, statements: list[str]
) -> None:
    rows = [pane.model.row(number) for number in range(pane.model.rowCount())]
    late = next(n for n, row in enumerate(rows) if row is not None and row.sla is Sla.ON_TRACK)
    before = tally.summary(desk.reader, POOL, desk.actor, desk.now())
    row = rows[late]
    assert row is not None
    assert row.line.due is not None
    statements.clear()
    clock.at = row.line.due
    desk.ticked.emit()
    settle()
    now = pane.model.row(late)
    assert now is not None
    assert now.line.item == row.line.item
    assert (now.sla, now.clock) == (Sla.OVERDUE, "due now")
    assert times_listed(statements) == 0
    after = tally.summary(desk.reader, POOL, desk.actor, desk.now())
    assert after.overdue > before.overdue
    assert f"{after.overdue} overdue" in pane._standing.accessibleDescription()


def test_a_view_is_shown_from_its_top_with_its_own_title_and_count(
    pane: WorklistPane, desk: Desk, qtbot: QtBot
) -> None:
    pane.list.go_to(5)
    pane.show_view(View(ViewKind.SENT))
    assert pane.list.currentIndex().row() == 0
    assert pane._heading.title.accessibleName() == "Sent"
    assert heading(pane) == f"{pane.model.rowCount()} sent or closed"
    with qtbot.waitSignal(pane.seeking.came):
        pane.show_view(View(ViewKind.SEARCH, text="chest"))
    assert pane._heading.title.accessibleName() == "Search: chest"
    assert heading(pane) == f"{pane.model.rowCount()} found"
    pool = desk.actor.pools[0]
    pane.show_view(View(ViewKind.POOL, pools=(pool,)))
    assert pane._heading.title.accessibleName() == desk.pool_name(pool)


def test_only_another_view_is_told_as_one(pane: WorklistPane) -> None:
    told: list[View] = []
    pane.view_changed.connect(told.append)
    pane.show_view(POOL)
    pane.show_view(View(ViewKind.SENT))
    assert told == [View(ViewKind.SENT)]


@pytest.mark.parametrize(
    ("view", "title"),
    [
        (View(ViewKind.MY_WORK), "Your list is clear"),
        (View(ViewKind.ESCALATIONS), "No physician is asked"),
        (View(ViewKind.SEARCH, text="zzzznothing"), "Nothing found"),
    ],
)
def test_an_empty_view_says_so_and_nothing_is_current(
    pane: WorklistPane, qtbot: QtBot, view: View, title: str
) -> None:
    pane.show_view(view)
    qtbot.waitUntil(lambda: pane.view == view)
    assert pane.current() is None
    assert pane._body._said is not None
    assert pane._body._said.title == title
    assert not pane.list.isVisible()


def test_an_empty_pool_says_when_the_server_was_asked(pane: WorklistPane, desk: Desk) -> None:
    empty = next(
        p for p in desk.actor.pools if not worklist.ids(desk.reader, in_pool(p), desk.actor, desk.now())
    )
    pane.show_view(in_pool(empty))
    assert pane._body._said is not None
    assert pane._body._said.sentence == "The server has not been asked yet."
    desk.hear_status(Status(last_sync=NOW))
    settle()
    assert pane._body._said.sentence == "Checked at 09:42."
    assert pane._body._said.command == "item.claim_next"


def test_a_list_that_empties_keeps_the_keyboard_and_gives_it_back(pane: WorklistPane) -> None:
    pane.take_keyboard()
    pane.show_view(View(ViewKind.MY_WORK))
    settle()
    assert pane.has_keyboard()
    pane.show_view(POOL)
    settle()
    assert pane.list.hasFocus()


def test_marks_add_up_over_a_range_and_are_counted(pane: WorklistPane) -> None:
    pane.list.go_to(1)
    pane.toggle_mark()
    pane.list.go_to(4)
    pane.mark_range()
    assert pane.targets() == [at(pane, number) for number in range(1, 5)]
    assert heading(pane) == f"4 of {pane.model.rowCount()} marked"
    pane.list.go_to(2)
    pane.toggle_mark()
    assert pane.targets() == [at(pane, number) for number in (1, 3, 4)]
    assert pane.unmark()
    assert pane.targets() == [at(pane, 2)]
    assert not pane.unmark()


def test_a_range_starts_at_the_marked_item_though_rows_moved_meanwhile(
    pane: WorklistPane, desk: Desk
) -> None:
    pane.list.go_to(4)
    pane.toggle_mark()
    start, end = at(pane, 4), at(pane, 6)
    perform(desk, "item.done", at(pane, 2))
    pane.list.go_to(5)
    pane.mark_range()
    assert [pane.targets()[0], pane.targets()[-1]] == [start, end]


def test_marks_of_one_view_are_not_taken_into_another(pane: WorklistPane) -> None:
    pane.toggle_mark()
    pane.show_view(View(ViewKind.WAITING))
    pane.show_view(POOL)
    assert pane.model.marks == 0


def test_advancing_skips_what_others_have_and_what_was_just_done(pane: WorklistPane) -> None:
    free = [n for n in range(pane.model.rowCount()) if is_free(pane, n)]
    taken = [n for n in range(pane.model.rowCount()) if not is_free(pane, n)]
    assert taken[0] < free[-1]
    pane.advance(frozenset())
    assert pane.list.currentIndex().row() == free[0]
    pane.advance(frozenset({at(pane, n).item for n in free[:2]}))
    assert pane.list.currentIndex().row() == free[2]


def test_what_waits_for_a_prescriber_is_not_gone_on_with(pane: WorklistPane, desk: Desk) -> None:
    row = pane.model.row(0)
    assert row is not None
    held = msgspec.structs.replace(row.line, stage=Stage.CLAIMED, owner=desk.actor.person)
    assert is_to_do(replace(row, line=held, mine=True))
    asked = msgspec.structs.replace(held, awaiting_physician=True)
    assert not is_to_do(replace(row, line=asked, mine=True))


def test_a_click_always_leaves_the_row_selected(pane: WorklistPane) -> None:
    def click(held: Qt.KeyboardModifier) -> None:
        where = pane.list.visualRect(pane.model.index(2, 0)).center()
        QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, held, QPoint(where))

    click(Qt.KeyboardModifier.NoModifier)
    click(Qt.KeyboardModifier.ControlModifier)
    assert pane.list.currentIndex().row() == 2
    assert pane.list.selectionModel().isSelected(pane.model.index(2, 0))


def test_letters_never_search_the_list(pane: WorklistPane) -> None:
    pane.take_keyboard()
    QTest.keyClicks(pane.list, "q")
    assert pane.list.currentIndex().row() == 0


def test_the_five_counts_add_up_to_the_list(pane: WorklistPane) -> None:
    assert sum(count for _, count, _ in pane._standing._told) == pane.model.rowCount()


@pytest.mark.parametrize("change", [{"scale": 200}, {"density": "compact"}, {"name": "high-contrast"}])
def test_another_look_keeps_the_current_row_in_sight(
    pane: WorklistPane, desk: Desk, change: dict[str, object]
) -> None:
    pane.list.go_to(pane.model.rowCount() - 1)
    desk.theme.change(**change)  # type: ignore[arg-type]
    settle()
    assert pane.list.viewport().rect().contains(pane.list.visualRect(pane.list.currentIndex()).center())
    assert pane.list.rowHeight(0) == desk.theme.row_height


def row_words(pane: WorklistPane, number: int) -> str:
    """The whole row."""
    row = pane.model.row(number)
    assert row is not None
    return row.sentence


def is_free(pane: WorklistPane, number: int) -> bool:
    """Whether nobody has it."""
    row = pane.model.row(number)
    return row is not None and row.who == "unclaimed"


def in_pool(pool: object) -> View:
    """The list of one pool."""
    return View(ViewKind.POOL, pools=(pool,))  # type: ignore[arg-type]


def test_that_nothing_is_flagged_is_never_said(desk: Desk, qtbot: QtBot) -> None:
    bar = StandingBar(desk.theme)
    qtbot.addWidget(bar)
    bar.show_summary(Summary(flags=0, waiting=0, overdue=0, due_soon=2, on_track=1))
    assert bar.accessibleDescription() == "0 overdue, 2 due soon, 1 on track"
