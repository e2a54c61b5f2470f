"""What was refused or overtaken on this conversation: both sides in words, and numbered ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.entries import Entry, State
from inbox.domain.ids import OperationId
from inbox.domain.words import tr
from inbox.queries import outbox
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.type import BASE
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Strong, Words
from inbox.ui.reading.sides import Sides
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.stopped import STOPPED, Choice, both_sides, sentence_of, title_of, ways_on


class Notice(Part):
    """Shows the first stopped entry of a conversation. `decided` names the choice and the operation."""

    decided = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Needs your decision"), parent)
        self._desk = desk
        self._entry: Entry | None = None
        self._put_off: set[OperationId] = set()
        self._ways: list[tuple[Choice, str]] = []
        self._body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setProperty("scope", "dialog")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    @property
    def entry(self) -> Entry | None:
        """What is to be decided; None when nothing is."""
        return self._entry

    def show_situation(self, situation: Situation, again: bool) -> None:
        """Look for a stopped entry on this conversation. `again`: it is still the same item on screen."""
        if not again:
            self._put_off.clear()
        self._entry = self._find(situation)
        self.setVisible(self._entry is not None)
        if self._entry is not None:
            self._build(situation, self._entry)

    def choose(self, number: int) -> bool:
        """Take the way of that number; False when there is none."""
        entry = self._entry
        if entry is None or not 1 <= number <= len(self._ways):
            return False
        choice, _ = self._ways[number - 1]
        if choice is Choice.LATER:
            self._put_off.add(entry.id)
            self._entry = None
            self.hide()
        self.decided.emit(choice.value, entry.id)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and self._ways:
            self.choose(len(self._ways))
        elif not self.choose(event.key() - Qt.Key.Key_0):
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles, px = QPainter(self), self.theme.roles, self.theme.px
        paint.box(painter, self.rect(), roles.surface, roles.line_strong, px(4))
        painter.fillRect(0, 0, px(6), self.height(), roles.soon)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)

    def _find(self, situation: Situation) -> Entry | None:
        if not situation.thread.pending:
            return None
        mine = outbox.unconfirmed(self._desk.reader, self._desk.actor.person)
        wanted = (u.entry for u in mine if u.entry.thread == situation.thread.id and u.entry.state in STOPPED)
        return next((entry for entry in wanted if entry.id not in self._put_off), None)

    def _build(self, situation: Situation, entry: Entry) -> None:
        """Say it anew: what happened, both texts, the ways on."""
        title, sentence = title_of(entry), sentence_of(entry)
        self.set_name(f"{title}. {sentence}")
        later = (Choice.LATER, tr("Decide later: it waits on top of My work"))
        self._ways = [*ways_on(entry), later]
        body = QWidget()
        column = QVBoxLayout(body)
        px = self.theme.px
        column.setContentsMargins(px(16), px(8), px(10), px(10))
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        icon = "git-fork" if entry.state is State.CONFLICTED else "circle-alert"
        head.addWidget(IconMark(self.theme, icon, title, 16, "soon_text"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Words(self.theme, [Strong(title), f"  {sentence}"], BASE, wrap=True), 1)
        nest(head, column)
        sides = both_sides(situation.thread, entry, self._desk.now(), self._desk.zone)
        if sides:
            column.addWidget(Sides(self.theme, sides))
        for number, (_, label) in enumerate(self._ways, 1):
            button = CommandButton(self.theme, self._desk.keys_of(f"quick.{number}"), label)
            button.clicked.connect(lambda _on=False, number=number: self.choose(number))
            column.addWidget(button)
        if self._body is not None:
            # Hidden first: a layout shows what is new in it a moment later, and what has lost its parent by
            # then would come as a window of its own and take the keyboard from whoever writes.
            self._body.hide()
            self._body.setParent(None)  # at once: a button of the old one must not be pressed any more
            self._body.deleteLater()
        self._body = body
        self._column.addWidget(body)
