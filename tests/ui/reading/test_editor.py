"""The field of a reply keeps blanks, lists and chart values in place whatever is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.shortcuts.phrases.expansion import Expansion, Field, FieldKind
from inbox.ui.look.theme import Theme
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.plain_field import LONGEST
from inbox.ui.reading.utf16 import units

TEXT = "Hi 😀 Walter, by *** please."
NAME = Field(5, 11, FieldKind.LINK, "First name", link="first_name", value="Walter")
BLANK = Field(16, 19, FieldKind.BLANK, "Blank")


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> Editor:
    editor = Editor(theme)
    qtbot.addWidget(editor)
    editor.resize(400, 200)
    editor.show()
    editor.start_afresh(Expansion(TEXT, (NAME, BLANK)))
    return editor


def put_caret(editor: Editor, at: int, anchor: int | None = None) -> None:
    cursor = editor.textCursor()
    text = editor.reply.text
    cursor.setPosition(units(text, at if anchor is None else anchor))
    cursor.setPosition(units(text, at), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def words(editor: Editor) -> list[str]:
    """What stands in each field; the text of the document and of the reply are always the same."""
    assert editor.written() == editor.reply.text
    return [editor.reply.text[field.start : field.end] for field in editor.reply.fields]


def test_typing_before_a_field_moves_it_past_an_emoji(editor: Editor) -> None:
    put_caret(editor, 0)
    QTest.keyClicks(editor, "Oh. ")
    assert words(editor) == ["Walter", "***"]


def test_typing_over_a_selected_blank_fills_it(editor: Editor) -> None:
    editor.select(BLANK)
    QTest.keyClicks(editor, "Friday")
    assert editor.reply.text == "Hi 😀 Walter, by Friday please."
    assert words(editor) == ["Walter"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_half_a_blank_cannot_be_left_behind(editor: Editor, key: Qt.Key) -> None:
    put_caret(editor, 17)
    QTest.keyClick(editor, key)
    assert editor.reply.text == "Hi 😀 Walter, by  please."
    assert words(editor) == ["Walter"]


def test_undo_brings_a_blank_back_with_its_text(editor: Editor) -> None:
    put_caret(editor, 17)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    editor.undo()
    assert editor.reply == Expansion(TEXT, (NAME, BLANK))


def test_words_typed_into_a_filled_value_become_the_writers_own(editor: Editor) -> None:
    put_caret(editor, 8)
    QTest.keyClicks(editor, "x")
    assert editor.reply.text == "Hi 😀 Walxter, by *** please."
    assert words(editor) == ["***"]


def test_deleting_a_selection_over_two_fields_takes_both(editor: Editor) -> None:
    put_caret(editor, 18, anchor=7)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.reply.fields == ()
    assert editor.written() == editor.reply.text == "Hi 😀 Wa please."


def test_a_new_line_keeps_the_fields_behind_it(editor: Editor) -> None:
    put_caret(editor, 0)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.reply.text == "\n" + TEXT
    assert words(editor) == ["Walter", "***"]


def test_pasted_markup_and_hidden_signs_come_in_as_plain_words(editor: Editor) -> None:
    editor.start_afresh(Expansion())
    paste = QMimeData()
    paste.setHtml("<b>bold</b><img src=x>")
    paste.setText("<b>bold</b>\u202e\u200b")
    editor.insertFromMimeData(paste)
    assert editor.reply.text == "<b>bold</b>"


def test_a_huge_paste_is_cut(editor: Editor) -> None:
    paste = QMimeData()
    paste.setText("x" * 100_000)
    editor.insertFromMimeData(paste)
    assert len(editor.reply.text) == LONGEST


def test_it_grows_with_its_text_and_then_scrolls(editor: Editor) -> None:
    editor.start_afresh(Expansion())
    empty = editor.height()
    editor.start_afresh(Expansion("\n" * 5))
    some = editor.height()
    editor.start_afresh(Expansion("\n" * 50))
    assert empty < some < editor.height() < 300
