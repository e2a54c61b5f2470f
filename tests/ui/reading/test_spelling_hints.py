"""Spelling in the reply: underlined in a pause, put right or learned by F7, in nobody's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.ui.desk import Desk
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.own_words import OwnWords
from inbox.ui.spelling_acts import SpellingActs
from tests.ui.at_work import AtWork, free


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """In a reply, with the English dictionary read."""
    work = AtWork(desk, qtbot)
    SpellingActs(desk, work.conductor, work.space, work.reading.composer, work.conductor)
    work.go(free)
    work.press("item.reply")
    for _step in work.reading.composer.spelling.spelling.english.load():
        pass
    return work


def underlined(work: AtWork) -> list[str]:
    for _ in range(40):  # a few words at a time
        work.reading.composer.spelling.look()
    editor = work.space.findChild(Editor)
    assert editor is not None
    return [
        mark.cursor.selectedText()
        for mark in editor.extraSelections()
        if mark.format.underlineStyle() is mark.format.UnderlineStyle.WaveUnderline
    ]


def test_what_is_not_known_is_underlined_and_stops_nothing(work: AtWork) -> None:
    work.type("We recieved it. ")
    assert underlined(work) == ["recieved"]
    assert work.reading.composer.problems() == []
    work.press("item.send")
    assert work.outbox()[-1].verb == "reply"


def test_the_word_that_is_being_written_is_left_alone(work: AtWork) -> None:
    work.type("We recie")
    assert underlined(work) == []
    work.type(" ")
    assert underlined(work) == ["recie"]


def test_the_patients_name_and_medicines_are_known(work: AtWork) -> None:
    there = work.reading.situation
    assert there is not None
    assert there.card is not None
    work.type(f"{there.card.name.lower()} and zorptab ")
    assert underlined(work) == ["zorptab"]


def test_f7_offers_what_was_meant_and_a_digit_takes_it(work: AtWork) -> None:
    work.type("We recieved it. ")
    work.press("composer.spelling")
    work.choose("1")
    assert work.reading.composer.text() == "We received it."
    assert underlined(work) == []


def test_a_word_that_is_learned_is_known_at_the_next_start(work: AtWork) -> None:
    work.type("Take zorptab daily. ")
    work.press("composer.spelling")
    focus = QApplication.focusWidget()
    assert focus is not None
    work.play(lambda: QTest.keyClick(focus, Qt.Key.Key_Up))
    work.play(lambda: QTest.keyClick(focus, Qt.Key.Key_Return))
    assert underlined(work) == []
    work.desk.store.reproject().result()
    assert "zorptab" in OwnWords(work.desk)


def test_words_that_cannot_be_read_are_begun_anew(desk: Desk) -> None:
    desk.store.keep_note(f"own words of {desk.actor.person}", b"{").result()
    assert "zorptab" not in OwnWords(desk)


def test_with_nothing_underlined_f7_says_so(work: AtWork) -> None:
    work.type("All is well. ")
    work.press("composer.spelling")
    assert work.said[-1] == "No word is underlined."


def test_a_mark_goes_when_its_word_does(work: AtWork) -> None:
    work.type("We recieved ")
    assert underlined(work) == ["recieved"]
    work.reading.composer.set_text("We received ")
    editor = work.space.findChild(Editor)
    assert editor is not None
    assert editor.extraSelections() == []


def test_the_dictionary_is_read_beside_the_window(desk: Desk, qtbot: QtBot) -> None:
    work = AtWork(desk, qtbot)
    work.go(free)
    work.press("item.reply")
    work.type("We recieved it ")
    english = work.reading.composer.spelling.spelling.english
    assert not english.ready
    qtbot.waitUntil(lambda: english.ready, timeout=10_000)
    qtbot.waitUntil(lambda: underlined(work) == ["recieved"], timeout=10_000)
