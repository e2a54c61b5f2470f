"""Moving, going, searching, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.audit import SEARCH
from inbox.domain.ids import PoolId
from inbox.domain.site import SiteFile
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.look.theme import Density, ThemeName
from tests.ui.at_work import AtWork, free


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work in the pool."""
    return AtWork(desk, qtbot)


def search(work: AtWork, qtbot: QtBot, words: str) -> None:
    """Type into the search field and wait for what is found."""
    work.press("search.focus")
    with qtbot.waitSignal(work.worklist.seeking.came):
        QTest.keyClicks(work.space.top.search, words)
    work.settle()


def found(work: AtWork) -> str:
    """What the list in front shows the results of."""
    assert work.worklist.view is not None
    return work.worklist.view.text


@pytest.mark.parametrize("kind", ["my_work", "pool", "escalations", "waiting", "sent"])
def test_going_to_a_view_shows_it_in_list_and_rail_with_the_keyboard_in_it(work: AtWork, kind: str) -> None:
    work.press(f"view.{kind}")
    assert work.worklist.view == View(ViewKind(kind))
    assert work.space.rail.current() == View(ViewKind(kind))
    assert work.worklist.has_keyboard()


def test_a_view_that_an_act_goes_to_is_marked_in_the_rail_too(work: AtWork) -> None:
    work.views.show_view(View(ViewKind.SENT))
    work.press("item.claim_next")
    assert work.space.rail.current() == View(ViewKind.MY_WORK)


def test_next_and_previous_stop_at_the_ends(work: AtWork) -> None:
    first = work.current
    work.press("item.previous")
    assert work.current == first
    for _ in range(work.worklist.model.rowCount() + 3):
        work.press("item.next")
    assert work.worklist.list.currentIndex().row() == work.worklist.model.rowCount() - 1


def test_typing_searches_once_the_fingers_rest_and_keeps_the_keyboard(work: AtWork, qtbot: QtBot) -> None:
    searched: list[str] = []
    work.space.top.searched.connect(searched.append)
    search(work, qtbot, "chest")
    assert searched == ["chest"]
    assert found(work) == "chest"
    assert work.space.top.search.hasFocus()


def test_what_is_searched_for_is_noted_without_its_words(work: AtWork, qtbot: QtBot) -> None:
    search(work, qtbot, "chest")
    work.press("app.back")
    work.press("view.search")
    noted = work.desk.store.audits_waiting(work.desk.actor.person, 100).result()
    assert [one.what for one in noted if one.what == SEARCH] == [SEARCH], "looking again is no other search"
    assert "chest" not in str(noted)


def test_enter_searches_and_goes_to_the_results_once_they_are_there(work: AtWork, qtbot: QtBot) -> None:
    work.press("search.focus")
    QTest.keyClicks(work.space.top.search, "chest")
    QTest.keyClick(work.space.top.search, Qt.Key.Key_Return)
    assert work.space.top.search.hasFocus(), "until the list in front is that of the search"
    qtbot.waitUntil(lambda: found(work) == "chest")
    assert work.worklist.has_keyboard()


def test_back_from_the_search_field_returns_to_the_view_and_the_item_before(
    work: AtWork, qtbot: QtBot
) -> None:
    pool = View(ViewKind.POOL, pools=(PoolId(work.line(work.current.item).pool),))
    work.views.show_view(View(ViewKind.WAITING))
    work.views.show_view(pool)
    work.worklist.list.go_to(work.worklist.model.rowCount() - 1)
    there = work.current
    search(work, qtbot, "school")
    work.press("app.back")
    assert work.worklist.view == pool
    assert work.current == there
    assert work.space.top.search.text() == ""
    assert work.worklist.has_keyboard()


def test_back_from_the_results_returns_to_the_view_before(work: AtWork, qtbot: QtBot) -> None:
    work.press("view.waiting")
    search(work, qtbot, "chest")
    work.worklist.take_keyboard()
    work.press("app.back")
    assert work.worklist.view == View(ViewKind.WAITING)


