"""The text field of a reply: plain text with its fields, kept in step with what is typed.

What is written is an `Expansion`; every edit of the document goes through `phrases.draft`, which keeps
fields in place. An edit that breaks an open field takes all of it. Undo brings fields back with the text.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QTextCursor
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import Expansion, Field
from inbox.shortcuts.phrases.guards import Problem
from inbox.shortcuts.spelling import Span
from inbox.ui.look.theme import Theme
from inbox.ui.reading.edits import NO_HINT, Hint, Memory, edit
from inbox.ui.reading.field_marks import field_boxes, field_selections, word_selections
from inbox.ui.reading.offering_field import OfferingField
from inbox.ui.reading.utf16 import points, units


class Editor(OfferingField):
    """`edited` comes after each change of the text or its fields."""

    edited = Signal()
    typed = Signal(str)
    """What was just typed, as far as it was typing and not loading, pasting or undoing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._reply = Expansion()
        self._memory = Memory()
        self._hint: Hint = NO_HINT
        self._ours = False
        self._problems: list[Problem] = []
        self._misspelt: list[Span] = []
        self.first_look: Callable[[QKeyEvent], bool] = lambda _event: False
        """Sees each key before the field does; True: it has dealt with it."""
        self.setAccessibleName(tr("Reply"))
        self.document().contentsChange.connect(self._note_change)
        self.document().contentsChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._mark)
        self.focused.connect(self._mark)
        self.restyle()

    @property
    def reply(self) -> Expansion:
        """What is written, with its fields."""
        return self._reply

    @property
    def caret(self) -> int:
        """Where the caret is, in code points."""
        return points(self._reply.text, self.textCursor().position())

    def set_reply(self, reply: Expansion, caret: int | None = None) -> None:
        """Put `reply` in place of everything, as one undoable step."""
        self._put(reply, caret)

    def start_afresh(self, reply: Expansion) -> None:
        """Show another reply; what was undone before belongs to the one before."""
        self._memory.forget()
        self._put(reply, len(reply.text))
        self.document().clearUndoRedoStacks()

    def insert(self, start: int, end: int, expansion: Expansion) -> None:
        """Put a phrase's expansion in place of code points `start` up to `end`."""
        bare = draft.replace(self._reply, start, end, "")
        edited = draft.insert(bare, start, expansion)
        self._put(edited, start + len(expansion.text))

    def select(self, field: Field | Problem) -> None:
        """Select a field, so that typing fills it."""
        self.select_range(field.start, field.end)

    def select_range(self, start: int, end: int) -> None:
        """Select code points `start` up to `end`."""
        cursor = self.textCursor()
        cursor.setPosition(units(self._reply.text, start))
        cursor.setPosition(units(self._reply.text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def field_at_caret(self) -> Field | None:
        """The field that is selected, or that the caret stands in."""
        cursor = self.textCursor()
        text = self._reply.text
        start, end = points(text, cursor.selectionStart()), points(text, cursor.selectionEnd())
        inside = (
            field
            for field in self._reply.fields
            if (field.start, field.end) == (start, end) or field.start < start <= end < field.end
        )
        return next(inside, None)

    def show_problems(self, problems: list[Problem]) -> None:
        """Mark what is not settled: a value that changed on the chart looks different."""
        self._problems = problems
        self._mark()

    def show_misspelt(self, words: list[Span]) -> None:
        """Underline words that are not known, for as long as they stand where they are."""
        if words != self._misspelt:
            self._misspelt = words
            self._mark()

    def caret_rect(self) -> QRect:
        """Where the caret is, in this widget."""
        return self.cursorRect().translated(self.viewport().pos())

    def restyle(self) -> None:
        """Take everything from the theme again."""
        self._ours = True
        super().restyle()
        self._ours = False
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.first_look(event):
            event.accept()
            return
        before = self._reply.text
        self._take_whole_fields(event)
        super().keyPressEvent(event)
        if event.text() and event.text().isprintable() and self._reply.text != before:
            self.typed.emit(event.text())

    def focusNextPrevChild(self, forward: bool) -> bool:
        return (forward and self.first_look(_tab())) or super().focusNextPrevChild(forward)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if event.commitString():
            self.typed.emit(event.commitString())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        field = self.field_at_caret()
        if field is None or not field.open:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.roles.accent if self.hasFocus() else self._theme.roles.on_blank)
        for box in field_boxes(self, self._reply, field):
            painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _take_whole_fields(self, event: QKeyEvent) -> None:
        """Select all of an open field that this key would break, so that it is one step to undo."""
        cursor, text = self.textCursor(), self._reply.text
        start, end = points(text, cursor.selectionStart()), points(text, cursor.selectionEnd())
        if start == end and event.key() == Qt.Key.Key_Backspace:
            start -= 1
        elif start == end and event.key() == Qt.Key.Key_Delete:
            end += 1
        elif not event.text().isprintable() or not event.text():
            return
        broken = [f for f in self._reply.fields if f.open and start < f.end and end > f.start]
        if broken:
            cursor.setPosition(units(text, min(start, broken[0].start)))
            cursor.setPosition(units(text, max(end, broken[-1].end)), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _note_change(self, at: int, removed: int, added: int) -> None:
        self._hint = (at, removed, added)

    def _changed(self) -> None:
        """The document changed: make the same edit in the reply, or the reply's in the document."""
        if self._ours:
            return
        old, text = self._reply, self.written()
        if text == old.text:
            return
        former = self._memory.find(text)
        if former is not None:
            self._settled(former)
            return
        start, end, added = edit(old.text, text, self._hint)
        reply = draft.replace(old, start, end, added)
        if reply.text == text:
            self._settled(reply)
        else:
            self._put(reply, min(start, len(reply.text)) + len(added))
            self.document().clearUndoRedoStacks()  # or undo would bring back half a blank

    def _put(self, reply: Expansion, caret: int | None) -> None:
        """Make the document say what `reply` says, changing only what differs."""
        old = self.written()
        start, end, added = edit(old, reply.text)
        self._ours = True
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.setPosition(units(old, start))
        cursor.setPosition(units(old, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(added)
        cursor.endEditBlock()
        self._ours = False
        if caret is not None:
            cursor.setPosition(units(reply.text, caret))
            self.setTextCursor(cursor)
        self._settled(reply)

    def _settled(self, reply: Expansion) -> None:
        self._reply = reply
        self._memory.keep(reply)
        self.edited.emit()
        self._mark()

    def _mark(self) -> None:
        if self.written() != self._reply.text:
            return  # in the middle of an edit; it marks when it is done
        text = self._reply.text
        words = [one for one in self._misspelt if text[one.start : one.end] == one.word]
        marks = field_selections(self, self._reply, self._problems, self._theme)
        self.setExtraSelections([*marks, *word_selections(self, text, words, self._theme)])
        field, roles = self.field_at_caret(), self._theme.roles
        blank = field is not None and field.open  # a selected blank stays a blank to the eye
        fill, ink = (roles.blank_bg, roles.on_blank) if blank else (roles.accent, roles.on_accent)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.Highlight) != fill:
            palette.setColor(QPalette.ColorRole.Highlight, fill)
            palette.setColor(QPalette.ColorRole.HighlightedText, ink)
            self.setPalette(palette)


def _tab() -> QKeyEvent:
    """Tab as a key, to be looked at first as well: Qt never tells `keyPressEvent` of it."""
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
