"""Menus where something is: the commands of the keys, with the keys shown, by pointer and by key."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands.registry import COMMANDS
from inbox.domain.people import Role
from inbox.ui import menus
from inbox.ui.desk import Desk
from inbox.ui.rail.place import Place
from tests.ui.at_work import AtWork, free


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work in the pool."""
    return AtWork(desk, qtbot)


def opened() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def commands(menu: QMenu) -> list[str]:
    return [str(one.data()) for one in menu.actions() if one.data()]


def right_button(widget: QWidget, at: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


def test_every_command_of_a_menu_is_a_command() -> None:
    places = (menus.ROW, menus.CONVERSATION, menus.COMPOSER, menus.RAIL, menus.PANEL)
    named = {one for place in places for group in place for one in group}
    assert named <= set(COMMANDS)


def test_the_right_button_opens_the_menu_of_the_row_under_it(work: AtWork) -> None:
    rows = work.worklist.list
    place = rows.visualRect(work.worklist.model.index(2, 0)).center()
    right_button(rows.viewport(), place)
    menu = opened()
    assert rows.currentIndex().row() == 2
    assert {"item.claim", "item.reply", "item.done"} <= set(commands(menu))
    texts = {str(one.data()): one.text() for one in menu.actions()}
    assert texts["item.claim"] == f"Claim\t{work.desk.keys_of('item.claim')}"
    assert menu.accessibleName() == "For this item"
    menu.close()


def test_the_menu_opens_by_key_and_does_what_is_chosen_in_it(work: AtWork) -> None:
    target = work.go(free)
    work.worklist.take_keyboard()
    work.press("app.menu")
    menu = opened()
    action = next(one for one in menu.actions() if one.data() == "item.claim")
    menu.setActiveAction(action)
    work.play(lambda: QTest.keyClick(menu, Qt.Key.Key_Return))
    assert ("claim", target.item) in work.done()


def test_what_has_no_use_now_is_off_and_esc_leaves_everything_as_it_was(work: AtWork) -> None:
    work.go(free)
    work.worklist.take_keyboard()
    before = work.current
    work.press("app.menu")
    menu = opened()
    by_id = {str(one.data()): one for one in menu.actions()}
    assert by_id["item.claim"].isEnabled() and not by_id["item.release"].isEnabled()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert work.current == before and work.done() == []


def test_what_a_role_may_not_do_is_not_in_the_menu(desk: Desk, qtbot: QtBot) -> None:
    desk.actor = msgspec.structs.replace(desk.actor, role=Role.CLERK)
    work = AtWork(desk, qtbot)
    work.worklist.take_keyboard()
    refused = {one.id for one in COMMANDS.values() if desk.bus.not_allowed(one)}
    work.press("app.menu")
    menu = opened()
    assert refused.isdisjoint(commands(menu))
    menu.close()


def test_conversation_rail_and_panel_have_menus_of_their_own(work: AtWork) -> None:
    work.go(free)
    place = next(one for one in work.space.rail.findChildren(Place) if one.isVisible())
    for widget, name in (
        (work.reading.conversation.viewport(), "For this conversation"),
        (place, "Go to"),
        (work.space.panel, "For this patient"),
    ):
        right_button(widget, widget.rect().center())
        menu = opened()
        assert menu.accessibleName() == name
        assert commands(menu)
        menu.close()


def test_the_reply_has_a_menu_of_its_own_and_keeps_the_keyboard(work: AtWork) -> None:
    work.go(free)
    work.press("item.reply")
    work.press("app.menu")
    menu = opened()
    assert menu.accessibleName() == "For this reply"
    menu.close()
