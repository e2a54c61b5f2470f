"""How a phrase reads for the patient on screen, whose it is, and where it is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.phrases.expansion import Expansion, expand
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.sheet import Sheet
from inbox.shortcuts.phrases.usage import used_in
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.phrases.words import is_due, used_words, whose
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.words import Words
from inbox.ui.reading.editor import Editor

_LINES = (2, 10)
"""Lines of the preview, at least and at most."""


class PhraseReads(QWidget):
    """Stands below the fields of a phrase. `lookup` gives the chart of the patient on screen, or None."""

    def __init__(self, desk: Desk, lookup: Callable[[], Lookup | None]) -> None:
        super().__init__()
        self._desk, self._lookup = desk, lookup
        theme = desk.theme
        self.preview = Editor(theme)
        self.preview.setReadOnly(True)
        self.preview.set_lines(*_LINES)
        self.preview.setAccessibleName(tr("Preview"))
        self._for = Words(theme, "", SMALL, "text_2")
        self._whose = Words(theme, "", SMALL, "text_2", wrap=True)
        self._used = Words(theme, "", SMALL, "text_2", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._for)
        self.column.addWidget(TextFrame(theme, self.preview))
        self.column.addWidget(self._whose)
        self.column.addWidget(self._used)

    def show_sheet(self, sheet: Sheet, *, readable: bool) -> None:
        """What `sheet` comes to for the patient on screen; without one, with its links open."""
        lookup, desk = self._lookup(), self._desk
        self._for.set_words(
            tr("As it reads for the patient on screen")
            if lookup
            else tr("As it reads, with no patient on screen")
        )
        shown = Expansion()
        if readable:
            phrase = Phrase("this", "-", sheet.text, desk.owner, 1, date.max)
            shown = expand(phrase, lookup or (lambda _link: None), desk.kit.phrases)
        self.preview.start_afresh(shown)
        self.preview.moveCursor(QTextCursor.MoveOperation.Start)
        self.preview.verticalScrollBar().setValue(0)

    def tell_of(self, phrase: Phrase | None) -> None:
        """Say whose the phrase is and where it is used; None: it is new."""
        desk = self._desk
        if phrase is None:
            self._whose.set_role("text_2")
            self._whose.set_words(tr("New, yours when it is kept."))
            self._used.set_words("")
            return
        told = tr(
            "{whose} · version {version}", whose=whose(phrase.owner, desk.owner), version=phrase.version
        )
        late = is_due(phrase, desk.today())
        self._whose.set_role("overdue" if late else "text_2")
        self._whose.set_words(tr("Review is overdue. {told}", told=told) if late else told)
        self._used.set_words(used_words(used_in(phrase.name, desk.kit.phrases, desk.kit.buttons)))
