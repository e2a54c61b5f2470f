"""The outbox with real entries: what it says, and which keys decide."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.attempt import Attempt, Came
from inbox.domain.entries import State
from inbox.domain.operations import Problem, Why
from inbox.queries import worklist
from inbox.ui.desk import Desk
from inbox.ui.overlays.entry_painter import SAID
from inbox.ui.overlays.outbox import OutboxView
from inbox.ui.overlays.outbox_words import Said
from inbox.ui.parts.words import Words
from tests.ui.overlays.conftest import Behind, press, write


@dataclass
class Asked:
    """What the view asked for."""

    decided: list[tuple[str, str]] = field(default_factory=list)
    gone_to: list[Target] = field(default_factory=list)


@pytest.fixture
def view(desk: Desk, behind: Behind) -> OutboxView:
    return OutboxView(desk, behind.window)


@pytest.fixture
def asked(view: OutboxView) -> Asked:
    found = Asked()
    view.decide.connect(lambda choice, operation: found.decided.append((choice, operation)))
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


def write_reply(desk: Desk, target: Target) -> str:
    """Claim and reply; gives the reply's id."""
    text = "Stop the evening tablet and call us tomorrow."
    done = asyncio.run(desk.bus.run(COMMANDS["item.send"], [target], text=text))
    return done.entries[-1].id


def hints(view: OutboxView) -> list[str]:
    """The keys that are offered for the entry under the cursor."""
    return [keys for keys, _ in view.foot.hints]


def shown(view: OutboxView) -> list[Said]:
    model = view.list.model()
    return [model.index(row, 0).data(SAID) for row in range(model.rowCount())]


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
    assert said(view) == [f"Claim, {line.name}. today {local:%H:%M}. waits to leave"]


def test_a_stopped_entry_says_its_problem_and_those_behind_it_that_they_are_held(
    view: OutboxView, desk: Desk, free: list[Target]
) -> None:
    first = claim(desk, free[0])
    asyncio.run(desk.bus.run(COMMANDS["item.comment"], [free[0]], text="Called the pharmacy."))
    stop(desk, first)
    view.open()
    assert "needs your eye. Lena Osei claimed it first" in said(view)[0]
    assert "held behind one you must decide about" in said(view)[1]


def test_t_retries_a_refused_entry(view: OutboxView, desk: Desk, asked: Asked, free: list[Target]) -> None:
    operation = claim(desk, free[0])
    refused = Problem(Why.SERVER, "Not now.")
    desk.store.stop(operation, State.REFUSED, refused).result()  # type: ignore[arg-type]
    view.open()
    write("t")
    assert asked.decided == [("retry", operation)]


def test_what_is_on_its_way_is_left_alone(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    operation = claim(desk, free[0])
    desk.store.sending([operation]).result()  # type: ignore[list-item]
    view.open()
    write("te")
    press(Qt.Key.Key_Delete, 2)
    assert asked == Asked()
    assert "on its way" in view.foot.remarked
    assert hints(view) == ["Enter", "Esc"]


def test_what_waits_can_be_tried_now_edited_or_given_up(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    reply = write_reply(desk, free[-1])
    view.open()
    press(Qt.Key.Key_Down)
    assert hints(view) == ["Enter", "t", "e", "Delete", "Esc"]
    write("t")
    write("e")
    assert asked.decided == [("retry", reply), ("edit", reply)]
    assert not view.is_open


def test_what_was_typed_is_discarded_only_after_a_question_that_shows_it(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    reply = write_reply(desk, free[-1])
    view.open()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert view.confirm.is_open
    assert "Stop the evening tablet" in view.confirm.accessibleDescription()
    press(Qt.Key.Key_Return)
    assert (view.confirm.is_open, asked.decided) == (False, []), "Enter without reading keeps it"
    press(Qt.Key.Key_Delete)
    write("y")
    assert asked.decided == [("discard", reply)]


def test_both_sides_of_a_conflict_are_shown_with_the_ways_out(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    operation = claim(desk, free[0])
    stop(desk, operation)
    view.open()
    assert hints(view) == ["Enter", "a", "Delete", "Esc"]
    told = [words.text() for words in view.detail.findChildren(Words)]
    assert "On the server now" in told
    assert any(text.startswith("Yours, today") for text in told)
    write("a")
    assert asked.decided == [("send anyway", operation)]


def test_attempts_are_counted_and_told_one_by_one(view: OutboxView, desk: Desk, free: list[Target]) -> None:
    operation = claim(desk, free[0])
    ids = [operation]
    for came in (Came.NOT_REACHED, Came.BUSY):
        desk.store.sending(ids, Attempt(desk.now(), Came.SENDING)).result()  # type: ignore[arg-type]
        tried = Attempt(desk.now(), came, "Try later.", 503, "5e11")
        desk.store.back_to_waiting(ids, unsure=False, attempt=tried).result()  # type: ignore[arg-type]
    view.open()
    assert "tried 2 times: the server was busy" in said(view)[0]
    told = [words.text() for words in view.detail.findChildren(Words)]
    local = desk.now().astimezone(desk.zone)
    assert f"today {local:%H:%M:%S}: the server was busy. Try later. (HTTP 503, request 5e11)" in told
    assert any("could not be reached" in text for text in told)


def test_it_opens_on_what_needs_a_decision(view: OutboxView, desk: Desk, free: list[Target]) -> None:
    reply = write_reply(desk, free[-1])
    stop(desk, reply)
    view.open()
    current = view.list.current()
    assert current is not None
    assert current.entry.id == reply
    assert view.detail.isVisible()


def test_conversations_stand_together_those_that_need_a_decision_first(
    view: OutboxView, desk: Desk, free: list[Target]
) -> None:
    claim(desk, free[0])
    second = claim(desk, free[1])
    asyncio.run(desk.bus.run(COMMANDS["item.comment"], [free[0]], text="Called the pharmacy."))
    stop(desk, second)
    view.open()
    threads = [one.one.entry.thread for one in shown(view)]
    assert threads == [free[1].thread, free[0].thread, free[0].thread]
    assert [bool(one.heading) for one in shown(view)] == [True, True, False]
    assert [bool(one.chain) for one in shown(view)] == [True, False, False]


@pytest.mark.parametrize("scale", [100, 200])
def test_a_long_outbox_fits_its_window_with_large_letters(
    view: OutboxView, desk: Desk, free: list[Target], behind: Behind, scale: int
) -> None:
    desk.theme.change(scale=scale)
    for target in free[:6]:
        stop(desk, claim(desk, target))
    view.open()
    assert view.card.rect().height() <= behind.window.height()
    assert view.list.height() >= view.list.sizeHintForRow(0)
    assert view.foot.geometry().bottom() <= view.card.rect().bottom()


def test_del_asks_once_before_it_discards(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    operation = claim(desk, free[0])
    stop(desk, operation)
    view.open()
    press(Qt.Key.Key_Delete)
    assert asked.decided == []
    assert "Press Del again" in view.foot.remarked
    press(Qt.Key.Key_Delete)
    assert asked.decided == [("discard", operation)]


def test_moving_to_another_entry_takes_the_first_del_back(
    view: OutboxView, desk: Desk, asked: Asked, free: list[Target]
) -> None:
    for target in free[:2]:
        stop(desk, claim(desk, target))
    view.open()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert asked.decided == []


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
