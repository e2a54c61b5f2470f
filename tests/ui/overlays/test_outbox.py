"""The outbox with real entries: what it says, and which keys decide."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.entries import State
from inbox.domain.operations import Problem, Why
from inbox.queries import worklist
from inbox.ui.desk import Desk
from inbox.ui.overlays.outbox import OutboxView
from tests.ui.overlays.conftest import Behind, press, write


@dataclass
class Asked:
    """What the view asked for."""

    retried: list[str] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)
    gone_to: list[Target] = field(default_factory=list)


@pytest.fixture
def view(desk: Desk, behind: Behind) -> OutboxView:
    return OutboxView(desk, behind.window)


@pytest.fixture
def asked(view: OutboxView) -> Asked:
    found = Asked()
    view.retry.connect(found.retried.append)
    view.discard.connect(found.discarded.append)
    view.go_to.connect(found.gone_to.append)
    return found


@pytest.fixture
def free(desk: Desk, targets: list[Target]) -> list[Target]:
    """Items nobody has."""
    lines = worklist.lines(desk.reader, [target.item for target in targets], desk.actor)
    return [Target(line.thread, line.item) for line in lines if line.stage == "unclaimed"]


def claim(desk: Desk, target: Target) -> str:
    """Claim an item; gives the operation's id."""
    done = asyncio.run(desk.bus.run(COMMANDS["item.claim"], [target]))
    return done.entries[0].id


def stop(desk: Desk, operation: str, sentence: str = "Lena Osei claimed it first.") -> None:
    problem = Problem(Why.CLAIMED_ELSEWHERE, sentence)
    desk.store.stop(operation, State.CONFLICTED, problem).result()  # type: ignore[arg-type]


def said(view: OutboxView) -> list[str]:
    model = view.list.model()
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())
    ]


def test_it_says_what_for_whom_when_and_how_far(view: OutboxView, desk: Desk, free: list[Target]) -> None:
    claim(desk, free[0])
    view.open()
    line = worklist.line(desk.reader, free[0].item, desk.actor)
    assert line is not None
    local = desk.now().astimezone(desk.zone)
    assert said(view) == [f"Claim, {line.name}. {local:%H:%M}. waits to leave"]


def test_a_stopped_entry_says_its_problem_and_those_behind_it_that_they_are_held(
    view: OutboxView, desk: Desk, free: list[Target]
) -> None:
    first = claim(desk, free[0])
    asyncio.run(desk.bus.run(COMMANDS["item.comment"], [free[0]], text="Called the pharmacy."))
    stop(desk, first)
    view.open()
    assert "needs your eye. Lena Osei claimed it first." in said(view)[0]
    assert "held behind one you must decide about" in said(view)[1]


def test_t_retries_a_stopped_entry(view: OutboxView, desk: Desk, asked: Asked, free: list[Target]) -> None:
    operation = claim(desk, free[0])
    stop(desk, operation)
    view.open()
    write("t")
    assert asked.retried == [operation]


def test_what_is_on_its_way_can_be_neither_retried_nor_discarded(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    claim(desk, free[0])
    view.open()
    write("t")
    press(Qt.Key.Key_Delete, 2)
    assert asked == Asked()
    assert "on its way" in view.foot.remarked


def test_del_asks_once_before_it_discards(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    operation = claim(desk, free[0])
    stop(desk, operation)
    view.open()
    press(Qt.Key.Key_Delete)
    assert asked.discarded == []
    assert "Press Del again" in view.foot.remarked
    press(Qt.Key.Key_Delete)
    assert asked.discarded == [operation]


def test_moving_to_another_entry_takes_the_first_del_back(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    for target in free[:2]:
        stop(desk, claim(desk, target))
    view.open()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert asked.discarded == []


def test_enter_goes_to_the_item(view: OutboxView, desk: Desk, asked: Asked, free: list[Target]) -> None:
    claim(desk, free[0])
    view.open()
    press(Qt.Key.Key_Return)
    assert asked.gone_to == [free[0]]
    assert not view.is_open


def test_it_follows_the_store_and_keeps_its_place(
    view: OutboxView, desk: Desk, free: list[Target], qtbot: QtBot
) -> None:
    ids = [claim(desk, target) for target in free[:3]]
    for operation in ids:
        stop(desk, operation)
    view.open()
    press(Qt.Key.Key_Down, 2)
    changes = desk.store.discard(ids[0], desk.actor.person).result()  # type: ignore[arg-type]
    desk.changed.emit(changes)
    current = view.list.current()
    assert current is not None
    assert current.entry.id == ids[2]
    assert view.list.model().rowCount() == 2


def test_an_undo_window_is_counted_down(
    view: OutboxView, desk: Desk, free: list[Target], clock: object
) -> None:
    target = free[-1]
    asyncio.run(desk.bus.run(COMMANDS["item.send"], [target], text="Good morning"))
    view.open()
    assert "leaves in 8 s" in said(view)[-1]
    clock.forward(seconds=6.5)  # type: ignore[attr-defined]
    view._second.timeout.emit()
    assert "leaves in 2 s" in said(view)[-1]


def test_an_empty_outbox_has_nothing_to_decide(view: OutboxView, asked: Asked) -> None:
    view.open()
    write("t")
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert asked == Asked()
    assert view.is_open
