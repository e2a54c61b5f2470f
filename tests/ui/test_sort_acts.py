"""What a message asks for on screen, re-class and split as a nurse does them."""

from __future__ import annotations

from functools import cache, partial

import msgspec
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain import resources
from inbox.domain.asks import Signs, find, read_folder
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId
from inbox.domain.operations import Reclass, Split
from inbox.domain.thread import Thread
from inbox.domain.work_item import Stage, WorkItem
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.obligations import split_off
from inbox.fhir.resource import decode
from inbox.queries import outbox
from inbox.queries import thread as threads
from inbox.ui.desk import Desk
from inbox.ui.reading.header import Header
from inbox.ui.reading.signs import ASKED
from tests.ui.at_work import AtWork, free

TEXT = "Please refill my Synthroid. Also I got a bill for $140 for my last visit, why was I charged?"


@cache
def signs() -> Signs:
    return read_folder(resources.path("asks"))


@pytest.fixture
def work(desk: Desk, clinic: list[Filed], qtbot: QtBot) -> AtWork:
    """Nadia reads a medical question that asks for a refill and about a bill."""
    desk.asking.use(partial(find, signs()))
    work = AtWork(desk, qtbot)
    work.go(lambda line: free(line) and line.kind == "medical-question")
    there, item = shown(work)
    said = {
        item.triggers[0]: {"payload": [{"contentString": TEXT}]},
        there.id: {"topic": {"text": "Two things"}},
    }
    changed = []
    for one in clinic:
        if one.ref in said:
            body = msgspec.json.decode(one.body) | said[one.ref]
            body["meta"] = {"versionId": "99", "lastUpdated": desk.now().isoformat()}
            changed.append(filed(decode(msgspec.json.encode(body))))
    desk.store.ingest(changed).result()
    work.settle()
    return work


def shown(work: AtWork, target: Target | None = None) -> tuple[Thread, WorkItem]:
    target = target or work.current
    there = threads.thread(work.desk.reader, work.desk.interpreter, target.thread)
    item = there.item(target.item) if there else None
    assert there is not None and item is not None
    return there, item


def titles(work: AtWork) -> list[str]:
    """The lines of the question that is open, as they are said."""
    for pick in (work.chooser.kinds, work.chooser.pieces, work.chooser.reasons):
        if pick.is_open:
            return [choice.said for choice in pick.list.choices]
    raise LookupError("nothing is asked")


def test_the_line_says_what_is_asked_and_what_the_patient_chose(work: AtWork) -> None:
    strip = work.reading.asks
    assert strip.isVisible()
    assert [ask.kind for ask in strip.asks] == ["refill", "billing"]
    said = strip._told.accessibleName()
    assert said == "Asks: Refill · Billing or records. The patient chose Medical question."


def test_the_words_that_say_so_are_marked_on_demand(work: AtWork) -> None:
    runs = work.reading.conversation.marks.runs
    assert not [run for run in runs if run.level == ASKED]
    work.press("view.asks")
    text = work.reading.conversation.toPlainText()
    marked = [
        text[run.start : run.start + run.length]
        for run in work.reading.conversation.marks.runs
        if run.level == ASKED
    ]
    assert any("refill" in words for words in marked)
    assert any("bill" in words for words in marked)
    work.press("view.asks")
    assert not [run for run in work.reading.conversation.marks.runs if run.level == ASKED]


def test_where_a_message_asks_for_what_it_was_taken_for_nothing_is_said(work: AtWork) -> None:
    work.desk.asking.use(lambda subject, text: find(signs(), "", "I have an itchy rash. What should I do?"))
    work.reading.reload()
    assert not work.reading.asks.isVisible()
    work.press("view.asks")
    assert work.said[-1] == "It asks for nothing but what it was taken for."


def test_a_re_class_offers_what_was_found_first_and_asks_why(work: AtWork) -> None:
    target = work.current
    work.press("item.kind")
    first, second, *_ = titles(work)
    assert first.startswith("Refill. reply due ") and "“refill my”" in first
    assert second.startswith("Billing or records")
    assert not any(one.startswith("Medical question") for one in titles(work))
    work.choose("1")
    assert titles(work)[0].startswith("The message asks for this")
    work.choose("1")
    [made] = work.outbox()
    assert isinstance(made, Reclass)
    assert (made.item, made.kind, made.reason) == (target.item, "refill", "asks-for-this")
    assert work.line(target.item).kind == "refill"
    assert shown(work, target)[0].chosen_kind == "medical-question"
    assert [ask.kind for ask in work.reading.asks.asks] == ["refill", "billing"]


