"""Why nothing opens, in sentences, with a way on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.errors import InboxError
from inbox.store.errors import (
    Broken,
    DiskTrouble,
    Ended,
    Full,
    Gone,
    InUse,
    Occupied,
    TooNew,
    Unwritable,
    WrongKey,
)
from inbox.store.salvage import Rescued
from inbox.ui.doors.error import ErrorPage, trouble
from inbox.ui.doors.rescued import RescuedPage, facts
from inbox.ui.look.theme import Theme

ERRORS = [
    *(
        kind()
        for kind in (WrongKey, Broken, InUse, Occupied, TooNew, Ended, Full, Unwritable, Gone, DiskTrouble)
    ),
    InboxError("The folder cannot be written."),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_refusal_to_open_says_what_it_means_why_and_what_helps(error: InboxError) -> None:
    told = trouble(error)
    assert told.title
    assert all(sentence.endswith(".") for sentence in (told.meaning, told.why, told.helps))


def test_no_two_refusals_are_told_alike() -> None:
    titles = [trouble(error).title for error in ERRORS]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(("error", "offered"), [(WrongKey(), True), (Broken(), False), (InUse(), False)])
def test_starting_over_is_offered_only_where_it_can_help(
    theme: Theme, qtbot: QtBot, error: InboxError, offered: bool
) -> None:
    page = ErrorPage(theme, error)
    qtbot.addWidget(page)
    assert page.fresh.isVisibleTo(page) is offered


def test_a_damaged_file_is_rescued_by_enter_and_nothing_else_offers_it(theme: Theme, qtbot: QtBot) -> None:
    page = ErrorPage(theme, Broken())
    qtbot.addWidget(page)
    assert page.first() is page.save and page.save.isVisibleTo(page) and page.retry.isVisibleTo(page)
    with qtbot.waitSignal(page.rescue):
        QTest.keyClick(page, Qt.Key.Key_Return)
    other = ErrorPage(theme, Full())
    qtbot.addWidget(other)
    assert not other.save.isVisibleTo(other)


@pytest.mark.parametrize(
    ("told", "said", "unsaid"),
    [
        (Rescued(3, 0, 2, 9), ["Nothing that was only here is lost."], ["could not be read"]),
        (Rescued(3, 1, 2, 9, lost=4), ["1 of the actions waits", "could not be read 4"], ["Nothing that"]),
        (Rescued(perhaps_more=True), ["There may have been more"], ["Nothing that", "could not be read"]),
    ],
)
def test_what_was_saved_and_what_was_not_is_said_in_numbers(
    theme: Theme, qtbot: QtBot, told: Rescued, said: list[str], unsaid: list[str]
) -> None:
    lines = [f"{text} {value}" for text, _, _, value in facts(told)]
    assert lines[:3] == [
        f"Actions that had not left {told.entries}",
        f"Drafts {told.drafts}",
        f"Notes for the audit trail {told.notes}",
    ]
    for words in said:
        assert any(words in line for line in lines)
    for words in unsaid:
        assert not any(words in line for line in lines)
    page = RescuedPage(theme)
    qtbot.addWidget(page)
    assert not page.on.isVisibleTo(page), "there is nothing to go on to while it is being rescued"
    page.show_rescued(told)
    with qtbot.waitSignal(page.go_on):
        page.on.click()


def test_enter_tries_again(theme: Theme, qtbot: QtBot) -> None:
    page = ErrorPage(theme, InUse())
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    assert page.retry.hasFocus()
    with qtbot.waitSignal(page.again):
        QTest.keyClick(page.retry, Qt.Key.Key_Return)
