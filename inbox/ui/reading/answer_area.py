"""What stands below the thread: what leaves, what needs a decision, the reply, the speed buttons.

It gives way when there is little height, the preview first, so that the thread can be read.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.ui.desk import Desk
from inbox.ui.packet import decides
from inbox.ui.reading.buttons import SpeedButtons
from inbox.ui.reading.composer import Composer
from inbox.ui.reading.leaving import Leaving
from inbox.ui.reading.notice import Notice
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.stopped import Choice

_WAYS = ((False, True, True), (True, True, True), (True, False, True), (True, False, False))
"""From much room to little: a compact field, the preview, field and buttons both."""


class AnswerArea(QWidget):
    """`changed` says that it needs another height."""

    command = Signal(str)
    decided = Signal(str, str)
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fitting = False
        self._shown: Situation | None = None
        self._replies = self._offers = True
        self.leaving = Leaving(desk)
        self.notice = Notice(desk)
        self.composer = Composer(desk)
        self.buttons = SpeedButtons(desk)
        self._column = QVBoxLayout(self)
        for widget in (self.leaving, self.notice, self.composer, self.buttons):
            self._column.addWidget(widget)
        for part in (self.leaving, self.composer, self.buttons):
            part.command.connect(self.command)
        self.notice.decided.connect(self._decided)
        self.composer.typing.connect(self.buttons.set_typing)
        self.composer.opening.connect(self._show_reply)
        self.composer.resized.connect(self.changed)
        desk.theme.changed.connect(self._restyle)
        self._restyle()

    def show_situation(self, situation: Situation | None, again: bool) -> None:
        """Be about another item, or about the same as it is now."""
        self.composer.bind(situation)
        self._shown = situation
        if situation is None:
            return
        self.notice.show_situation(situation, again)
        self.buttons.show_situation(situation)
        self._arrange(situation)

    def settle(self) -> None:
        """Do what can wait until the item itself is on screen."""
        self.buttons.settle()
        self.changed.emit()

    def fit(self, width: int, room: int) -> bool:
        """Give up height when `room` is not enough: of the field, then the preview, then the field or the
        buttons, whichever is not being used. Whether that was enough.
        """
        if self._fitting:
            return True
        self._fitting = True
        margins = self._column.contentsMargins()
        self.buttons.fit(width - margins.left() - margins.right())
        for compact, preview, both in _WAYS:
            self.composer.set_compact(compact)
            self.buttons.show_preview(preview)
            self._show_parts(both)
            enough = self.wanted(width) <= room
            if enough:
                break
        self._fitting = False
        return enough

    def _show_parts(self, both: bool) -> None:
        writes = self.composer.in_use
        self.composer.set_folded(not both and not writes)
        self.composer.setVisible(self._replies)
        self.buttons.setVisible(self._offers and (both or not writes))

    def wanted(self, width: int) -> int:
        """The height that it needs as it is; none where nothing is to be answered here."""
        if all(part.isHidden() for part in (self.leaving, self.notice, self.composer, self.buttons)):
            return 0
        self._column.activate()
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(width)
        return self._column.totalSizeHint().height()

    def _arrange(self, situation: Situation) -> None:
        undecided = not self.notice.isHidden()
        packet = decides(situation)
        self._offers = situation.open and not undecided and not packet
        # Closed, gone or undecided meanwhile: the words stay in sight, and so does a field with the keyboard.
        # Hidden it would lose it, and the letters that come next would be taken for commands.
        self._replies = self.composer.in_use or (situation.open and not undecided and not packet)
        self._show_parts(both=True)

    def _show_reply(self) -> None:
        self._replies = True
        self._show_parts(both=True)

    def _decided(self, choice: str, operation: str) -> None:
        if choice == Choice.LATER:
            self._offers = self._replies = not decides(self._shown)
            self._show_parts(both=True)
        self.decided.emit(choice, operation)
        self.changed.emit()

    def _restyle(self) -> None:
        px = self._desk.theme.px
        self._column.setContentsMargins(px(12), px(6), px(12), px(10))
        self._column.setSpacing(px(8))
