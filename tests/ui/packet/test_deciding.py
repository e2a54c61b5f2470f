"""A prescriber decides by keys on the real screens: what each decision leaves in the outbox and on screen."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.operations import AskVisit, Comment, Complete, Conclude, Reply, Route
from inbox.domain.operations.conclude import Way
from inbox.domain.review import Decision, hand_offs
from inbox.queries.thread import thread
from inbox.queries.views import View, ViewKind
from inbox.shortcuts.dispatcher import Dispatcher
from inbox.ui.desk import Desk
from inbox.ui.packet import PacketView
from inbox.ui.reading.situation import situation
from tests.ui.at_work import AtWork
from tests.ui.packet.conftest import QUESTION, REPLY, hand_over, patient_writes


def packet(work: AtWork, pool: str = "") -> Target:
    """The cursor on a packet of Nadia's, looked at for long enough."""
    target = work.go(lambda line: line.item.startswith("Task/asked-") and pool in line.pool_name)
    waits_until_it_may_be_decided(work)
    return target


def waits_until_it_may_be_decided(work: AtWork) -> None:
    """What is on screen has been there for as long as the guard asks for."""
    guard, reading = work.conductor.guard, work.reading
    work.qtbot.waitUntil(lambda: guard.allows(reading.guard_key(), time.monotonic(), False))


def test_a_packet_shows_the_question_the_patients_words_the_chart_and_the_reply_without_scrolling(
    work: AtWork,
) -> None:
    work.space.resize(1280, 800)
    packet(work)
    view = work.reading.packet
    assert view.told is not None
    assert (view.told.question, view.told.proposal) == (QUESTION, REPLY)
    assert view.told.asks.startswith("Nadia Brand, RN asks")
    assert view.told.drugs and view.told.trends
    assert view.fits


def test_approving_sends_in_her_name_with_the_nurse_as_author_and_closes_both(work: AtWork) -> None:
    target = packet(work)
    work.press("review.approve")
    claim, reply, close, parent = work.outbox()
    assert claim.verb == "claim"
    assert isinstance(reply, Reply) and isinstance(close, Complete) and isinstance(parent, Conclude)
    assert reply.text == REPLY
    assert reply.drafted_by is not None and reply.drafted_by.ref == "Practitioner/nadia"
    assert (close.item, close.outcome) == (target.item, Decision.APPROVED)
    assert (parent.way, parent.reply) == (Way.CLOSE, close.reply)
    assert work.current != target
    assert work.reading.deciding, "the next packet is open"


def test_five_packets_are_approved_by_five_keys_and_none_that_was_only_just_painted(work: AtWork) -> None:
    """Real keys through the window's own dispatcher; the guard swallows what comes too soon."""
    keys = Dispatcher(work.desk.keys.map, {"quick.1"}, parent=work.space)
    keys.command.connect(work.conductor.pressed)
    handle = work.space.windowHandle()
    assert handle is not None
    keys.watch(handle)
    packet(work)
    for approved in range(1, 6):
        waits_until_it_may_be_decided(work)
        work.play(lambda: QTest.keyClick(handle, Qt.Key.Key_1))
        work.play(lambda: QTest.keyClick(handle, Qt.Key.Key_1))
        replies = [one for one in work.outbox() if isinstance(one, Reply)]
        assert len(replies) == approved, "the second key came before anybody could have read"
        assert "Too soon" in work.said[-1] or approved == 5
    assert not work.reading.deciding


def test_an_edited_reply_is_hers_and_the_nurses(work: AtWork) -> None:
    packet(work)
    work.press("review.edit")
    assert work.reading.composer.text() == REPLY
    work.write("Please take a whole tablet in the evening.")
    work.press("item.send")
    replies = [one for one in work.outbox() if isinstance(one, Reply)]
    assert [(one.edited, one.drafted_by is not None) for one in replies] == [(True, True)]
    assert Decision.EDITED in [one.outcome for one in work.outbox() if isinstance(one, Complete)]


