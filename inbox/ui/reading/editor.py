"""The text field of a reply: plain text with its fields, kept in step with what is typed.

What is written is an `Expansion`; every edit of the document goes through `phrases.draft`, which keeps
fields in place. An edit that breaks an open field takes all of it. Undo brings fields back with the text.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import Expansion, Field
from inbox.shortcuts.phrases.guards import Problem
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import PATIENT
from inbox.ui.reading.field_marks import field_selections
from inbox.ui.reading.inert import inert
from inbox.ui.reading.utf16 import points, units

LONGEST = 20_000
"""Code points a reply may have here; a paste is cut to what is left of it."""
REMEMBERED = 100
"""States of the text whose fields undo can bring back."""
LINES = (3, 8)
"""Lines of text the field shows: at least, and before it scrolls."""
COMPACT = (1, 4)
"""The same where there is little height."""

_SEPARATORS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class Editor(QTextEdit):
    """`edited` comes after each change of the text or its fields; `caret_moved` after each move."""

    edited = Signal()
    typed = Signal(str)
    """What was just typed, as far as it was typing and not loading, pasting or undoing."""
    focused = Signal(bool)
    grown = Signal()
    """It has another height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reply = Expansion()
        self._memory: OrderedDict[str, tuple[Field, ...]] = OrderedDict()
        self._hint = (0, 0, 0)
        self._ours = False
        self._problems: list[Problem] = []
        self._lines = LINES
        self.first_look: Callable[[QKeyEvent], bool] = lambda _event: False
        """Sees each key before the field does; True: it has dealt with it."""
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Reply"))
        self.document().contentsChange.connect(self._note_change)
        self.document().contentsChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._document_grew)
        self.cursorPositionChanged.connect(self._mark)
        theme.changed.connect(self.restyle)
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
        self._memory.clear()
        self._put(reply, len(reply.text))
        self.document().clearUndoRedoStacks()

    def insert(self, start: int, end: int, expansion: Expansion) -> None:
        """Put a phrase's expansion in place of code points `start` up to `end`."""
        bare = draft.replace(self._reply, start, end, "")
        edited = draft.insert(bare, start, expansion)
        self._put(edited, start + len(expansion.text))

    def select(self, field: Field | Problem) -> None:
        """Select a field, so that typing fills it."""
        cursor = self.textCursor()
        cursor.setPosition(units(self._reply.text, field.start))
        cursor.setPosition(units(self._reply.text, field.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def field_at_caret(self) -> Field | None:
        """The open field that is selected, or that the caret stands in."""
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

    def set_lines(self, least: int, most: int) -> None:
        """Show other numbers of lines at least and at most."""
        self._lines = (least, most)
        self._grow()

    def restyle(self) -> None:
        """Take font, margins and colours from the theme again."""
        self.setFont(self._theme.font(PATIENT))
        self.document().setDefaultFont(self._theme.font(PATIENT))
        self.document().setDocumentMargin(self._theme.px(8))
        self._space_lines()
        self._grow()
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.first_look(event):
            event.accept()
            return
        before = self._reply.text
        super().keyPressEvent(event)
        if event.text() and event.text().isprintable() and self._reply.text != before:
            self.typed.emit(event.text())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if event.commitString():
            self.typed.emit(event.commitString())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only: no markup, nothing that hides or reorders, no more than fits."""
        room = max(LONGEST - len(self._reply.text), 0)
        self.textCursor().insertText(inert(source.text()[:room]).replace(_REPLACED, ""))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)
        self._mark()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        field = self.field_at_caret()
        if field is None or not field.open:
            return
        painter = QPainter(self.viewport())
        color = self._theme.roles.accent if self.hasFocus() else self._theme.roles.on_blank
        painter.setPen(color)
        for rect in self._rects(field):
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def caret_rect(self) -> QRect:
        """Where the caret is, in this widget."""
        return self.cursorRect().translated(self.viewport().pos())

    def _rects(self, field: Field) -> list[QRect]:
        """The box of a field; one that goes over two lines gets a box on each."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(self._reply.text, field.start))
        end = units(self._reply.text, field.end)
        rects = [self.cursorRect(cursor)]
        while cursor.position() < end:
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
            here = self.cursorRect(cursor)
            if here.top() == rects[-1].top():
                rects[-1].setRight(here.left())
            else:
                rects.append(here)
        return rects

    def _note_change(self, at: int, removed: int, added: int) -> None:
        self._hint = (at, removed, added)

    def _changed(self) -> None:
        """The document changed: make the same edit in the reply, or the reply's in the document."""
        if self._ours:
            return
        old, text = self._reply, self._text()
        if text == old.text:
            return
        if text in self._memory:
            self._reply = Expansion(text, self._memory[text])
        else:
            start, end, added = self._edit(old.text, text)
            self._reply = draft.replace(old, start, end, added)
            if self._reply.text != text:
                self._put(self._reply, min(start, len(self._reply.text)) + len(added), join=True)
                return
        self._settled()

    def _edit(self, old: str, new: str) -> tuple[int, int, str]:
        """What was replaced in `old` (code points) by what. Qt says where; where it is wrong, compare."""
        at, removed, added = self._hint
        start = points(old, at)
        end, stop = points(old, at + removed), points(new, at + added)
        if old[:start] + new[start:stop] + old[end:] == new:
            return start, end, new[start:stop]
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        tail = 0
        while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        return start, len(old) - tail, new[start : len(new) - tail]

    def _put(self, reply: Expansion, caret: int | None, join: bool = False) -> None:
        """Make the document say what `reply` says, changing only what differs."""
        old = self._text()
        self._hint = (0, 0, 0)
        start, end, added = self._edit(old, reply.text)
        self._ours = True
        cursor = self.textCursor()
        if join:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        cursor.setPosition(units(old, start))
        cursor.setPosition(units(old, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(added)
        cursor.endEditBlock()
        self._ours = False
        self._reply = reply
        if caret is not None:
            cursor.setPosition(units(reply.text, caret))
            self.setTextCursor(cursor)
        self._settled()

    def _settled(self) -> None:
        self._memory[self._reply.text] = self._reply.fields
        self._memory.move_to_end(self._reply.text)
        while len(self._memory) > REMEMBERED:
            self._memory.popitem(last=False)
        self.edited.emit()
        self._mark()

    def _text(self) -> str:
        return self.document().toRawText().translate(_SEPARATORS)

    def _mark(self) -> None:
        if self._text() != self._reply.text:
            return  # in the middle of an edit; it marks when it is done
        selections = field_selections(self, self._reply, self._problems, self._theme)
        self.setExtraSelections(selections)
        self._dress_selection()

    def _dress_selection(self) -> None:
        """A selected blank stays a blank to the eye; words that are selected look selected."""
        field, roles = self.field_at_caret(), self._theme.roles
        blank = field is not None and field.open
        palette = self.palette()
        fill, ink = (roles.blank_bg, roles.on_blank) if blank else (roles.accent, roles.on_accent)
        if palette.color(QPalette.ColorRole.Highlight) != fill:
            palette.setColor(QPalette.ColorRole.Highlight, fill)
            palette.setColor(QPalette.ColorRole.HighlightedText, ink)
            self.setPalette(palette)

    def _space_lines(self) -> None:
        """Lines as far apart as in the thread; new paragraphs take it over."""
        lines = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        lines.setLineHeight(self._theme.line_height(PATIENT), kind)
        self._ours = True
        self.setUndoRedoEnabled(False)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(lines)
        self.setUndoRedoEnabled(True)
        self._ours = False

    def height_of(self, least: int, most: int) -> int:
        """How high it is when it shows at least and at most so many lines."""
        line, margin = self._theme.line_height(PATIENT), 2 * self._theme.px(8)
        wanted = math.ceil(self.document().size().height())
        return max(line * least + margin, min(wanted, line * most + margin))

    def _document_grew(self) -> None:
        self._grow()
        self.grown.emit()

    def _grow(self) -> None:
        """As high as its text, within bounds; beyond, it scrolls."""
        self.setFixedHeight(self.height_of(*self._lines))
