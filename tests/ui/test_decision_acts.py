"""What becomes of a stopped or waiting action, from the outbox and from the conversation itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.entries import State
from inbox.domain.ids import OperationId
from inbox.domain.operations import Problem, Why
from inbox.queries import drafts, outbox
from inbox.ui.desk import Desk
from inbox.ui.reading.stopped import Choice
from tests.ui.at_work import AtWork, free

MINE = "Please stop the evening tablet."
OVERTAKEN = Problem(Why.ANSWERED_ELSEWHERE, "Tomas Aldana, RN answered meanwhile.")


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work, on an item she may answer."""
    work = AtWork(desk, qtbot)
    work.go(free)
    return work


def entry(work: AtWork, verb: str) -> OperationId:
    mine = outbox.unconfirmed(work.desk.reader, work.desk.actor.person)
    return next(one.entry.id for one in mine if one.entry.operation.verb == verb)


def stopped(work: AtWork, verb: str) -> OperationId:
    """Nadia's action of that verb, overtaken."""
    found = entry(work, verb)
    work.desk.store.stop(found, State.CONFLICTED, OVERTAKEN).result()
    work.settle()
    return found


def from_outbox(work: AtWork, choice: Choice, operation: OperationId) -> None:
    work.play(lambda: work.views.outbox.decide.emit(choice.value, operation))


def from_notice(work: AtWork, choice: Choice, operation: OperationId) -> None:
    work.play(lambda: work.reading.decide.emit(choice.value, operation))


def drafted(work: AtWork, target: Target) -> tuple[str, str]:
    """The draft on disk: reply and comment."""
    kept = drafts.draft(work.desk.reader, target.thread, work.desk.actor.person)
    return (kept.text, kept.comment) if kept else ("", "")


@pytest.fixture
def overtaken(work: AtWork) -> tuple[Target, OperationId]:
    """A reply with a close behind it, answered elsewhere meanwhile; Nadia is on another item."""
    target = work.current
    work.write(MINE)
    work.press("item.send_and_close")
    assert work.current != target
    return target, stopped(work, "reply")


def test_editing_from_the_outbox_brings_the_words_into_the_composer_of_their_conversation(
    work: AtWork, overtaken: tuple[Target, OperationId]
) -> None:
    target, reply = overtaken
    from_outbox(work, Choice.EDIT, reply)
    assert work.reading.target == target
    assert work.reading.composer.text() == MINE
    assert work.reading.composer.isAncestorOf(QApplication.focusWidget())
    assert [verb for verb, _ in work.done()] == ["claim"], "the close behind it does not go without it"
    assert drafted(work, target) == (MINE, "")


def test_discarding_from_the_outbox_leaves_nothing_of_it(
    work: AtWork, overtaken: tuple[Target, OperationId]
) -> None:
    target, reply = overtaken
    from_outbox(work, Choice.DISCARD, reply)
    assert [verb for verb, _ in work.done()] == ["claim"]
    assert drafted(work, target) == ("", "")


def test_giving_up_on_the_conversation_itself_keeps_the_words_on_disk(
    work: AtWork, overtaken: tuple[Target, OperationId]
) -> None:
    target, reply = overtaken
    work.acts.go_to(target.item)
    work.settle()
    from_notice(work, Choice.DISCARD, reply)
    assert work.reading.target == target
    assert work.reading.composer.text() == MINE
    assert drafted(work, target) == (MINE, "")


def test_edited_words_stand_before_a_draft_begun_since(
    work: AtWork, overtaken: tuple[Target, OperationId]
) -> None:
    target, reply = overtaken
    work.acts.go_to(target.item)
    work.settle()
    work.play(lambda: work.reading.notice.choose(4))  # decide later
    work.write("One more thing.")
    from_notice(work, Choice.EDIT, reply)
    assert work.reading.composer.text() == f"{MINE}\n\nOne more thing."


def test_an_internal_comment_comes_back_as_one_and_never_as_a_reply(work: AtWork) -> None:
    target = work.current
    work.press("item.comment")
    work.type("Mother sounds worried")
    work.press("item.send")
    refused = entry(work, "comment")
    work.desk.store.stop(refused, State.REFUSED, Problem(Why.SERVER, "Too long.")).result()
    work.settle()
    from_outbox(work, Choice.EDIT, refused)
    composer = work.reading.composer
    assert work.reading.target == target
    assert composer.commenting
    assert composer.comment == "Mother sounds worried"
    assert composer.is_empty()


def test_a_reply_that_waits_can_be_edited_before_it_leaves(work: AtWork) -> None:
    work.write(MINE)
    work.press("item.send")
    assert work.reading.leaving.isVisible()
    from_outbox(work, Choice.EDIT, entry(work, "reply"))
    assert work.outbox() == []
    assert work.reading.composer.text() == MINE
    assert not work.reading.leaving.isVisible()


def test_what_is_on_its_way_can_no_longer_be_given_up(work: AtWork) -> None:
    work.press("item.claim")
    claim = entry(work, "claim")
    work.desk.store.sending([claim]).result()
    from_outbox(work, Choice.DISCARD, claim)
    assert work.said[-1] == "It is on its way now."
    assert [verb for verb, _ in work.done()] == ["claim"]


def test_after_giving_something_up_undo_takes_back_what_came_before_it(work: AtWork) -> None:
    first = work.current
    work.press("item.claim")
    work.go(lambda line: free(line) and line.item != first.item)
    work.press("item.comment")
    work.type("Asked Dr. S")
    work.press("item.send")
    from_outbox(work, Choice.DISCARD, entry(work, "comment"))
    work.press("edit.undo")
    assert work.outbox() == []
    assert work.said[-1] == "Taken back: claim"


def test_trying_what_waits_again_asks_the_server_at_once(work: AtWork) -> None:
    work.press("item.claim")
    from_outbox(work, Choice.RETRY, entry(work, "claim"))
    assert "try now" in work.desk.sync.asked  # type: ignore[attr-defined]


def test_sending_anyway_lets_it_wait_again_on_what_is_there_now(
    work: AtWork, overtaken: tuple[Target, OperationId]
) -> None:
    _, reply = overtaken
    from_outbox(work, Choice.SEND_ANYWAY, reply)
    mine = outbox.unconfirmed(work.desk.reader, work.desk.actor.person)
    assert {one.state for one in mine} == {State.WAITING}
    assert work.said[-1] == "It goes out as you wrote it."