def test_answering_the_nurse_writes_nothing_to_the_patient(work: AtWork) -> None:
    target = packet(work)
    work.press("review.answer")
    work.type("See him on Thursday first.")
    work.press("item.send")
    made = work.outbox()
    assert not [one for one in made if isinstance(one, Reply)]
    (comment,) = [one for one in made if isinstance(one, Comment)]
    assert (comment.text, comment.item != target.item) == ("See him on Thursday first.", True)
    assert work.line(target.item).stage == "done"


def test_needs_a_visit_asks_for_one_and_tells_the_nurse(work: AtWork) -> None:
    packet(work)
    work.press("review.visit")
    work.choose("1")
    assert [type(one) for one in work.outbox()][1:] == [AskVisit, Comment, Complete]


def test_taking_over_makes_the_nurses_item_hers(work: AtWork) -> None:
    packet(work)
    there = work.reading.situation
    assert there is not None and there.item is not None and there.item.parent is not None
    work.press("review.take_over")
    assert work.line(there.item.parent).owner == "Practitioner/solheim"
    assert work.current.item == there.item.parent


def test_a_packet_is_given_to_whoever_covers_first(work: AtWork) -> None:
    target = packet(work, "Family Medicine nurses")
    due = work.line(target.item).due
    work.press("review.reassign")
    work.choose("1")
    (route,) = work.outbox()
    assert isinstance(route, Route)
    assert route.to.ref == "Practitioner/farah"
    assert work.line(target.item).due == due


def test_a_message_that_arrives_makes_the_packet_something_new(work: AtWork) -> None:
    target = packet(work)
    patient_writes(work.desk, target, "It got worse.")
    work.settle()
    assert not work.conductor.guard.allows(work.reading.guard_key(), time.monotonic(), False)
    assert "It got worse." in work.reading.packet.words.view.toPlainText()


@pytest.mark.parametrize(("reply", "why"), [("", "No reply was proposed"), ("Come ***.", "asterisks")])
def test_what_cannot_be_sent_as_it_stands_is_not_approved(
    work: AtWork, parents: list[Target], reply: str, why: str
) -> None:
    hand_over(work.desk, parents[0], 9, **{"proposed-reply": reply})
    work.settle()
    work.go(lambda line: line.item.endswith("-9"))
    work.press("review.approve")
    assert why in work.said[-1]
    assert work.outbox() == []


def test_urgent_packets_come_first_and_the_second_about_a_conversation_says_so(
    work: AtWork, parents: list[Target]
) -> None:
    hand_over(work.desk, parents[4], 7, priority="urgent")
    work.settle()
    first = work.worklist.model.row(0)
    assert first is not None and first.line.item.endswith("-7")
    assert "To and fro: 2" in [badge.text for badge in first.badges]
    there = thread(work.desk.reader, work.desk.interpreter, parents[4].thread)
    assert there is not None and hand_offs(there) == 2


def test_the_packet_needs_no_main_window(physician: Desk, parents: list[Target], qtbot: QtBot) -> None:
    target = hand_over(physician, parents[0])
    view = PacketView(physician, compact=True)
    qtbot.addWidget(view)
    painted: list[object] = []
    view.painted.connect(lambda key, _at: painted.append(key))
    view.resize(344, 640)
    view.show_situation(situation(physician, target))
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: painted == [view.guard_key])
    asked: list[str] = []
    view.command.connect(asked.append)
    view.keys.findChildren(type(next(iter(view.keys._buttons.values()))))[0].click()
    assert asked == ["review.approve"]


def test_the_list_holds_only_what_is_asked_of_prescribers(work: AtWork) -> None:
    work.views.show_view(View(ViewKind.ESCALATIONS))
    work.settle()
    rows = [work.worklist.model.row(n) for n in range(work.worklist.model.rowCount())]
    assert {row.line.kind for row in rows if row} == {"physician-review"}
