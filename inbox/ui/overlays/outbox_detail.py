"""The entry under the cursor of the outbox: both sides of it in full, and what came of each attempt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.queries import thread as threads
from inbox.queries.outbox import Unconfirmed
from inbox.ui.desk import Desk
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.overlays.attempt_words import attempt_words
from inbox.ui.parts.part import Part
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.section_title import SectionTitle
from inbox.ui.parts.words import Strong, Words
from inbox.ui.reading.sides import Sides
from inbox.ui.reading.stopped import STOPPED, Side, both_sides, sentence_of, title_of

SHOWN_ATTEMPTS = 5
_TALLEST = 260


class OutboxDetail(QScrollArea):
    """Hidden where there is nothing more to tell than the line in the list."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        scrolls_thinly(self, desk.theme)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Details"))
        self.viewport().setAutoFillBackground(False)
        self.hide()

    def show_entry(self, one: Unconfirmed | None) -> None:
        """Tell about `one` as things stand now."""
        if one is None:
            self._shown = ()
            self.hide()
            return
        desk, entry = self._desk, one.entry
        there = threads.thread(desk.reader, desk.interpreter, entry.thread)
        sides = both_sides(there, entry, desk.now(), desk.zone)
        told = [attempt_words(a, desk.now(), desk.zone) for a in reversed(one.attempts[-SHOWN_ATTEMPTS:])]
        scale = desk.theme.scale
        said = (entry.id, entry.state, entry.problem, tuple(sides), tuple(told), scale)
        if said == self._shown:
            return
        self._shown = said
        about = _Body(desk, one, sides, told)
        about.setAutoFillBackground(False)
        self.setWidget(about)
        self.setVisible(bool(sides or told or entry.button or entry.state in STOPPED))

    def heightForWidth(self, width: int) -> int:
        held = self.widget()
        return min(held.heightForWidth(width), self._desk.theme.px(_TALLEST)) if held is not None else 0

    def hasHeightForWidth(self) -> bool:
        return True


class _Body(Part):
    """What is the matter; theirs and one's own; the attempts, newest first."""

    def __init__(self, desk: Desk, one: Unconfirmed, sides: list[Side], told: list[str]) -> None:
        super().__init__(desk.theme, tr("Details"))
        theme, px, entry = desk.theme, desk.theme.px, one.entry
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(10))
        column.setSpacing(px(6))
        if entry.state in STOPPED:
            words: list[str] = [Strong(title_of(entry))]  # a problem's own sentence stands in the list
            words += [] if entry.problem else [f"  {sentence_of(entry)}"]
            column.addWidget(Words(theme, words, BASE, wrap=True))
        if entry.button:
            column.addWidget(Words(theme, tr("By speed button “{name}”", name=entry.title), SMALL, "text_2"))
        if sides:
            column.addWidget(Sides(theme, sides))
        if told:
            column.addWidget(SectionTitle(theme, tr("Tried")))
        for line in told:
            column.addWidget(Words(theme, line, SMALL, "text_2", wrap=True))
        column.addStretch(1)
        self.setAccessibleDescription(". ".join(word.accessibleName() for word in self.findChildren(Words)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.roles.sunken)
        painter.fillRect(0, 0, self.width(), 1, self.theme.roles.line_strong)
