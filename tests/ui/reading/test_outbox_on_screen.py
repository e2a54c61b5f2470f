"""What leaves, and what was refused or overtaken: said on the conversation it concerns."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.entries import State
from inbox.domain.ids import OperationId
from inbox.domain.operations import Problem, Why
from inbox.ui.desk import Desk
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.stopped import Choice
from tests.stray_windows import no_stray_windows
from tests.ui.conftest import Clock

MINE = "Please stop the evening tablet."
OVERTAKEN = Problem(
    Why.ANSWERED_ELSEWHERE, "Tomas Aldana, RN answered meanwhile. Read both before you decide."
)


@pytest.fixture
def done(pane: ReadingPane, plain: Target, desk: Desk) -> Done:
    """A reply and close that waits its undo window."""
    pane.show_item(plain)
    return asyncio.run(desk.bus.run(COMMANDS["item.send_and_close"], [plain], text=MINE))


def reply_of(done: Done) -> OperationId:
    return next(entry.id for entry in done.entries if entry.operation.verb == "reply")


def stop(desk: Desk, done: Done, state: State = State.CONFLICTED, problem: Problem = OVERTAKEN) -> None:
    desk.store.stop(reply_of(done), state, problem).result()


def _types(text: str) -> None:
    """Into whatever has the keyboard."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_the_countdown_falls_by_whole_seconds_and_goes_at_the_end(
    pane: ReadingPane, done: Done, clock: Clock
) -> None:
    pane.show_leaving(done)
    assert "leaves in 8 s" in pane.leaving.accessibleName()
    assert pane.leaving.accessibleName().startswith("Reply to ")
    clock.forward(seconds=2.4)
    pane.leaving.step()
    assert "leaves in 6 s" in pane.leaving.accessibleName()
    clock.forward(seconds=6)
    pane.leaving.step()
    assert not pane.leaving.isVisible()


def test_the_countdown_offers_undo_and_send_now(pane: ReadingPane, done: Done, qtbot: QtBot) -> None:
    pane.show_leaving(done)
    asked: list[str] = []
    pane.command.connect(asked.append)
    buttons = pane.leaving.findChildren(type(pane.leaving.undo))
    assert [button.keys for button in buttons] == ["z", "n"]
    for button in buttons:
        button.click()
    assert asked == ["edit.undo", "edit.send_now"]
    pane.hide_leaving()
    assert not pane.leaving.isVisible()


def test_an_overtaken_reply_shows_both_sides_and_numbered_ways(
    pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot
) -> None:
    stop(desk, done)
    qtbot.waitUntil(pane.notice.isVisible)
    assert pane.notice.accessibleName().startswith("Answered elsewhere first. Tomas Aldana")
    labels = [button.label for button in pane.notice.findChildren(CommandButton)]
    assert labels[0].startswith("Do not send mine")
    assert any(label == "Send mine anyway" for label in labels)
    assert not pane.buttons.isVisible()


def test_a_notice_told_anew_takes_no_keyboard(
    pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    with no_stray_windows(qapp):
        stop(desk, done)
        qtbot.waitUntil(pane.notice.isVisible)
        gone: list[bool] = []
        pane.reload()
        between = pane.notice.findChildren(CommandButton)[0].parentWidget()
        assert between is not None
        between.destroyed.connect(lambda: gone.append(True))
        pane.reload()
        qtbot.waitUntil(lambda: bool(gone))


def test_who_is_about_to_write_keeps_the_keyboard_when_something_needs_a_decision(
    pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot
) -> None:
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.composer.focus()
    stop(desk, done, State.UNSURE)
    qtbot.waitUntil(pane.notice.isVisible)
    assert pane.composer.isVisible()
    _types("Second")
    assert pane.composer.text() == "Second"


def test_one_can_write_while_something_needs_a_decision(
    pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot
) -> None:
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    stop(desk, done, State.UNSURE)
    qtbot.waitUntil(pane.notice.isVisible)
    assert not pane.composer.isVisible()
    pane.composer.focus()
    _types("Second")
    assert pane.composer.text() == "Second"


@pytest.mark.parametrize(
    ("number", "choice"),
    [(1, Choice.DISCARD), (2, Choice.EDIT), (3, Choice.SEND_ANYWAY), (4, Choice.LATER)],
)
def test_a_number_decides(
    pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot, number: int, choice: Choice
) -> None:
    stop(desk, done)
    qtbot.waitUntil(pane.notice.isVisible)
    pane.activateWindow()
    pane.notice.setFocus()
    with qtbot.waitSignal(pane.decide) as decided:
        QTest.keyClick(pane.notice, Qt.Key(Qt.Key.Key_0 + number))
    assert decided.args == [choice.value, reply_of(done)]


def test_deciding_later_hides_it_until_the_item_is_shown_again(
    pane: ReadingPane, done: Done, desk: Desk, plain: Target, qtbot: QtBot
) -> None:
    stop(desk, done)
    qtbot.waitUntil(pane.notice.isVisible)
    pane.notice.choose(4)
    pane.reload()
    assert not pane.notice.isVisible()
    pane.show_item(None)
    pane.show_item(plain)
    assert pane.notice.isVisible()


def test_a_refused_reply_can_be_tried_again(pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot) -> None:
    stop(desk, done, State.REFUSED, Problem(Why.SERVER, "The server refused it: too long."))
    qtbot.waitUntil(pane.notice.isVisible)
    labels = [button.label for button in pane.notice.findChildren(CommandButton)]
    assert "Try again as it is" in labels
    assert "Send mine anyway" not in labels
    assert "too long" in pane.notice.accessibleName()


def test_a_reply_of_unknown_fate_is_never_offered_for_discarding(
    pane: ReadingPane, done: Done, desk: Desk, qtbot: QtBot
) -> None:
    desk.store.sending([reply_of(done)]).result()
    desk.store.back_to_waiting([reply_of(done)], unsure=True).result()
    qtbot.waitUntil(pane.notice.isVisible)
    labels = [button.label for button in pane.notice.findChildren(CommandButton)]
    assert labels == ["Ask the server now whether it arrived", "Decide later: it waits on top of My work"]