def test_everybody_sees_who_re_classed_it_and_why_and_which_class_is_promised(work: AtWork) -> None:
    target = work.current
    work.press("item.kind")
    work.choose("1")
    work.choose("1")
    work.go(lambda line: line.item == target.item)
    header = work.reading.findChild(Header)
    assert header is not None
    told = header._told.accessibleName().replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("Refill · re-classed by you: The message asks for this · ")
    assert " Class: " in header._pill.toolTip()


def test_a_re_class_is_undone(work: AtWork) -> None:
    target, before = work.current, shown(work)[1]
    work.press("item.kind")
    work.choose("1")
    work.choose("1")
    work.press("edit.undo")
    assert work.outbox() == []
    assert shown(work, target)[1] == before


def test_a_split_proposes_all_that_was_found_each_for_the_pool_the_rules_name(work: AtWork) -> None:
    target = work.current
    work.press("item.split")
    every, refill, *_ = titles(work)
    assert every.startswith("Refill and Billing or records. all that was found")
    assert "to Refills, by rule refills" in refill
    work.choose("1")
    made = [one for one in work.outbox() if isinstance(one, Split)]
    assert [(one.kind, one.to.name) for one in made] == [
        ("refill", "Refills"),
        ("billing", "Billing and records"),
    ]
    there = shown(work, target)[0]
    assert {item.kind for item in there.items} >= {"medical-question", "refill", "billing"}
    assert not work.reading.asks.isVisible() or target != work.current


def test_one_piece_alone_can_be_split_off_by_its_name(work: AtWork) -> None:
    work.press("item.split")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "bill")
    [alone] = [one for one in work.chooser.pieces.list.choices if one.title == "Billing or records"]
    work.choose(alone.number)
    assert [one.kind for one in work.outbox() if isinstance(one, Split)] == ["billing"]


def test_a_split_that_has_not_left_is_undone_without_a_trace(work: AtWork) -> None:
    target = work.current
    before = shown(work, target)[0]
    work.press("item.split")
    work.choose("1")
    work.press("edit.undo")
    assert work.outbox() == []
    assert shown(work, target)[0] == before


def test_tab_is_named_only_where_there_is_a_note_to_go_to(work: AtWork) -> None:
    for pick, command in ((work.chooser.kinds, "item.kind"), (work.chooser.pieces, "item.split")):
        work.press(command)
        assert pick.is_open
        assert "Tab" not in dict(pick.foot.hints)
        pick.dismiss()
    work.press("item.route")
    assert work.chooser.pools.is_open
    assert "Tab" in dict(work.chooser.pools.foot.hints)


def confirmed(work: AtWork, of: Target) -> ItemId:
    """The portal has taken all that waits about `of`, and given the work a reference of its own."""
    there, piece = shown(work, of)
    body = msgspec.json.decode(split_off(there, piece, piece.holding.promise, work.desk.now()))
    body |= {"id": "piece", "meta": {"versionId": "1", "lastUpdated": work.desk.now().isoformat()}}
    if piece.stage is Stage.CLAIMED:
        body |= {"status": "accepted", "owner": {"reference": "Practitioner/nadia"}}
    waiting = [one.entry.id for one in outbox.unconfirmed(work.desk.reader, work.desk.actor.person)]
    work.desk.store.settle(waiting, [filed(decode(msgspec.json.encode(body)))]).result()
    work.settle()
    return ItemId("Task/piece")


@pytest.fixture
def piece(work: AtWork) -> Target:
    """A refill split off a moment ago, under the cursor; the portal has not heard of it."""
    work.press("item.split")
    [refill] = [one for one in work.chooser.pieces.list.choices if one.title == "Refill"]
    work.choose(refill.number)
    found = work.go(lambda line: line.item.startswith("urn:"))
    assert work.line(found.item).kind == "refill"
    return found


def test_the_screen_stays_on_what_was_split_off_when_the_portal_names_it(work: AtWork, piece: Target) -> None:
    assert work.reading.target == piece
    named = confirmed(work, piece)
    assert work.current.item == named
    assert work.reading.target == work.current


def test_what_was_done_to_a_piece_before_it_had_a_name_is_taken_back_after(
    work: AtWork, piece: Target
) -> None:
    work.press("item.claim")
    assert work.line(piece.item).owner == "Practitioner/nadia"
    named = confirmed(work, piece)
    assert work.line(named).owner == "Practitioner/nadia"
    work.press("edit.undo")
    [back] = work.outbox()
    assert (back.verb, back.item) == ("put-back", named)
    assert work.line(named).stage == Stage.UNCLAIMED
