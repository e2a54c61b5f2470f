"""The field a phrase is written in: plain words, with the place where they go wrong underlined."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from inbox.ui.look.theme import Theme
from inbox.ui.reading.plain_field import PlainField
from inbox.ui.reading.utf16 import points, units


class PhraseText(PlainField):
    """Shows the grammar as it is typed: nothing is filled in here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._wrong: int | None = None
        self.restyle()

    def show_mistake(self, at: int | None) -> None:
        """Underline from the code point `at` to the end of its word; None: all is well."""
        self._wrong = at
        text = self.written()
        if at is None or at >= len(text):
            self.setExtraSelections([])
            return
        end = at + 1
        while end < len(text) and not text[end].isspace():
            end += 1
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(text, at))
        cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setBackground(self._theme.roles.overdue_bg)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self._theme.roles.overdue)
        selection.cursor = cursor
        selection.format = look
        self.setExtraSelections([selection])

    def go_to_mistake(self) -> None:
        """Put the caret where it goes wrong."""
        if self._wrong is not None:
            cursor = self.textCursor()
            cursor.setPosition(units(self.written(), self._wrong))
            self.setTextCursor(cursor)

    @property
    def caret(self) -> int:
        """Where the caret is, in code points."""
        return points(self.written(), self.textCursor().position())
