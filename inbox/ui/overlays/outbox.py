"""The outbox: everything this person did that the server has not confirmed, and what needs a decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.entries import State
from inbox.domain.ids import OperationId
from inbox.domain.inert import one_line
from inbox.domain.words import tr, trn
from inbox.queries import outbox as query
from inbox.queries.outbox import Unconfirmed
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.outbox_detail import OutboxDetail
from inbox.ui.overlays.outbox_list import OutboxList
from inbox.ui.overlays.outbox_words import lines
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.stopped import STOPPED, Choice, typed_in, ways_on, words_of

_KEYS: dict[int, Choice] = {
    Qt.Key.Key_T: Choice.RETRY,
    Qt.Key.Key_E: Choice.EDIT,
    Qt.Key.Key_A: Choice.SEND_ANYWAY,
    Qt.Key.Key_Delete: Choice.DISCARD,
}


class OutboxView(Overlay):
    """`g o`. What was typed goes only after a question; what was not, when the key is pressed again."""

    decide = Signal(str, str)
    """A `Choice` and an operation's id."""
    go_to = Signal(object)
    """The `Target` of an entry."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Outbox"), width=820, high_up=True)
        self._desk = desk
        self._sure: OperationId | None = None
        self._title = Words(desk.theme, tr("Outbox"), SUBJECT)
        self._count = Words(desk.theme, "", SMALL, "text_2")
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._count, 1)
        self.list = OutboxList(desk)
        self.detail = OutboxDetail(desk)
        self.foot = KeyBar(desk.theme, [])
        self.confirm = Confirm(desk.theme, window)
        nest(self._head, self.body)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.foot)
        self.list.entered.connect(self._go)
        self.list.moved.connect(self._moved)
        desk.changed.connect(self._hear)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._look_again)
        self.closed.connect(self._second.stop)

    def open(self) -> None:
        """Open over the window with what is unconfirmed now."""
        self._sure = None
        self._read()
        self.list.go_to_first(STOPPED)
        self.foot.remark("")
        self.appear()
        self._second.start()

    def first(self) -> QWidget:
        return self.list

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(8))
        self._head.setSpacing(px(8))

    def place(self) -> None:
        super().place()
        self.list.doItemsLayout()  # how high its rows are depends on how wide it became
        self.list.updateGeometry()
        super().place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        one, choice = self.list.current(), _KEYS.get(event.key())
        if bare and one is not None and choice is not None and not event.isAutoRepeat():
            self._decide(one, choice)
        super().keyPressEvent(event)

    def _decide(self, one: Unconfirmed, choice: Choice) -> None:
        if choice not in ways(one):
            self.foot.remark(_why_not(one, choice))
        elif choice is Choice.DISCARD:
            self._discard(one)
        else:
            self._settle(one, choice)

    def _discard(self, one: Unconfirmed) -> None:
        typed, what = typed_in(one.entry), one.entry.operation.describe()
        if typed:
            question = tr("Discard {what}, with what you typed?", what=what)
            about = tr("“{words}” is lost. It cannot be brought back.", words=one_line(typed, 120))
            discard = tr("Discard")
            self.confirm.ask(question, about, discard, tr("Keep"), lambda: self._settle(one, Choice.DISCARD))
        elif self._sure != one.entry.id:
            self._sure = one.entry.id
            self.foot.remark(tr("Press Del again to discard: {what}", what=what))
        else:
            self._settle(one, Choice.DISCARD)

    def _settle(self, one: Unconfirmed, choice: Choice) -> None:
        self._sure = None
        self.foot.remark("")
        if choice is Choice.EDIT:
            self.dismiss()
        self.decide.emit(choice.value, one.entry.id)

    def _go(self, one: Unconfirmed) -> None:
        self.dismiss()
        self.go_to.emit(Target(one.entry.thread, one.entry.item))

    def _moved(self) -> None:
        self._sure = None
        self.foot.remark("")
        self._tell()

    def _hear(self, changes: Changes) -> None:
        if changes.outbox or changes.everything:
            self._look_again()

    def _look_again(self) -> None:
        if self.is_open:
            self._read()
            self.place()

    def _read(self) -> None:
        found = query.unconfirmed(self._desk.reader, self._desk.actor.person)
        stopped = sum(one.entry.state in STOPPED for one in found)
        told = trn("{n} not confirmed", "{n} not confirmed", len(found)) if found else ""
        if stopped:
            told = tr("{all}, {n} to decide", all=told, n=stopped)
        self._count.set_words(told)
        self.list.show_entries(lines(found, self._desk.now(), self._desk.zone))
        self._tell()

    def _tell(self) -> None:
        """Details and keys follow the cursor: a key is shown only where it does something."""
        one = self.list.current()
        self.detail.show_entry(one)
        there = ways(one) if one is not None else frozenset()
        named = [
            ("Enter", tr("go to item"), one is not None),
            ("t", tr("try again now"), Choice.RETRY in there),
            ("e", tr("edit"), Choice.EDIT in there),
            ("a", tr("send anyway"), Choice.SEND_ANYWAY in there),
            ("Delete", tr("discard"), Choice.DISCARD in there),
            ("Esc", tr("close"), True),
        ]
        self.foot.set_hints([(keys, words) for keys, words, works in named if works])
        if self.is_open:
            self.place()


def ways(one: Unconfirmed) -> frozenset[Choice]:
    """What may be decided about an entry: held-up ones follow the one before, what is on its way is left."""
    entry = one.entry
    if one.state not in list(State) or entry.state is State.SENDING:
        return frozenset()
    if entry.state in STOPPED:
        return frozenset(choice for choice, _ in ways_on(entry))
    edit = {Choice.EDIT} if words_of(entry) else set()
    return frozenset({Choice.RETRY, Choice.DISCARD} | edit)


def _why_not(one: Unconfirmed, choice: Choice) -> str:
    if one.state not in list(State):
        return tr("Decide about the one before it first.")
    if one.entry.state is State.SENDING:
        return tr("It is on its way now.")
    if one.entry.state is State.UNSURE:
        return tr("It may have arrived: the server is asked first.")
    if choice is Choice.EDIT:
        return tr("There are no words in it to edit.")
    return tr("That is not how this one is settled.")