def test_erasing_the_words_returns_too_and_keeps_the_keyboard(work: AtWork, qtbot: QtBot) -> None:
    work.press("view.waiting")
    search(work, qtbot, "chest")
    with qtbot.waitSignal(work.worklist.view_changed):
        work.space.top.search.selectAll()
        QTest.keyClick(work.space.top.search, Qt.Key.Key_Delete)
    assert work.worklist.view == View(ViewKind.WAITING)
    assert work.space.top.search.hasFocus()


def test_a_search_that_was_left_does_not_come_back_by_itself(work: AtWork, qtbot: QtBot) -> None:
    work.press("search.focus")
    QTest.keyClicks(work.space.top.search, "chest")
    work.press("app.back")
    qtbot.wait(100)
    assert work.worklist.view == View(ViewKind.POOL)


def test_the_last_search_can_be_had_again(work: AtWork, qtbot: QtBot) -> None:
    search(work, qtbot, "chest")
    work.press("view.pool")
    assert work.space.top.search.text() == ""
    work.press("view.search")
    qtbot.waitUntil(lambda: found(work) == "chest")
    assert work.space.top.search.text() == "chest"
    assert work.worklist.has_keyboard()


def test_searching_again_before_the_first_search_leads_into_the_field(work: AtWork) -> None:
    work.press("view.search")
    assert work.space.top.search.hasFocus()
    assert work.worklist.view == View(ViewKind.POOL)


def test_back_leaves_the_field_first_then_lets_go_of_marks(work: AtWork) -> None:
    work.press("item.select")
    work.press("item.reply")
    work.press("app.back")
    assert work.worklist.has_keyboard()
    assert work.worklist.model.marks == 1
    work.press("app.back")
    assert work.worklist.model.marks == 0


def test_back_out_of_a_comment_leads_to_where_it_was_begun(work: AtWork) -> None:
    composer = work.reading.composer
    work.go(free)
    work.worklist.take_keyboard()
    work.press("item.comment")
    work.type("Ask Dr. S")
    work.press("app.back")
    assert work.worklist.has_keyboard() and not composer.commenting
    assert composer.is_empty() and composer.comment == "Ask Dr. S"
    work.press("item.reply")
    work.press("item.comment")
    work.press("app.back")
    assert not work.worklist.has_keyboard() and not composer.commenting


def test_an_empty_view_keeps_the_keyboard_so_that_back_still_works(work: AtWork, qtbot: QtBot) -> None:
    search(work, qtbot, "zzzznothing")
    work.worklist.take_keyboard()
    assert work.worklist.has_keyboard()
    work.press("app.back")
    assert work.worklist.view == View(ViewKind.POOL)
    assert work.worklist.list.hasFocus()


def test_themes_sizes_and_row_heights_follow_their_commands(work: AtWork) -> None:
    theme = work.desk.theme
    work.press("view.theme")
    work.press("view.larger")
    work.press("view.density")
    assert (theme.name, theme.scale) == (ThemeName.DARK, 110)
    assert theme.density is not Density.DEFAULT


def test_asking_the_server_now_says_so(work: AtWork) -> None:
    work.press("app.try_now")
    assert work.desk.sync.asked[-1] == "try now"  # type: ignore[attr-defined]
    assert work.said[-1] == "Asking the server…"


def test_a_site_file_with_mistakes_is_said_once_with_the_way_to_their_explanation(
    desk: Desk, work: AtWork
) -> None:
    offered: list[str] = []
    desk.said.connect(lambda _sentence, _tone, command: offered.append(command))
    work.views.say_of_site()
    assert offered == []
    desk.site = SiteFile(problems=("site.toml:3: [clinic] colour: Nothing is called so.",))
    work.views.say_of_site()
    assert work.said[-1] == "1 mistake in the site file."
    assert offered == ["view.connection"]
    work.press("view.connection")
    assert work.views.connection.is_open
    assert "site.toml:3" in work.views.connection.sheet.accessibleDescription()
    QTest.keyClick(work.views.connection.sheet, Qt.Key.Key_Escape)
    assert not work.views.connection.is_open
    assert work.worklist.has_keyboard()
