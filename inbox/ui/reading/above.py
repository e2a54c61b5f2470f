"""What stands above the conversation: the header, the strip of a red flag, advice, what this work needs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.ui.desk import Desk
from inbox.ui.reading.advice import Advice
from inbox.ui.reading.asks import AsksStrip
from inbox.ui.reading.facts.strip import FactsStrip
from inbox.ui.reading.header import Header
from inbox.ui.reading.red_flag import RedFlagStrip
from inbox.ui.reading.situation import Situation


class Above(QWidget):
    """`command` says which command one of its buttons asked for."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = Header(desk)
        self._flag = RedFlagStrip(desk)
        self._advice = Advice(desk)
        self.show_clock = self._advice.show_clock
        self.facts = FactsStrip(desk)
        self.asks = AsksStrip(desk)
        self._parts = (self._header, self.asks, self._flag, self._advice, self.facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in self._parts:
            column.addWidget(part)
            part.command.connect(self.command)

    def show_situation(self, situation: Situation) -> None:
        """Tell about another item, or about the same as it is now."""
        for part in self._parts:
            part.show_situation(situation)

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the keys shown here would be typed."""
        for part in self._parts:
            part.set_typing(typing)

    def tell_time(self, situation: Situation) -> None:
        """Say again how the clock stands."""
        self._header.tell_time(situation)

    def height_in(self, wide: int, high: int, buttons: bool) -> int:
        """The height it takes in a reading pane of that size, with the buttons of the header or without."""
        self._header.show_buttons(buttons)
        self.facts.fit(wide, high)
        return sum(part.heightForWidth(wide) for part in self._parts if not part.isHidden())
