"""A small window with large letters: what gives way, and how one still gets at everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.ui.desk import Desk
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.words import Words
from inbox.ui.reading.header import Header
from inbox.ui.reading.red_flag import RedFlagStrip
from inbox.ui.worklist.heading import Heading
from tests.ui.at_work import AtWork, free


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """1280 × 800 with letters twice as large, on an item she may answer."""
    work = AtWork(desk, qtbot)
    work.go(free)
    desk.theme.change(scale=200)
    work.space.resize(1280, 800)
    work.settle()
    return work


def acts(work: AtWork) -> bool:
    """Whether the buttons above the thread are shown."""
    head = work.reading.findChild(Header)
    assert isinstance(head, Header)
    return any(button.isVisible() for button in head.findChildren(KeyButton))


def test_a_red_flag_can_be_read_to_its_last_line_and_the_call_recorded(work: AtWork) -> None:
    work.worklist.list.go_to(0)
    work.settle()
    strip = work.reading.findChild(RedFlagStrip)
    assert isinstance(strip, RedFlagStrip)
    for part in (*strip.findChildren(Words), strip.record):
        assert strip.rect().contains(part.geometry())
        assert part.height() >= part.heightForWidth(part.width())
    assert (work.space.width(), work.space.height()) == (1280, 800)


def test_the_window_does_not_grow_beyond_its_screen(work: AtWork) -> None:
    work.write("Please stop the evening tablet.")
    work.reading.composer.insert_phrase("sideeffect")
    work.press("item.send")
    assert (work.space.width(), work.space.height()) == (1280, 800)


def test_the_button_above_the_list_is_whole(work: AtWork) -> None:
    heading = work.worklist.findChild(Heading)
    assert isinstance(heading, Heading)
    (claim,) = heading.findChildren(KeyButton)
    assert claim.width() >= claim.sizeHint().width()
    assert heading.rect().contains(claim.geometry())
    assert heading.title.isVisible()


def test_where_there_is_room_the_answer_never_scrolls(work: AtWork) -> None:
    work.desk.theme.change(scale=100)
    work.worklist.list.go_to(0)
    for wide in (1280, 1330, 1281, 1280):
        work.space.resize(wide, 800)
        work.settle()
        bar = work.reading._below.verticalScrollBar()
        assert not bar.isVisible()
        assert bar.maximum() == 0


def test_every_word_of_every_speed_button_can_be_read(work: AtWork) -> None:
    for wide, scale in ((1280, 200), (1920, 200), (1440, 100), (1280, 100)):
        work.desk.theme.change(scale=scale)
        work.space.resize(wide, 800)
        for kind in ("medical-question", "refill", "scheduling"):
            work.go(lambda line, kind=kind: line.kind == kind)  # type: ignore[misc]
            buttons = [one for one in work.reading.buttons.findChildren(CommandButton) if one.isVisible()]
            assert buttons
            for button in buttons:
                assert button.shown() == button.label
                assert button.height() >= button.heightForWidth(button.width())


def test_the_numbers_stay_where_they_are_from_item_to_item(work: AtWork) -> None:
    work.desk.theme.change(scale=100)
    work.settle()
    places = []
    for kind in ("medical-question", "scheduling"):
        work.go(lambda line, kind=kind: free(line) and line.kind == kind)  # type: ignore[misc]
        places.append(
            {b.keys: b.x() for b in work.reading.buttons.findChildren(CommandButton) if b.isVisible()}
        )
    first, second = places
    assert all(first[number] == second[number] for number in first.keys() & second.keys())


def test_speed_buttons_or_the_field_are_shown_whichever_is_used(work: AtWork) -> None:
    reading = work.reading
    assert reading.buttons.isVisible()
    assert not reading.composer.findChildren(KeyButton)[0].isVisible()
    work.press("item.reply")
    assert reading.composer.findChildren(KeyButton)[0].isVisible()
    assert not reading.buttons.isVisible()
    work.press("app.back")
    assert reading.buttons.isVisible()


def test_the_buttons_above_the_thread_come_back_with_the_room(work: AtWork) -> None:
    assert not acts(work)
    work.desk.theme.change(scale=100)
    work.settle()
    assert acts(work)


def test_the_patient_panel_is_one_key_away_and_covers_the_reading_pane(work: AtWork) -> None:
    panel, reading = work.space.panel, work.reading
    assert not panel.isVisible()
    work.press("view.panel")
    assert panel.isVisible()
    assert panel.geometry().topLeft() == reading.mapTo(work.space, reading.rect().topLeft())
    assert panel.size() == reading.size()


@pytest.mark.parametrize("command", ["view.panel", "app.back", "item.next"])
def test_the_panel_goes_when_one_goes_on(work: AtWork, command: str) -> None:
    work.press("view.panel")
    work.press(command)
    assert not work.space.panel.isVisible()


def test_where_there_is_room_the_key_hides_the_panel_and_it_stays_hidden(work: AtWork) -> None:
    work.desk.theme.change(scale=100)
    work.settle()
    assert work.space.panel.isVisible()
    work.press("view.panel")
    work.press("item.next")
    assert not work.space.panel.isVisible()
    work.press("view.panel")
    assert work.space.regions.indexOf(work.space.panel) == 3
    assert work.space.panel.isVisible()


def test_the_patient_panel_takes_the_keyboard_scrolls_and_gives_it_back(work: AtWork) -> None:
    panel = work.space.panel
    work.press("view.panel")
    assert panel.hasFocus()
    bar = panel.verticalScrollBar()
    assert bar.maximum() > 0
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        bar.setValue(0)
        QTest.keyClick(panel, key)
        assert bar.value() > 0
    QTest.keyClick(panel, Qt.Key.Key_Home)
    assert bar.value() == 0
    work.press("app.back")
    assert not panel.isVisible()
    assert work.worklist.has_keyboard()
