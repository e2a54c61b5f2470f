"""The keys of a packet: each decision with its digit, always at the same place, and what the first does."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.review import After
from inbox.domain.words import mark, tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.packet.decide import DECISIONS, fits, opens_visit, order_for, releases, why_off
from inbox.ui.packet.declining import declining
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Strong, Words
from inbox.ui.reading.situation import Situation

_NAMES = {
    "review.approve": (mark("Approve and send"), "send"),
    "review.edit": (mark("Edit"), "pencil"),
    "review.answer": (mark("Answer nurse"), "message-circle"),
    "review.visit": (mark("Needs visit"), "calendar-plus"),
    "review.take_over": (mark("Take over"), "user-check"),
    "review.reassign": (mark("To a colleague"), "users"),
    "review.decline": (mark("Decline"), "x"),
    "review.supply": (mark("Other supply"), "pill"),
}
_SELDOM = frozenset({"review.take_over", "review.reassign"})
_SHORT = {
    "review.approve": mark("Approve"),
    "review.answer": mark("Answer"),
    "review.visit": mark("Visit"),
    "review.reassign": mark("Colleague"),
    "review.supply": mark("Supply"),
}
"""What they say where there is little height, so that the packet itself can be read."""
_AFTERWARDS = {
    After.CLOSE: mark("and closes the nurse’s item"),
    After.WAIT: mark("and has the nurse’s item wait for the patient"),
    After.BACK: mark("and gives the item back to the nurse"),
}


def does_first(there: Situation) -> str:
    """What approving does beside sending the reply: "orders metformin 500 mg, 30 days, 2 refills;"."""
    if order := order_for(there):
        return tr("orders {order};", order=order.said)
    if releases(there):
        return tr("releases the result;")
    return tr("opens the e-visit;") if opens_visit(there) else ""


class DecisionKeys(QWidget):
    """`command` says which decision was pressed."""

    command = Signal(str)

    def __init__(self, desk: Desk, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(tr("Decisions"))
        self._flow = Flow()
        self._flow.let_grow()
        self._buttons: dict[str, KeyButton] = {}
        for digit, command in DECISIONS.items():
            name, icon = _NAMES[command]
            variant = Variant.ACCENT if digit == 1 else Variant.NORMAL
            button = KeyButton(
                desk.theme, tr(name), str(digit), variant, icon if digit == 1 and not compact else ""
            )
            says_on_hover(button, COMMANDS[command].explained)
            button.clicked.connect(partial(self.command.emit, command))
            self._buttons[command] = button
            self._flow.add(button)
        self._low = False
        self._there: Situation | None = None
        self._will = Words(desk.theme, "", SMALL, "text_2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._flow)
        self._column.addWidget(self._will)
        desk.theme.changed.connect(self.restyle)
        self.restyle()

    def show_situation(self, there: Situation) -> None:
        """Say which decisions can be given now, and what the first of them does."""
        self._there = there
        self._buttons["review.decline"].set_label(declining(there).button)
        for command, button in self._buttons.items():
            button.setVisible(fits(there, command) and not (self._low and command in _SELDOM))
            button.set_off(why_off(there, command))
            if not button.off_reason:
                says_on_hover(button, COMMANDS[command].explained)
        self._will.set_words(self._first(there))

    def set_low(self, low: bool) -> None:
        """Take less height: the buttons alone, in short words, without those for what is seldom done; their
        digits go on."""
        if low == self._low:
            return
        self._low = low
        self._will.setVisible(not low)
        for command, short in _SHORT.items():
            self._buttons[command].set_label(tr(short if low else _NAMES[command][0]))
        if self._there is not None:
            self.show_situation(self._there)

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the digits would be typed."""
        for button in self._buttons.values():
            button.set_typing(typing)

    def set_side(self, side: int) -> None:
        """Leave `side` pixels at both sides, as the packet above does."""
        px = self._desk.theme.px
        self._column.setContentsMargins(side, px(8), side, px(10))

    def restyle(self) -> None:
        """Take spacings from the theme again."""
        px = self._desk.theme.px
        self._flow.set_gap(px(6))
        self._column.setSpacing(px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles, painter = self._desk.theme.roles, QPainter(self)
        painter.fillRect(self.rect(), roles.window)
        painter.fillRect(0, 0, self.width(), 1, roles.line)

    def _first(self, there: Situation) -> list[str]:
        off, item = self._buttons["review.approve"].off_reason, there.item
        if off or item is None:
            return [Strong("1 "), tr("is off: {reason}", reason=off)]
        after = After(item.after) if item.after in set(After) else After.BACK
        seconds = int(self._desk.bus.undo_window.total_seconds())
        told = tr(
            "sends to {name} after {n} s {then}, then the next opens.",
            name=there.recipient_words,
            n=seconds,
            then=tr(_AFTERWARDS[after]),
        )
        first = does_first(there)
        undo = self._desk.keys_of("edit.undo")
        return [
            Strong("1 "),
            *([Strong(first), " "] if first else []),
            told,
            " ",
            tr("Undo: {key}", key=undo) if undo else "",
        ]
