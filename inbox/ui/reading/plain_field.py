"""A field for plain words: it grows with them, pastes nothing else, and has the line height of the thread."""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from inbox.domain.inert import plain
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import PATIENT
from inbox.ui.parts.scroll_bar import scrolls_thinly

LONGEST = 20_000
"""Code points a field may have; a paste is cut to what is left of it."""
LINES = (3, 8)
"""Lines of text the field shows: at least, and before it scrolls."""
COMPACT = (1, 4)
"""The same where there is little height."""

_SEPARATORS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})


class PlainField(QTextEdit):
    """`grown` says that it has another height, `focused` whether it has the keyboard."""

    focused = Signal(bool)
    grown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = LINES
        scrolls_thinly(self, theme)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(self._document_grew)
        theme.changed.connect(self.restyle)

    def written(self) -> str:
        """The text as code points, with every kind of line end as one line feed."""
        return self.document().toRawText().translate(_SEPARATORS)

    def set_lines(self, least: int, most: int) -> None:
        """Show other numbers of lines at least and at most."""
        self._lines = (least, most)
        self._grow()

    def restyle(self) -> None:
        """Take font, margins and line height from the theme again; what was undone before is forgotten."""
        self.setFont(self._theme.font(PATIENT))
        self.document().setDefaultFont(self._theme.font(PATIENT))
        self.document().setDocumentMargin(self._theme.px(8))
        lines = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        lines.setLineHeight(self._theme.line_height(PATIENT), kind)
        self.setUndoRedoEnabled(False)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(lines)
        self.setUndoRedoEnabled(True)
        self._grow()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only: no markup, nothing that hides or reorders, no more than fits."""
        room = max(LONGEST - len(self.written()), 0)
        self.textCursor().insertText(plain(source.text()[:room]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def _document_grew(self) -> None:
        self._grow()
        self.grown.emit()

    def _grow(self) -> None:
        """As high as its text, within bounds; beyond, it scrolls."""
        line, margin = self._theme.line_height(PATIENT), 2 * self._theme.px(8)
        least, most = self._lines
        wanted = math.ceil(self.document().size().height())
        self.setFixedHeight(max(line * least + margin, min(wanted, line * most + margin)))
