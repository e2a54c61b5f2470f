"""The outbox: everything this person did that the server has not confirmed, and what needs a decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.entries import State
from inbox.domain.ids import OperationId
from inbox.domain.words import tr, trn
from inbox.queries import outbox as query
from inbox.queries.outbox import Unconfirmed
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.outbox_list import OutboxList
from inbox.ui.overlays.outbox_words import said_of
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.words import Words

STOPPED = (State.REFUSED, State.CONFLICTED, State.UNSURE)
"""What can be retried or discarded; the rest is on its way and is taken back with undo."""


class OutboxView(Overlay):
    """`g o`. Discarding asks once: the key is pressed again to mean it."""

    retry = Signal(str)
    discard = Signal(str)
    """An operation's id."""
    go_to = Signal(object)
    """The `Target` of an entry."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Outbox"), width=640, high_up=True)
        self._desk = desk
        self._sure: OperationId | None = None
        self._title = Words(desk.theme, tr("Outbox"), SUBJECT)
        self._count = Words(desk.theme, "", SMALL, "text_2")
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._count, 1)
        self.list = OutboxList(desk)
        hints = [
            ("Enter", tr("go to item")),
            ("t", tr("retry")),
            ("Delete", tr("discard")),
            ("Esc", tr("close")),
        ]
        self.foot = KeyBar(desk.theme, hints)
        self.body.addLayout(self._head)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.foot)
        self.list.entered.connect(self._go)
        self.list.moved.connect(self._calm)
        desk.changed.connect(self._hear)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._look_again)
        self.closed.connect(self._second.stop)

    def open(self) -> None:
        """Open over the window with what is unconfirmed now."""
        self._sure = None
        self._read()
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
        one = self.list.current()
        if bare and one is not None and not event.isAutoRepeat():
            if event.key() == Qt.Key.Key_T:
                self._retry(one)
            elif event.key() == Qt.Key.Key_Delete:
                self._discard(one)
        super().keyPressEvent(event)

    def _retry(self, one: Unconfirmed) -> None:
        if self._may(one):
            self.retry.emit(one.entry.id)

    def _discard(self, one: Unconfirmed) -> None:
        if not self._may(one):
            return
        if self._sure != one.entry.id:
            self._sure = one.entry.id
            what = one.entry.operation.describe()
            self.foot.remark(tr("Press Del again to discard: {what}. It cannot be brought back.", what=what))
            return
        self._sure = None
        self.discard.emit(one.entry.id)

    def _may(self, one: Unconfirmed) -> bool:
        """Whether it can be decided about; says why when it cannot."""
        if one.entry.state in STOPPED and one.state == one.entry.state:
            return True
        behind = one.state not in list(State)
        self.foot.remark(
            tr("Decide about the one before it first.")
            if behind
            else tr("It is on its way. Undo takes it back while it waits.")
        )
        return False

    def _go(self, one: Unconfirmed) -> None:
        self.dismiss()
        self.go_to.emit(Target(one.entry.thread, one.entry.item))

    def _calm(self) -> None:
        self._sure = None
        self.foot.remark("")

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
        told = trn("{n} not confirmed", "{n} not confirmed", len(found))
        if stopped:
            told = tr("{all}, {n} to decide", all=told, n=stopped)
        self._count.set_words(told)
        self.list.show_entries([said_of(one, self._desk.now(), self._desk.zone) for one in found])
