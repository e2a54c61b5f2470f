"""Any text is tried by the routing rules: what it asks for, by which words, where it goes, by which rule."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain import resources
from inbox.domain.asks import find, read_folder
from inbox.domain.part_in_force import InForce as PartInForce
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.routing import Goal, Routing, Rule
from inbox.domain.work_item import Kind
from inbox.ui.desk import Desk
from inbox.ui.overlays.tester import Page, RuleTester
from tests.ui.at_work import AtWork
from tests.ui.overlays.test_kit_words import POLICY, Kit

ASKING = "Please refill my Synthroid. Also I got a bill for $140, why was I charged?"
QUESTION = "I have an itchy rash. What should I do?"


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    desk.asking.use(partial(find, read_folder(resources.path("asks"))))
    return AtWork(desk, qtbot)


@pytest.fixture
def tester(work: AtWork) -> RuleTester:
    """Open at the routing rules."""
    work.press("routing.test")
    return work.acts.flags.tester


def found(tester: RuleTester) -> str:
    tester.routing.scan()
    return tester.routing.found.accessibleDescription()


def key(pressed: Qt.Key, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, pressed, held)


def publish(work: AtWork, *rules: Rule) -> None:
    published = Kit(InForce(POLICY, Source.SITE))
    published.routing = PartInForce(Routing("river", "4", rules))
    work.desk.published = published
    work.desk.kit_changed.emit()


def test_each_ask_is_told_with_its_score_its_words_and_where_it_goes(
    work: AtWork, tester: RuleTester
) -> None:
    assert tester.is_open and tester.routing.isVisible() and not tester.flags.isVisible()
    work.type(ASKING)
    said = found(tester)
    words = "Characters 7 to 16: “refill my”. Characters 17 to 26: “Synthroid”"
    refill = f"It goes to Refills. {words} (by rule refills: They check"
    assert f"Refill · clear. {refill}" in said
    assert "Billing or records · clear. It goes to Billing and records. Characters " in said
    assert "“got a bill”" in said and "(by rule billing: " in said


def test_where_nothing_is_asked_it_is_said(work: AtWork, tester: RuleTester) -> None:
    nothing = "Nothing says what is asked: somebody has to read it."
    assert nothing not in found(tester)
    work.type("Hello, it is me again")
    assert nothing in found(tester)


def test_pool_clinician_and_state_are_asked_of_the_rules(work: AtWork, tester: RuleTester) -> None:
    site = Rule("rest", Goal(person="clinician"))
    here = Rule("here", Goal(pool="Forms and letters"), pools=("Refills",))
    okellos = Rule("okellos", Goal(pool="No such pool"), clinicians=("Dr. Okello",))
    publish(work, Rule("iowa", Goal(pool="Scheduling"), states=("IA",)), okellos, here, site)
    work.type(QUESTION)
    assert "It goes to the patient’s own clinician. " in found(tester)
    assert found(tester).count("(by rule rest)") == 1
    key(Qt.Key.Key_P, control=True)
    assert tester.routing.pools.is_open
    work.type("Refills")
    key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is tester.routing.text
    assert tester.routing.pool.label == "In Refills"
    assert "It goes to Forms and letters. " in found(tester) and "(by rule here)" in found(tester)
    QTest.keyClicks(tester.routing.clinician, "Dr. Okello")
    assert "No pool here is called No such pool: it stays in the pool it is in. " in found(tester)
    assert "(by rule okellos)" in found(tester)
    QTest.keyClicks(tester.routing.state, "ia")
    assert "It goes to Scheduling. " in found(tester) and "(by rule iowa)" in found(tester)


def test_rules_that_lead_nowhere_are_named(work: AtWork, tester: RuleTester) -> None:
    gone = Rule("gone", Goal(person="Dr. Nobody"))
    publish(work, Rule("typo", Goal(pool="Refils")), gone, Rule("own", Goal(person="clinician")))
    work.type(QUESTION)
    assert "No pool here is called Refils" in found(tester)
    told = tester.routing._rules.accessibleName()
    assert told == "Routing rules river@4. 2 rules lead nowhere: typo, gone."


def test_where_no_rule_fits_it_stays_where_it_is(work: AtWork, tester: RuleTester) -> None:
    publish(work, Rule("forms", Goal(pool="Forms and letters"), kinds=(Kind.FORM,)))
    work.type(QUESTION)
    assert "No rule fits: it stays in the pool it is in" in found(tester)


def test_the_pages_change_by_key_and_the_text_goes_along(work: AtWork, tester: RuleTester) -> None:
    work.type(ASKING)
    for digit, page in ((Qt.Key.Key_1, Page.FLAGS), (Qt.Key.Key_2, Page.ROUTING)):
        key(digit, control=True)
        assert tester.shown is page
        assert QApplication.focusWidget() is tester.first()
    assert tester.flags.text.written() == tester.routing.text.written() == ASKING


def test_each_command_opens_its_page_empty(work: AtWork, tester: RuleTester) -> None:
    work.type(ASKING)
    work.press("flags.test")
    assert (tester.shown, tester.flags.text.written()) == (Page.FLAGS, "")
    work.press("routing.test")
    assert (tester.shown, tester.routing.text.written()) == (Page.ROUTING, "")


def test_nothing_of_it_is_kept(work: AtWork, tester: RuleTester) -> None:
    work.type(ASKING)
    QTest.keyClicks(tester.routing.clinician, "Dr. Okello")
    key(Qt.Key.Key_1, control=True)
    key(Qt.Key.Key_Escape)
    assert not tester.is_open
    for page in (tester.flags, tester.routing):
        assert page.text.written() == ""
        assert not page.text.document().isUndoAvailable()
        assert "refill" not in page.found.accessibleDescription().lower()
    assert tester.routing.clinician.text() == ""
    assert not tester.routing.clinician.isUndoAvailable()


def test_before_the_signs_are_ready_it_says_so_and_then_looks(desk: Desk, qtbot: QtBot) -> None:
    work = AtWork(desk, qtbot)
    work.press("routing.test")
    tester = work.acts.flags.tester
    work.type(ASKING)
    assert "Refill" not in found(tester)
    assert tester.routing._rules.accessibleName() == "The signs of what is asked are not ready yet."
    desk.asking.use(partial(find, read_folder(resources.path("asks"))))
    desk.asks_seen.emit()
    assert "Refill" in tester.routing.found.accessibleDescription()
