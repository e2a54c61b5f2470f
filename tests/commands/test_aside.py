"""Snooze and hold as commands: their limits come with the promise, and undo takes a snooze back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.domain.errors import Refused
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from tests.commands.desk import Desk
from tests.store.plain import ME, NOON, conversation, hours


class Limited(Desk):
    """Due in eight hours, three quarters of that gone in six; stuck in thirty."""

    def promise(self, thread: Thread, item: WorkItem) -> Promise:
        return Promise(hours(8), "test@1", hours(6), hours(6), hours(30))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Limited(tmp_path)
    desk.receive(conversation("1"))
    yield desk
    desk.close()


def test_a_snooze_without_a_time_lasts_as_long_as_may_be(desk: Desk) -> None:
    desk.do("item.snooze")
    [mine] = desk.item().snoozes
    assert (mine.by, mine.until, mine.at) == (ME, hours(6), NOON)
    assert desk.verbs() == ["snooze"], "nobody is told that it is taken"


def test_a_snooze_past_its_limit_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(Refused, match="three quarters"):
        desk.do("item.snooze", until=hours(7))


@pytest.mark.parametrize("command", ["item.snooze", "item.hold"])
def test_what_is_stuck_is_neither_snoozed_nor_held(desk: Desk, command: str) -> None:
    desk.watch.at = hours(31)
    arguments = {"wake": hours(90)} if command == "item.hold" else {}
    with pytest.raises(Refused, match="supervisor’s list"):
        desk.do(command, **arguments)


def test_a_snooze_is_ended_and_undone(desk: Desk) -> None:
    desk.do("item.snooze")
    desk.do("item.snooze", end=True)
    assert desk.item().snoozes == ()
    desk.back()
    assert len(desk.item().snoozes) == 1
    desk.back()
    assert desk.item().snoozes == ()


def test_released_from_a_wait_it_is_due_as_the_clock_runs_from_then_on(desk: Desk) -> None:
    desk.do("item.hold", wake=hours(48))
    desk.do("item.release", reason="not mine")
    promise = desk.item().holding.promise
    assert promise is not None
    assert promise.due == hours(8)
