"""Quoting: what of the conversation comes into the reply, where, and what never does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.ui.desk import Desk
from inbox.ui.reading.plain_field import LONGEST
from inbox.ui.reading.selecting import CARET
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import PatientWrites

WROTE = "The rash is back.\nIt itches \u202eat night\u202c, \u200bmostly."
QUOTED = "Leela Bhatt wrote on 17 Mar 2026 at 09:43:\n> The rash is back.\n> It itches at night, mostly.\n"


@pytest.fixture
def work(desk: Desk, qtbot: QtBot, patient_writes: PatientWrites) -> AtWork:
    """Nadia at work, on an item whose patient has just written about a rash."""
    work = AtWork(desk, qtbot)
    target = work.go(free)
    patient_writes(target, WROTE, minutes=1)
    work.settle()
    return work


def begun(work: AtWork) -> str:
    return work.reading.composer.begun.reply.text


def select(work: AtWork, first: str, last: str) -> None:
    """Select the conversation from the words `first` up to the end of `last`, as a mouse would."""
    view = work.reading.conversation
    text = view.toPlainText()
    cursor = QTextCursor(view.document())
    cursor.setPosition(text.index(first))
    cursor.setPosition(text.index(last) + len(last), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def comment(work: AtWork, words: str) -> None:
    work.press("item.comment")
    work.type(words)
    work.press("item.send")


def test_the_last_message_of_the_patient_is_quoted_as_plain_words_where_nothing_is_selected(
    work: AtWork,
) -> None:
    work.press("item.quote")
    assert begun(work) == QUOTED


def test_the_field_has_the_keyboard_below_the_quotation(work: AtWork) -> None:
    work.press("item.quote")
    work.type("Then use the cream.")
    assert begun(work) == QUOTED + "Then use the cream."


def test_a_quotation_stands_at_the_caret_on_lines_of_its_own(work: AtWork) -> None:
    work.write("Hello. Bye.")
    work.reading.composer._editor.select_range(len("Hello."), len("Hello."))
    work.press("item.quote")
    work.type("x")
    assert begun(work) == f"Hello.\n\n{QUOTED}x\n\n Bye."


def test_the_key_quotes_from_the_conversation_what_is_selected_by_keyboard(work: AtWork) -> None:
    work.press("item.open")
    view = work.reading.conversation
    select(work, "The rash", "The rash")
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    work.press("item.quote")
    assert begun(work) == "Leela Bhatt wrote on 17 Mar 2026 at 09:43:\n> The rash is\n"


def test_selecting_by_keyboard_begins_at_the_words_that_wait_and_shows_where(work: AtWork) -> None:
    work.press("item.open")
    view = work.reading.conversation
    assert view.cursorWidth() == 0
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_Right, control | shift)
    assert view.cursorWidth() == CARET
    there = work.reading.thread
    assert there is not None
    waiting = there.messages[-there.unanswered]
    (selected,) = view.selected_words()
    assert selected[0] == waiting
    assert waiting.text.startswith(selected[1].strip())


def test_where_nothing_waits_selecting_by_keyboard_begins_at_the_newest_words(work: AtWork) -> None:
    work.write("Use the cream.")
    work.press("item.send")
    work.press("item.open")
    view = work.reading.conversation
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert [words for _, words in view.selected_words()] == ["U"]


def test_words_that_are_written_anew_have_no_caret_in_them(
    work: AtWork, patient_writes: PatientWrites
) -> None:
    work.press("item.open")
    QTest.keyClick(work.reading.conversation, Qt.Key.Key_Right)
    patient_writes(work.current, "And it weeps.", minutes=2)
    work.settle()
    assert work.reading.conversation.cursorWidth() == 0


def test_a_selection_over_two_messages_names_the_writer_of_each(
    work: AtWork, patient_writes: PatientWrites
) -> None:
    patient_writes(work.current, "And it weeps.", minutes=2)
    work.settle()
    select(work, "mostly", "And it")
    work.press("item.quote")
    heads = [line for line in begun(work).splitlines() if "wrote on" in line]
    assert [line[-6:] for line in heads] == ["09:43:", "09:44:"]
    assert "> And it\n" in begun(work)
    assert "today" not in begun(work)


def test_an_internal_comment_is_never_quoted(work: AtWork) -> None:
    comment(work, "Sounds anxious to me")
    select(work, "Sounds", "anxious")
    work.press("item.quote")
    assert begun(work) == ""
    assert "never internal comments" in work.said[-1]


def test_a_comment_inside_the_selection_is_left_out(work: AtWork) -> None:
    comment(work, "Sounds anxious to me")
    work.reading.conversation.selectAll()
    work.press("item.quote")
    assert "rash" in begun(work)
    assert "anxious" not in begun(work)
    assert "Internal" not in begun(work)


def test_a_badge_beside_marked_words_is_not_quoted(
    work: AtWork, rules: None, patient_writes: PatientWrites
) -> None:
    patient_writes(work.current, "I have chest pain since noon.", minutes=3)
    work.settle()
    view = work.reading.conversation
    assert any(run.words for run in view.marks.runs)
    text = view.toPlainText()
    select(work, "I have", text[text.index("I have") :].partition("noon.")[0] + "noon.")
    work.press("item.quote")
    assert begun(work).splitlines()[1:] == ["> I have chest pain since noon."]


def test_a_blank_that_the_caret_stands_in_stays_whole(work: AtWork) -> None:
    work.reading.composer.insert_phrase("sideeffect")
    before = work.reading.composer.begun.reply
    field = next(field for field in before.fields if field.open)
    editor = work.reading.composer._editor
    editor.select_range(field.start + 1, field.start + 1)
    work.press("item.quote")
    now = work.reading.composer.begun.reply
    assert [one.label for one in now.fields] == [one.label for one in before.fields]
    assert now.text.startswith(before.text[: field.end])


def test_what_is_quoted_while_a_comment_is_written_goes_into_the_reply(work: AtWork) -> None:
    work.press("item.comment")
    work.type("Ask Dana")
    work.press("item.quote")
    there = work.reading.composer.begun
    assert (there.reply.text, there.comment) == (QUOTED, "Ask Dana")
    assert not work.reading.composer.commenting


def test_a_reply_with_no_room_left_takes_no_quotation(work: AtWork) -> None:
    work.write("a" * (LONGEST - 10))
    work.press("item.quote")
    assert len(begun(work)) == LONGEST - 10
    assert work.said[-1] == "There is no room for it in the reply."


def test_a_quotation_is_kept_with_the_draft(work: AtWork) -> None:
    target = work.current
    work.press("item.quote")
    work.press("app.back")
    work.press("item.next")
    work.go(lambda line: line.item == target.item)
    assert begun(work) == QUOTED
