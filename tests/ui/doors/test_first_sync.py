"""How far the first sync has come, in words, and from when on one can start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.sync.status import Progress, Status
from inbox.ui.doors.first_sync import (
    FirstSyncPage,
    StageRow,
    SyncStrip,
    amount_words,
    in_words,
    left_words,
    rate_words,
)
from inbox.ui.look.theme import Theme

PEOPLE = Progress("People and pools", 214, 214, 90, None, True)
OPEN = Progress("Open work", 1038, 1038, 250, None, True)
THREADS = Progress("Threads", 18420, 41900, 310, 75.0, False)
CHARTS = Progress("Charts of open work", 0, None, 0, None, False)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> FirstSyncPage:
    page = FirstSyncPage(theme)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def rows(page: FirstSyncPage) -> list[str]:
    return [row.accessibleName() for row in page.findChildren(StageRow)]


def test_all_stages_together_have_share_amount_rate_and_time_left() -> None:
    share, *words = in_words([PEOPLE, OPEN, THREADS, CHARTS])
    assert share == pytest.approx(19672 / 43152)
    assert words == ["19,672 of 43,152", "310 a second", "about 1 min 15 s left"]


def test_a_size_the_server_does_not_tell_is_not_made_up() -> None:
    share, amount, _, left = in_words([Progress("Threads", 500, None, 100, None, False)])
    assert amount == "500"
    assert left == ""
    assert share == 1.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds left"),
        (41, "about 45 s left"),
        (60, "about 1 min left"),
        (74.2, "about 1 min 15 s left"),
        (118, "about 2 min left"),
        (601, "about 11 min left"),
    ],
)
def test_time_left_goes_in_steps_that_can_be_read(seconds: float, words: str) -> None:
    assert left_words(seconds) == words


def test_small_words() -> None:
    assert amount_words(41900, 41900) == "41,900"
    assert rate_words(0.2) == ""


def test_one_cannot_start_before_open_work_is_complete(page: FirstSyncPage, qtbot: QtBot) -> None:
    started: list[bool] = []
    left: list[bool] = []
    page.start.connect(lambda: started.append(True))
    page.quit.connect(lambda: left.append(True))
    page.show_status(Status(progress=(PEOPLE,)))
    page.setFocus()  # as the window does with a page it shows
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return)
    page.begin.click()
    assert (started, left) == ([], [])
    page.show_status(Status(ready=True, progress=(PEOPLE, OPEN, THREADS)))
    assert page.begin.hasFocus()
    QTest.keyClick(page.begin, Qt.Key.Key_Return)
    assert started == [True]


def test_every_stage_says_how_far_it_is(page: FirstSyncPage) -> None:
    page.show_status(Status(progress=(PEOPLE, THREADS, CHARTS)))
    assert rows(page) == [
        "People and pools: 214, complete",
        "Threads: 18,420 of 41,900, 310 a second, under way",
        "Charts of open work: waits",
    ]


def test_what_is_the_matter_is_said(page: FirstSyncPage) -> None:
    page.show_status(Status(sentence="The server cannot be reached. It is tried again in 12 s."))
    assert "cannot be reached" in page.sentences.text()


def test_the_strip_is_there_while_something_still_comes(theme: Theme, qtbot: QtBot) -> None:
    strip = SyncStrip(theme)
    qtbot.addWidget(strip)
    strip.show_status(Status(ready=True, progress=(OPEN, THREADS)))
    assert strip.isVisible()
    strip.show_status(Status(ready=True, progress=(OPEN,)))
    assert not strip.isVisible()
