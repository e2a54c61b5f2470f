"""What leaves in a few seconds, with the key that takes it back. The number falls once a second."""

from __future__ import annotations

import math

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.commands.bus import Done
from inbox.domain.inert import one_line
from inbox.domain.operations import Reply
from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Strong, Words


class Leaving(Part):
    """A strip that goes by itself. `command` asks to undo or to send at once."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Leaves soon"), parent)
        self._desk = desk
        self._done: Done | None = None
        self._share = 1.0
        self._mark = IconMark(desk.theme, "timer", tr("Leaves soon"), 18, "accent")
        self._title = Words(desk.theme, "", BASE, wrap=True)
        self._then = Words(desk.theme, "", SMALL, "text_2", wrap=True)
        self.undo = undo = KeyButton(desk.theme, tr("Undo"), desk.keys_of("edit.undo"), icon="undo-2")
        send = KeyButton(desk.theme, tr("Send now"), desk.keys_of("edit.send_now"))
        undo.clicked.connect(lambda: self.command.emit("edit.undo"))
        send.clicked.connect(lambda: self.command.emit("edit.send_now"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._then)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        nest(words, self._row, 1)
        self._row.addWidget(undo)
        self._row.addWidget(send)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.step)
        self.hide()
        self.restyle()

    def show_leaving(self, done: Done) -> None:
        """Count down to when the last of `done` leaves."""
        if done.leaves_at is None:
            return
        self._done = done
        self._then.set_words(_then(done))
        self._then.setVisible(bool(_then(done)))
        self._second.start()
        self.show()
        self.step()

    def stop(self) -> None:
        """It has left, or was taken back."""
        self._second.stop()
        self._done = None
        self.hide()

    def step(self) -> None:
        """Say how many seconds are left; at none it goes."""
        done = self._done
        if done is None or done.leaves_at is None:
            return
        left = (done.leaves_at - self._desk.now()).total_seconds()
        if left <= 0:
            self.stop()
            return
        seconds = math.ceil(left)
        what = _what(done)
        told = trn("{what} leaves in {n} s", "{what} leaves in {n} s", seconds, what=what)
        self._title.set_words([Strong(told.replace(f"{seconds} ", f"{seconds}\N{NO-BREAK SPACE}"))])
        self.set_name(told)
        whole = (done.leaves_at - done.at).total_seconds()
        self._share = seconds / whole if whole else 0.0
        self.update()

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(12), px(7), px(8), px(9))
        self._row.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles, px = QPainter(self), self.theme.roles, self.theme.px
        paint.box(painter, self.rect(), roles.surface, roles.accent, px(4))
        bar = round((self.width() - 2) * min(max(self._share, 0.0), 1.0))
        painter.fillRect(1, self.height() - px(3) - 1, bar, px(3), roles.accent)


def _what(done: Done) -> str:
    """ "Reply to Rosalind Achterby", "3 replies", or what the command is called."""
    replies = [entry.operation for entry in done.entries if isinstance(entry.operation, Reply)]
    if len(replies) > 1:
        return trn("{n} reply", "{n} replies", len(replies))
    if not replies:
        return done.title
    names = ", ".join(one_line(party.name) for party in replies[0].to if party.name)
    return tr("Reply to {names}", names=names) if names else tr("Reply")


def _then(done: Done) -> str:
    """What follows it: "Not sent yet. Then: close"."""
    waiting = [entry.operation for entry in done.entries if entry.not_before is not None]
    after = list(dict.fromkeys(op.describe() for op in waiting if not isinstance(op, Reply)))
    if not any(isinstance(op, Reply) for op in waiting):
        return tr("Not told to the server yet.")
    if not after:
        return tr("Not sent yet.")
    return tr("Not sent yet. Then: {steps}.", steps=", ".join(step.lower() for step in after))
