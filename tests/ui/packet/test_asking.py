"""A nurse asks a prescriber: the sheet comes filled, is kept as it is typed, and becomes a packet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.operations import Escalate
from inbox.domain.review import After
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork, free


@pytest.fixture
def nurse(desk: Desk, qtbot: QtBot) -> AtWork:
    work = AtWork(desk, qtbot)
    work.go(lambda line: free(line) and line.kind == "medical-question" and not line.sender_relation)
    return work


def press(nurse: AtWork, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    nurse.play(lambda: QTest.keyClick(focus, key, held))


def test_the_sheet_is_filled_from_the_chart_and_handed_over_by_keys(nurse: AtWork) -> None:
    target = nurse.current
    nurse.write("Please stop the evening tablet.")
    nurse.press("item.escalate")
    sheet = nurse.acts.escalation.sheet
    assert sheet.is_open
    assert sheet.packet.proposal == "Please stop the evening tablet."
    assert "Writes: “" in sheet.packet.summary and "@" not in sheet.packet.summary
    sheet.question.setFocus()
    nurse.type("May he stop it?")
    press(nurse, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    press(nurse, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    press(nurse, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    claim, asked = nurse.outbox()
    assert (claim.verb, claim.item) == ("claim", target.item)
    assert isinstance(asked, Escalate)
    assert (asked.packet.question, asked.packet.urgent) == ("May he stop it?", True)
    assert asked.packet.after is After.WAIT
    assert asked.promise is not None and asked.promise.due is not None
    due = nurse.line(target.item).due
    assert due is not None and asked.promise.due <= due
    assert not nurse.line(target.item).has_draft


def test_what_is_typed_is_there_again_after_esc(nurse: AtWork) -> None:
    nurse.press("item.escalate")
    nurse.acts.escalation.sheet.question.setFocus()
    nurse.type("Half a dose?")
    press(nurse, Qt.Key.Key_Escape)
    assert nurse.outbox() == []
    nurse.desk.store.settle([], []).result()
    nurse.press("item.escalate")
    assert nurse.acts.escalation.sheet.packet.question.endswith("Half a dose?")


def test_without_a_question_or_with_an_open_blank_nothing_is_handed_over(nurse: AtWork) -> None:
    nurse.press("item.escalate")
    sheet = nurse.acts.escalation.sheet
    sheet.question.clear()
    press(nurse, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet.question.setText("May he?")
    sheet.proposal.setPlainText("Come on ***.")
    press(nurse, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sheet.is_open
    assert nurse.outbox() == []


def test_a_packet_is_taken_back_until_it_leaves(nurse: AtWork) -> None:
    target = nurse.current
    nurse.press("item.escalate")
    nurse.acts.escalation.sheet.question.setText("May he?")
    press(nurse, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert nurse.line(target.item).awaiting_physician
    nurse.press("edit.undo")
    assert not nurse.line(target.item).awaiting_physician


def test_what_was_typed_for_a_packet_that_is_taken_back_stands_in_the_sheet_again(nurse: AtWork) -> None:
    nurse.press("item.escalate")
    sheet = nurse.acts.escalation.sheet
    sheet.question.setText("May he stop the evening tablet?")
    sheet.proposal.setPlainText("Please stop it.")
    press(nurse, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    nurse.press("edit.undo")
    assert nurse.outbox() == []
    nurse.press("item.escalate")
    assert (sheet.packet.question, sheet.packet.proposal) == (
        "May he stop the evening tablet?",
        "Please stop it.",
    )
