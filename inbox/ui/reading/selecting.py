"""Selecting words of the conversation by keyboard: where the caret begins, and when it is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTextEdit

from inbox.ui.reading.thread_writer import Marks

_MOVES = frozenset(
    {
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End),
    }
)
CARET = 2
"""Pixels."""


def begin(view: QTextEdit, event: QKeyEvent, told: Marks) -> None:
    """Before `event` moves the caret: nobody has yet, so show it at the words that wait for an answer.

    From the top of the conversation it would be a long way to them. Where none wait: at the newest.
    """
    if event.key() not in _MOVES or view.cursorWidth():
        return
    view.setCursorWidth(CARET)
    cursor = view.textCursor()
    if not cursor.hasSelection() and told.pieces:
        cursor.setPosition(_first_words(view, told))
        view.setTextCursor(cursor)


def _first_words(view: QTextEdit, told: Marks) -> int:
    newest = told.pieces[-1].start
    if told.first_unanswered < 0:
        return newest
    waiting = view.document().findBlockByNumber(told.first_unanswered).position()
    return next((piece.start for piece in told.pieces if piece.start >= waiting), newest)
