"""The honest state of things, in words, whatever the width."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.entries import State
from inbox.domain.operations import Problem, Why
from inbox.queries.status import Standing
from inbox.sync.status import Connection, Progress, Status
from inbox.ui.bars.status import SAID_FOR_MS, StatusBar
from inbox.ui.bars.words import outbox_words
from inbox.ui.desk import Desk, Tone
from tests.ui.conftest import NOW


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> StatusBar:
    """The bar of a wide window."""
    bar = StatusBar(desk)
    qtbot.addWidget(bar)
    bar.resize(1440, 28)
    bar.show()
    settle()
    return bar


def settle() -> None:
    """Let everything be heard."""
    for _ in range(4):
        QTest.qWait(0)


@pytest.mark.parametrize(
    ("connection", "words"),
    [
        (Connection.STARTING, "Connecting"),
        (Connection.CONNECTED, "Connected"),
        (Connection.OFFLINE, "Offline"),
        (Connection.BUSY, "Server busy"),
        (Connection.SIGN_IN, "Sign in again"),
        (Connection.REFUSED, "Server refuses"),
        (Connection.FAULT, "Sync stopped"),
        (Connection.STOPPED, "Not connected"),
    ],
)
def test_every_state_of_the_connection_has_its_words(
    bar: StatusBar, desk: Desk, connection: Connection, words: str
) -> None:
    desk.hear_status(Status(connection))
    settle()
    assert bar._connection.label == words
    assert bar._mark.accessibleName() == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(), "Never synced"),
        (Status(Connection.CONNECTED, ready=True), ""),
        (Status(Connection.CONNECTED, last_sync=NOW), "Last sync 09:42:00"),
        (
            Status(Connection.OFFLINE, last_sync=NOW, next_try=NOW + timedelta(seconds=30)),
            "Last sync 09:42:00, next try 09:42:30",
        ),
        (Status(progress=(Progress("Open work", 40),)), "Open work: 40"),
        (
            Status(
                progress=(Progress("People", 9, 9, finished=True), Progress("Threads", 1200, 41900, left=75))
            ),
            "Threads: 1,200 of 41,900, 1 min left",
        ),
    ],
)
def test_how_far_the_sync_is(bar: StatusBar, desk: Desk, status: Status, words: str) -> None:
    desk.hear_status(status)
    settle()
    assert bar._sync.text() == words


@pytest.mark.parametrize(
    ("unconfirmed", "to_decide", "words"),
    [
        (0, 0, "Outbox: all confirmed"),
        (1, 0, "Outbox: 1 not confirmed"),
        (3, 1, "Outbox: 1 needs you, 3 not confirmed"),
        (0, 2, "Outbox: 2 need you"),
    ],
)
def test_the_outbox_says_first_what_needs_a_person(unconfirmed: int, to_decide: int, words: str) -> None:
    assert outbox_words(Standing(unconfirmed, to_decide, None)) == words


def test_counts_follow_the_outbox(bar: StatusBar, desk: Desk, targets: list[Target], qtbot: QtBot) -> None:
    free = targets[2]
    done = asyncio.run(desk.bus.run(COMMANDS["item.claim"], [free]))
    qtbot.waitUntil(lambda: bar._waiting.label == "Outbox: 1 not confirmed")
    desk.store.stop(done.entries[0].id, State.REFUSED, Problem(Why.SERVER, "No.")).result()
    qtbot.waitUntil(lambda: bar._waiting.label == "Outbox: 1 needs you")


def test_the_oldest_unseen_item_is_told_by_age_and_short_name(bar: StatusBar) -> None:
    assert bar._oldest.text().startswith("Oldest unseen: ")
    assert bar._oldest.isVisible()


def test_a_sentence_stands_for_some_seconds(bar: StatusBar, desk: Desk) -> None:
    assert not bar._said.isVisible()
    desk.say("Claim: done.", Tone.GOOD)
    assert (bar._said.isVisible(), bar._said.accessibleName()) == (True, "Claim: done.")
    assert bar._quiet.interval() == SAID_FOR_MS
    bar._quiet.timeout.emit()
    assert not bar._said.isVisible()


def test_what_is_being_said_has_room_before_what_is_always_there(bar: StatusBar, desk: Desk) -> None:
    desk.hear_status(Status(Connection.CONNECTED, last_sync=NOW))
    settle()
    sentence = "Too soon after this item appeared: key ignored. Press again."
    bar.resize(760, 28)
    settle()
    assert bar._oldest.isVisible()
    desk.say(sentence, Tone.WARNING)
    settle()
    assert bar._said.shown() == sentence
    assert not bar._oldest.isVisible()
    bar._quiet.timeout.emit()
    settle()
    assert bar._oldest.isVisible()


def test_the_bar_fits_a_window_of_1280_at_twice_the_size(bar: StatusBar, desk: Desk) -> None:
    desk.theme.change(scale=200)
    desk.hear_status(Status(Connection.OFFLINE, last_sync=NOW, next_try=NOW))
    settle()
    assert bar.minimumSizeHint().width() <= 1280
    bar.resize(1280, 56)
    settle()
    assert bar._connection.isVisible()
    assert bar._waiting.isVisible()
    assert bar._waiting.geometry().right() < bar._lock.geometry().left()


def test_the_state_of_the_connection_leads_to_all_that_is_known_of_it(bar: StatusBar) -> None:
    asked: list[str] = []
    bar.command.connect(asked.append)
    bar._connection.click()
    assert asked == ["view.connection"]
