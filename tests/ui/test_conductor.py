"""From a key to what it does: too soon, twice, on the wrong item, refused, broken."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.errors import Refused
from inbox.domain.operations import Reply
from inbox.domain.people import Role
from inbox.queries.views import View, ViewKind
from inbox.ui.conductor import Press
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork, free, long_ago

TOO_SOON = "Too soon after this item appeared: key ignored. Press again."


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work, on an item she may answer."""
    work = AtWork(desk, qtbot)
    work.go(free)
    return work


def test_a_closing_key_before_the_item_could_be_seen_is_swallowed_and_said(work: AtWork) -> None:
    work.play(lambda: work.conductor.pressed("item.done", time.monotonic()))
    assert work.said[-1] == TOO_SOON
    assert work.done() == []


def test_a_closing_key_pressed_before_the_item_was_painted_is_swallowed(work: AtWork) -> None:
    work.worklist.step(1)
    work.play(lambda: work.conductor.pressed("item.done", long_ago()))
    assert work.said[-1] == TOO_SOON
    assert work.done() == []


def test_a_closing_key_on_an_item_long_on_screen_closes_it(work: AtWork) -> None:
    target = work.current
    work.play(lambda: work.conductor.pressed("item.done", long_ago()))
    assert work.done() == [("claim", target.item), ("complete", target.item)]


def test_a_key_that_closes_nothing_is_never_too_soon(work: AtWork) -> None:
    work.play(lambda: work.conductor.pressed("item.claim", 0.0))
    assert [verb for verb, _ in work.done()] == ["claim"]


def test_a_closing_key_with_nothing_on_screen_asks_for_an_item(work: AtWork, qtbot: QtBot) -> None:
    with qtbot.waitSignal(work.worklist.seeking.came):
        work.views.show_view(View(ViewKind.SEARCH, text="zzzznothing"))
    work.play(lambda: work.conductor.pressed("item.done", long_ago()))
    assert work.said[-1] == "Select an item first."


def test_a_command_acts_on_the_item_it_was_pressed_on_whatever_is_current_afterwards(work: AtWork) -> None:
    target = work.current
    work.press("item.claim", meanwhile=lambda: work.worklist.step(1))
    assert work.current != target
    assert work.done() == [("claim", target.item)]


def test_the_words_that_leave_are_those_on_screen_when_the_key_went_down(work: AtWork) -> None:
    target = work.current
    work.write("Please call us at ten.")

    def go_elsewhere() -> None:
        work.worklist.step(1)
        work.write("For somebody else.")

    work.press("item.send", meanwhile=go_elsewhere)
    claim, reply = work.outbox()
    assert isinstance(reply, Reply)
    assert (claim.item, reply.item, reply.text) == (target.item, target.item, "Please call us at ten.")
    assert work.current != target
    assert work.reading.composer.text() == "For somebody else."


def test_sending_twice_in_a_row_sends_once(work: AtWork) -> None:
    work.write("Please call us at ten.")
    work.press("item.send", meanwhile=lambda: work.conductor.ask("item.send"))
    assert [verb for verb, _ in work.done()] == ["claim", "reply"]


def test_a_refusal_is_said_and_nothing_is_raised(work: AtWork) -> None:
    work.press("item.send")
    assert work.said[-1] == "There is nothing to send yet."
    work.press("item.release")
    work.choose("1")
    assert work.done() == []
    assert work.said[-1] not in ("", "There is nothing to send yet.")


def test_a_refusal_while_waiting_is_said(work: AtWork) -> None:
    async def refuse() -> None:
        raise Refused("The clinic is closed.")

    work.play(lambda: work.conductor.follow(refuse()))
    assert work.said[-1] == "The clinic is closed."


@pytest.mark.parametrize("waits", [False, True])
def test_a_mistake_of_ours_is_owned_up_to_without_its_words(
    work: AtWork, waits: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_press: Press) -> Coroutine[Any, Any, None] | None:
        if not waits:
            raise ValueError("Walter Esterbrook")
        return later()

    async def later() -> None:
        raise ValueError("Walter Esterbrook")

    work.conductor.on("item.open", broken)
    work.press("item.open")
    assert "mistake" in work.said[-1]
    assert "ui.command error=ValueError" in caplog.text
    assert "Esterbrook" not in caplog.text + work.said[-1]


def test_a_command_another_role_may_not_use_says_so(work: AtWork) -> None:
    work.desk.bus.actor = msgspec.structs.replace(work.desk.actor, role=Role.CLERK)
    work.press("item.disposition")
    assert work.said[-1] == "Record the call is not allowed for your role, clerk."


def test_what_has_no_use_now_is_told_with_its_reason(work: AtWork) -> None:
    off = work.conductor.offs()
    assert off("item.claim") == off("item.route") == off("item.done") == ""
    assert off("item.release") == "Nobody has claimed it."
    assert off("item.disposition") == "There is no red flag of level 1 or 2 to call about."
    assert off("item.send") == "There is nothing to send yet."
    assert off("composer.next_blank") == "Nothing is open in the reply."
    assert off("edit.undo") == "There is nothing to undo."
    assert off("edit.send_now") == "Nothing is waiting to leave."
    assert off("quick.3") == ""
    work.press("item.claim")
    off = work.conductor.offs()
    assert off("item.claim") == "It is already yours."
    assert off("item.release") == off("edit.undo") == ""


def test_an_unknown_command_is_no_command(work: AtWork) -> None:
    with pytest.raises(KeyError):
        work.conductor.on("item.paint_it_red", lambda _press: None)


def test_what_was_done_offers_to_take_it_back(work: AtWork) -> None:
    offered: list[str] = []
    work.desk.said.connect(lambda _sentence, _tone, command: offered.append(command))
    work.press("item.claim")
    assert offered[-1] == "edit.undo"
    assert work.said[-1] == "Claim: done."


def test_what_has_not_left_yet_is_not_called_done(work: AtWork) -> None:
    work.write("Please call us at ten.")
    work.press("item.send")
    assert work.said[-1] == "Send: leaves in 8 s."


def test_while_something_is_done_to_an_item_it_is_busy_and_then_not(work: AtWork) -> None:
    target = work.current
    seen: list[bool] = []
    work.press("item.claim", meanwhile=lambda: seen.append(work.conductor.busy(target)))
    assert seen == [True]
    assert not work.conductor.busy(target)
    assert not work.conductor.busy(Target(target.thread, work.current.item))
