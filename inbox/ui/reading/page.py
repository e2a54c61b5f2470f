"""What a reading pane is made of: the head, the conversation or the packet, the answer below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.packet import PacketView
from inbox.ui.parts.empty_state import EmptyState
from inbox.ui.reading.above import Above
from inbox.ui.reading.answer_area import AnswerArea
from inbox.ui.reading.below import Below
from inbox.ui.reading.news import News
from inbox.ui.reading.thread_view import ThreadView


class Page(QWidget):
    """The parts in their places; what they show is `pane`'s."""

    painted = Signal(object, float)
    command = Signal(str)
    decide = Signal(str, str)
    """What to do about a stopped entry: a `stopped.Choice` and the operation."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(tr("Reading pane"))
        self._nothing = EmptyState(
            desk.theme, "message-square", tr("Nothing selected"), tr("Select an item to read it here.")
        )
        self._above = Above(desk)
        self.facts, self.asks = self._above.facts, self._above.asks
        self.show_clock = self._above.show_clock
        self.conversation = ThreadView(desk.theme)
        self._news = News(desk.theme)
        self._answer = AnswerArea(desk)
        self.composer = self._answer.composer
        self.buttons = self._answer.buttons
        self.notice = self._answer.notice
        self.leaving = self._answer.leaving
        self._below = Below(desk.theme, self._answer)
        self.packet = PacketView(desk)
        self._read = _stacked((self._above, self.conversation, self._news), self.conversation)
        self._page = _stacked((self._read, self.packet, self._below), self._read, self.packet)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._page)


def _stacked(parts: Sequence[QWidget], *grow: QWidget) -> QWidget:
    """A page of `parts`, one below the other; those that `grow` get what height there is."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part in grow else 0)
    return page
