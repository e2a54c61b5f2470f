"""Why nothing opens, in sentences, with a way on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.errors import InboxError
from inbox.store.errors import Broken, InUse, TooNew, WrongKey
from inbox.ui.doors.error import ErrorPage, trouble
from inbox.ui.look.theme import Theme

ERRORS = [WrongKey(), Broken(), InUse(), TooNew(), InboxError("The folder cannot be written.")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_refusal_to_open_says_what_it_means_why_and_what_helps(error: InboxError) -> None:
    told = trouble(error)
    assert told.why == str(error)
    assert told.title and told.meaning.endswith(".") and told.helps.endswith(".")


@pytest.mark.parametrize(("error", "offered"), [(WrongKey(), True), (Broken(), True), (InUse(), False)])
def test_starting_over_is_offered_only_where_it_can_help(
    theme: Theme, qtbot: QtBot, error: InboxError, offered: bool
) -> None:
    page = ErrorPage(theme, error)
    qtbot.addWidget(page)
    assert page.fresh.isVisibleTo(page) is offered


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
