"""What was refused or overtaken on this conversation: both sides in words, and numbered ways on.

Nothing is merged silently, and a typed reply is never lost: each way says what becomes of its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.entries import Entry, State
from inbox.domain.ids import OperationId
from inbox.domain.operations import Comment, Reply, Why
from inbox.domain.thread import Message
from inbox.domain.words import mark, tr
from inbox.queries import outbox
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.type import BASE, SECTION, SMALL
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Strong, Words
from inbox.ui.reading.inert import inert, one_line
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation

SHOWN_WORDS = 600
"""Code points of each of two texts side by side; the whole stands in the thread and in the draft."""


class Choice(StrEnum):
    """What a person may decide about a stopped entry."""

    DISCARD = "discard"
    EDIT = "edit"
    SEND_ANYWAY = "send anyway"
    RETRY = "retry"
    LATER = "later"


_TITLES = {
    Why.ANSWERED_ELSEWHERE: mark("Answered elsewhere first"),
    Why.CLAIMED_ELSEWHERE: mark("Claimed elsewhere"),
    Why.CLOSED_ELSEWHERE: mark("Closed elsewhere"),
    Why.MOVED_ELSEWHERE: mark("Moved elsewhere"),
    Why.NEW_MESSAGE: mark("The patient has written again"),
    Why.TOO_OLD: mark("Written a while ago"),
    Why.GONE: mark("No longer here"),
    Why.REVERTED: mark("Changed back on the server"),
    Why.CALL_FIRST: mark("A call comes first"),
    Why.UNSURE: mark("Not known whether it arrived"),
}


@dataclass(frozen=True, slots=True)
class _Offer:
    choice: Choice
    label: str


class Notice(Part):
    """Shows the first stopped entry of a conversation. `decided` names the choice and the operation."""

    decided = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Needs your decision"), parent)
        self._desk = desk
        self._entry: Entry | None = None
        self._put_off: set[OperationId] = set()
        self._offers: list[_Offer] = []
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
        if entry is None or not 1 <= number <= len(self._offers):
            return False
        choice = self._offers[number - 1].choice
        if choice is Choice.LATER:
            self._put_off.add(entry.id)
            self._entry = None
            self.hide()
        self.decided.emit(choice.value, entry.id)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and self._offers:
            self.choose(len(self._offers))
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
        stopped = (State.CONFLICTED, State.REFUSED, State.UNSURE)
        mine = outbox.unconfirmed(self._desk.reader, self._desk.actor.person)
        wanted = (u.entry for u in mine if u.entry.thread == situation.thread.id and u.entry.state in stopped)
        return next((entry for entry in wanted if entry.id not in self._put_off), None)

    def _build(self, situation: Situation, entry: Entry) -> None:
        """Say it anew: what happened, both texts, the ways on."""
        why = entry.problem.why if entry.problem else Why.UNSURE
        title = tr(_TITLES.get(why, mark("Not accepted by the server")))
        sentence = entry.problem.sentence if entry.problem else tr("The connection broke while it was sent.")
        self.set_name(f"{title}. {sentence}")
        self._offers = _offers(entry)
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
        column.addLayout(head)
        if sides := self._sides(situation, entry, why):
            column.addLayout(sides)
        for number, offer in enumerate(self._offers, 1):
            button = CommandButton(self.theme, number, offer.label)
            button.clicked.connect(lambda _on=False, number=number: self.choose(number))
            column.addWidget(button)
        if self._body is not None:
            self._body.setParent(None)  # at once: a button of the old one must not be pressed any more
            self._body.deleteLater()
        self._body = body
        self._column.addWidget(body)

    def _sides(self, situation: Situation, entry: Entry, why: Why) -> QHBoxLayout | None:
        """What is there and what is yours, side by side; None where there are no words to compare."""
        mine = words_of(entry)
        theirs = _newer(situation, entry, why)
        if not mine and theirs is None:
            return None
        now, zone = self._desk.now(), self._desk.zone
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(16))
        if theirs is not None:
            told = tr("{name}, {when}", name=one_line(theirs.sender.name), when=when(theirs.sent, now, zone))
            row.addLayout(self._side(told, theirs.text), 1)
        if mine:
            told = tr("Yours, written {when}, not sent", when=when(entry.made_at, now, zone))
            row.addLayout(self._side(told, mine), 1)
        return row

    def _side(self, title: str, text: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.theme.px(2))
        column.addWidget(Words(self.theme, title, SECTION, "text_3", wrap=True))
        shown = inert(text[:SHOWN_WORDS]) + ("…" if len(text) > SHOWN_WORDS else "")
        words = Words(self.theme, shown, SMALL, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        column.addStretch(1)
        return column


def _offers(entry: Entry) -> list[_Offer]:
    """The ways on that make sense, the safest first."""
    writes = isinstance(entry.operation, Reply | Comment)
    what = entry.operation.describe()
    offers = []
    if entry.state is State.UNSURE:
        offers.append(_Offer(Choice.RETRY, tr("Ask the server now whether it arrived")))
    elif writes:
        offers.append(_Offer(Choice.DISCARD, tr("Do not send mine, keep my words here")))
        offers.append(_Offer(Choice.EDIT, tr("Edit mine, with the new in view")))
    else:
        offers.append(_Offer(Choice.DISCARD, tr("Leave it as it is on the server")))
    if entry.state is State.CONFLICTED and entry.problem and entry.problem.why is not Why.GONE:
        label = tr("Send mine anyway") if writes else tr("{what} anyway", what=what)
        offers.append(_Offer(Choice.SEND_ANYWAY, label))
    if entry.state is State.REFUSED:
        offers.append(_Offer(Choice.RETRY, tr("Try again as it is")))
    return [*offers, _Offer(Choice.LATER, tr("Decide later: it waits on top of My work"))]


def words_of(entry: Entry) -> str:
    """What its author wrote; empty for what has no words."""
    operation: object = entry.operation
    return operation.text if isinstance(operation, Reply | Comment) else ""


def _newer(situation: Situation, entry: Entry, why: Why) -> Message | None:
    """The message that came between: a colleague's answer, or the patient's new one."""
    from_patient = why is Why.NEW_MESSAGE
    if why not in (Why.ANSWERED_ELSEWHERE, Why.NEW_MESSAGE, Why.CLOSED_ELSEWHERE):
        return None
    seen = entry.saw.last_patient_message if from_patient else entry.saw.last_answer
    there = [m for m in situation.thread.messages if m.from_patient == from_patient and not m.pending]
    return there[-1] if there and there[-1].id != seen else None
