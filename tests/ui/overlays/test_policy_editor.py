"""A supervisor changes the promises by keys alone: what it means for open work stands before publishing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.operations import Redue
from inbox.domain.people import Role
from inbox.domain.policy import Policy, parse
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.policy_sheet import Column, cell
from inbox.domain.site_kit import KitFile, Overtaken, Part
from inbox.fhir.faults import NoAnswer
from inbox.ui.desk import Desk
from inbox.ui.overlays.policy import PolicyEditor
from inbox.ui.overlays.policy.editor import Page
from inbox.ui.policy_acts import PolicyActs
from tests.ui.at_work import AtWork
from tests.ui.overlays.conftest import press, write
from tests.ui.overlays.test_kit_words import Kit

REPLY, MEDICAL = 1, 7
"""The column, and the row."""


class Publishing:
    """A server that keeps Libraries: what reached it, and what it answers."""

    def __init__(self) -> None:
        self.published: list[tuple[str, Policy, KitFile | None]] = []
        self.refuse: Callable[[], Exception | None] = lambda: None
        self.meanwhile: Callable[[], object] = lambda: None

    def publish(
        self, part: Part, version: str, body: bytes, saw: KitFile | None, reason: str = ""
    ) -> Future[KitFile]:
        answer: Future[KitFile] = Future()
        self.meanwhile()
        if refusal := self.refuse():
            answer.set_exception(refusal)
            return answer
        self.published.append((version, parse(body, "published"), saw))
        answer.set_result(KitFile(part, version, body, "Library/1", "2"))
        return answer


class Petra:
    """A supervisor at her desk with the editor open."""

    def __init__(self, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
        self.desk = desk
        self.server = Publishing()
        monkeypatch.setattr(desk.sync, "publish", self.server.publish)
        self.at_work = AtWork(desk, qtbot)
        self.acts = PolicyActs(desk, self.at_work.conductor, self.at_work.space)
        self.at_work.press("policy.edit")

    @property
    def editor(self) -> PolicyEditor:
        return self.acts.editor

    def presses(self, key: Qt.Key, *, control: bool = False) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        self.at_work.play(lambda: QTest.keyClick(focus, key, held))

    def goes_on(self) -> None:
        self.presses(Qt.Key.Key_Return, control=True)

    def changes(self, row: int, column: int, text: str) -> None:
        """Walk to a cell, write over what stands there, and press Enter."""
        self.editor.promises.table.go_to(row, 0)
        for _ in range(column):
            press(Qt.Key.Key_Right)
        press(Qt.Key.Key_Return)
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        write(text)
        press(Qt.Key.Key_Return)
        self.at_work.settle()

    def takes_back(self) -> None:
        """Undo the last act."""

        async def back() -> None:
            await self.desk.undo.back()

        self.at_work.play(lambda: self.at_work.conductor.follow(back()))

    def reads(self, row: int, column: int) -> str:
        return self.editor.promises.table.cells.grid.text(row, column)

    @property
    def told(self) -> str:
        return self.editor._wrong.text()


@pytest.fixture
def petra(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Petra:
    return Petra(desk, qtbot, monkeypatch)


def test_the_keyboard_is_back_where_it_was_once_it_is_closed(petra: Petra) -> None:
    petra.presses(Qt.Key.Key_Escape)
    assert not petra.editor.is_open
    assert petra.at_work.worklist.list.hasFocus()


def test_a_cell_is_changed_where_it_stands_and_nothing_holds_yet(petra: Petra) -> None:
    petra.changes(MEDICAL, REPLY, "6 h")
    assert petra.reads(MEDICAL, REPLY) == "6 h"
    assert petra.editor.draft.changed
    assert petra.desk.policy.policy == petra.editor.draft.base
    assert petra.server.published == []


def test_in_large_letters_the_promises_of_one_class_stand_below_each_other_and_are_changed_there(
    petra: Petra,
) -> None:
    petra.desk.theme.change(scale=200)
    petra.at_work.space.resize(1280, 800)
    petra.at_work.settle()
    page = petra.editor.promises
    assert page.table.horizontalScrollBar().maximum() == 0
    page.classes.setFocus()
    for _ in range(MEDICAL):
        press(Qt.Key.Key_Down)
    assert petra.reads(REPLY, 0) == "1 day"
    page.table.setFocus()
    petra.changes(REPLY, 0, "6 h")
    assert petra.reads(REPLY, 0) == "6 h"
    petra.desk.theme.change(scale=100)
    petra.at_work.space.resize(1920, 1080)
    petra.at_work.settle()
    assert page.classes.isHidden()
    assert petra.reads(MEDICAL, REPLY) == "6 h"


def test_what_cannot_be_meant_is_said_and_the_cell_stays(petra: Petra) -> None:
    petra.changes(MEDICAL, REPLY, "soon")
    assert petra.reads(MEDICAL, REPLY) == "1 day"
    assert petra.told == "“soon” is no time. Write 30 min, 4 h or 2 days, or – for none."
    petra.changes(MEDICAL, REPLY, "6 h")
    assert petra.told == ""


def test_a_pool_gets_its_own_and_delete_gives_it_back(petra: Petra) -> None:
    pools = petra.editor.promises.pools
    QTest.keyClick(petra.editor.promises.table, Qt.Key.Key_Tab)
    pools.setFocus()
    press(Qt.Key.Key_Down)
    pool = petra.desk.pools()[0].id
    petra.editor.promises.table.setFocus()
    petra.changes(MEDICAL, REPLY, "6 h")
    assert cell(petra.editor.draft.policy, pool, "medical-question", Column.REPLY) == "6 h"
    assert cell(petra.editor.draft.policy, "", "medical-question", Column.REPLY) == "1 day"
    assert pools.cells.grid.text(1, 0).endswith("(own)")
    petra.editor.promises.table.go_to(MEDICAL, REPLY)
    press(Qt.Key.Key_Delete)
    assert not petra.editor.draft.changed


def test_hours_are_changed_in_words_and_drawn(petra: Petra) -> None:
    petra.presses(Qt.Key.Key_2, control=True)
    assert petra.editor.page is Page.HOURS
    hours = petra.editor.hours
    assert hours.table.cells.setData(hours.table.cells.index(4, 0), "8-12")
    assert "Fri 08:00–12:00" in hours.week.accessibleDescription()
    assert not hours.table.cells.setData(hours.table.cells.index(4, 0), "mornings")
    assert "are no hours" in petra.told
    calendar = petra.editor.draft.policy.calendar
    assert calendar is not None
    assert [(b.start_min, b.end_min) for b in calendar.blocks if b.day == 4] == [(480, 720)]


def test_without_a_change_there_is_nothing_to_weigh(petra: Petra) -> None:
    petra.goes_on()
    assert petra.editor.page is Page.PROMISES
    assert petra.told == "Nothing has been changed yet."


def test_earlier_ones_are_listed_counted_and_re_dued_as_one_act(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    petra.goes_on()
    assert petra.editor.page is Page.SHIFTS
    grid = petra.editor.shifts.table.shifts
    assert grid.items
    assert {grid.text(row, 0) for row in range(len(grid.items))} == {"earlier"}
    assert petra.editor.shifts.bar.words[0] == f"{len(grid.items)} due earlier"
    petra.goes_on()
    [(version, policy, saw)] = petra.server.published
    assert (version, policy.name_at_version, saw) == ("2", "riverbend-clinic-promises@2", None)
    assert not petra.editor.is_open
    done = petra.at_work.outbox()
    assert {operation.item for operation in done} == {one.shifted.item for one in grid.items}
    assert all(isinstance(one, Redue) and one.to and one.to.policy == policy.name_at_version for one in done)
    petra.takes_back()
    assert petra.at_work.outbox() == []


def test_later_ones_stay_unless_confirmed_with_a_reason(petra: Petra) -> None:
    petra.changes(MEDICAL, REPLY, "5 days")
    petra.changes(MEDICAL, 0, "3 days")
    petra.goes_on()
    grid = petra.editor.shifts.table.shifts
    assert grid.looser
    assert {grid.text(row, 0) for row in range(len(grid.looser))} == {"stays"}
    press(Qt.Key.Key_Space)
    assert len(grid.confirmed) == 1
    assert grid.text(0, 0) == "later, confirmed"
    petra.goes_on()
    assert petra.told == "Reason: say why some of it is due later."
    assert petra.server.published == []
    petra.editor.shifts.reason.edit.setText("Holidays")
    petra.goes_on()
    later = [one for one in petra.at_work.outbox() if isinstance(one, Redue) and one.confirmed]
    assert [one.item for one in later] == list(grid.confirmed)
    assert later[0].reason == "Holidays"
    kept = [one for one in petra.at_work.outbox() if isinstance(one, Redue) and not one.confirmed]
    assert {one.to.policy for one in kept if one.to} <= {"starter@1", "riverbend-promises@1"}


def test_a_confirms_all_and_once_more_none(petra: Petra) -> None:
    petra.changes(MEDICAL, REPLY, "5 days")
    petra.changes(MEDICAL, 0, "3 days")
    petra.goes_on()
    grid = petra.editor.shifts.table.shifts
    press(Qt.Key.Key_A)
    assert grid.confirmed == set(grid.looser)
    press(Qt.Key.Key_A)
    assert grid.confirmed == set()


def test_a_colleagues_promises_are_shown_with_ones_own_changes_on_top(petra: Petra) -> None:
    theirs = msgspec.structs.replace(petra.editor.draft.base, id="river", version="5")
    petra.changes(MEDICAL, 0, "30 min")
    petra.goes_on()

    def overtake() -> Exception:
        file = KitFile(Part.POLICY, "5", b"", "Library/9", "7")
        petra.desk.published = Kit(InForce(theirs, Source.SITE), file)
        return Overtaken("A colleague has changed the promises meanwhile.")

    petra.server.refuse = overtake
    petra.goes_on()
    assert petra.editor.is_open
    assert petra.editor.page is Page.PROMISES
    assert petra.reads(MEDICAL, 0) == "30 min"
    assert petra.editor.draft.base == theirs
    petra.server.refuse = lambda: None
    petra.goes_on()
    petra.goes_on()
    [(version, policy, saw)] = petra.server.published
    assert (version, policy.name_at_version) == ("6", "river@6")
    assert saw is not None
    assert saw.etag == "7"


def test_a_publication_while_one_edits_is_taken_up_at_once(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    theirs = msgspec.structs.replace(petra.editor.draft.base, id="river", version="5")
    petra.desk.published = Kit(InForce(theirs, Source.SITE))
    petra.desk.kit_changed.emit()
    assert petra.told.startswith("A colleague has published river@5 meanwhile.")
    assert petra.reads(MEDICAL, 0) == "30 min"


def keys(petra: Petra, *pressed: tuple[Qt.Key, bool]) -> None:
    """Key after key, before anything that they begin has begun."""
    for key, control in pressed:
        focus = QApplication.focusWidget()
        assert focus is not None
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(focus, key, held)


def test_publish_pressed_twice_publishes_once(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    on = (Qt.Key.Key_Return, True)
    petra.at_work.play(lambda: keys(petra, on, on))
    assert petra.editor.page is Page.SHIFTS
    petra.at_work.play(lambda: keys(petra, on, on))
    assert len(petra.server.published) == 1
    assert not petra.editor.busy


def test_while_it_is_published_nothing_is_closed_turned_or_written(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    petra.goes_on()
    seen: list[object] = []

    def presses() -> None:
        keys(petra, (Qt.Key.Key_Escape, False), (Qt.Key.Key_1, True))
        seen.extend((petra.editor.is_open, petra.editor.page, petra.editor.shifts.isEnabled(), petra.told))

    petra.server.meanwhile = presses
    petra.server.refuse = lambda: NoAnswer("No answer came.")
    petra.goes_on()
    assert seen == [True, Page.SHIFTS, False, "One moment: this is not finished yet."]
    assert petra.editor.is_open and petra.editor.draft.changed, "and nothing of it is lost"
    assert not petra.editor.busy and petra.editor.shifts.isEnabled()
    assert petra.told == "No answer came."
    petra.server.meanwhile, petra.server.refuse = (lambda: None), (lambda: None)
    petra.goes_on()
    assert len(petra.server.published) == 1


def test_what_breaks_while_it_is_published_leaves_the_page_as_it_was(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    petra.goes_on()
    petra.server.refuse = lambda: KeyError("a mistake of the program")
    petra.goes_on()
    assert petra.editor.is_open and petra.editor.page is Page.SHIFTS
    assert not petra.editor.busy
    petra.presses(Qt.Key.Key_Escape)
    assert petra.editor.confirm.is_open, "it can be closed again"


def test_promises_that_a_colleague_publishes_while_it_is_looked_at_are_shown_first(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    theirs = msgspec.structs.replace(petra.editor.draft.base, id="river", version="5")
    on = (Qt.Key.Key_Return, True)

    def overtakes() -> None:
        petra.desk.published = Kit(InForce(theirs, Source.SITE))
        petra.desk.kit_changed.emit()

    def both() -> None:
        keys(petra, on)
        asyncio.get_event_loop().call_soon(overtakes)

    petra.at_work.play(both)
    assert petra.editor.page is Page.PROMISES
    assert petra.told.startswith("A colleague has published river@5 meanwhile.")


def test_closing_with_changes_asks_first(petra: Petra) -> None:
    petra.changes(MEDICAL, 0, "30 min")
    press(Qt.Key.Key_Escape)
    assert petra.editor.is_open
    assert petra.editor.confirm.is_open
    press(Qt.Key.Key_Y)
    assert not petra.editor.is_open
    petra.at_work.press("policy.edit")
    press(Qt.Key.Key_Escape)
    assert not petra.editor.is_open, "nothing was changed"


def test_every_cell_says_its_row_and_column_to_a_screen_reader(petra: Petra) -> None:
    cells = petra.editor.promises.table.cells
    told = cells.data(cells.index(MEDICAL, REPLY), Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Medical question, Reply: 1 day"


def test_only_a_supervisor_is_offered_it(desk: Desk, qtbot: QtBot) -> None:
    at_work = AtWork(desk, qtbot)
    acts = PolicyActs(desk, at_work.conductor, at_work.space)
    at_work.press("policy.edit")
    assert not acts.editor.is_open
    assert "not allowed for your role" in at_work.said[-1]
