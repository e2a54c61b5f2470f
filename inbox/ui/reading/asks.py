"""The line that says what a message asks for, where that is something else or more than it was taken for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.asked import NOT_CHOSEN, Asked, worth_saying
from inbox.domain.ids import MessageId
from inbox.domain.inert import one_line
from inbox.domain.kind_words import KIND_WORDS, kind_words
from inbox.domain.words import mark, tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import PADDING, KeyButton, Variant
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Strong, Words
from inbox.ui.reading.situation import Situation

SHOW = "view.asks"
BUTTONS_FROM = 440
"""Width in pixels at 100 % from which the buttons have room; their keys work unseen."""
_BUTTONS = {"item.split": mark("Split"), "item.kind": mark("Re-class"), SHOW: mark("Show the words")}


class AsksStrip(QWidget):
    """Hidden where a message asks for what it was taken for. `command` says what a button asked for."""

    command = Signal(str)
    turned = Signal()
    """The words that say so are to be marked, or no more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asks: Sequence[Asked] = ()
        self._of: object = None
        self._showing = False
        self._told = Words(desk.theme, "", SMALL, "text", wrap=True)
        self._buttons = {command: self._button(command) for command in _BUTTONS}
        self._flow = Flow()
        for button in self._buttons.values():
            self._flow.add(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._told)
        self._column.addWidget(self._flow)
        desk.theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    @property
    def asks(self) -> Sequence[Asked]:
        """What is told; nothing while it is hidden."""
        return self._asks

    @property
    def marked(self) -> dict[MessageId, list[tuple[int, int]]]:
        """Where the words are that say so, while they are shown."""
        found: dict[MessageId, list[tuple[int, int]]] = {}
        for ask in self._asks if self._showing else ():
            found.setdefault(ask.message, []).extend(ask.spans)
        return found

    def turn(self) -> bool:
        """Show the words, or no more; False when there are none to show."""
        if not self._asks:
            return False
        self._showing = not self._showing
        self.turned.emit()
        return True

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self._column.setContentsMargins(px(16) - px(PADDING), px(3), px(16) - px(PADDING), px(3))
        self._column.setSpacing(0)
        self._told.setContentsMargins(px(PADDING), 0, 0, 0)
        self._flow.set_gap(px(2))

    def show_situation(self, situation: Situation) -> None:
        """Tell of another item, or of the same as it is now."""
        if situation.target != self._of:
            self._of, self._showing = situation.target, False
        item = situation.item
        asks = self._desk.asking.of(situation.thread, item) if item is not None else ()
        self._asks = asks if item is not None and worth_saying(asks, item) else ()
        self.setVisible(bool(self._asks))
        if self._asks:
            self._told.set_words(_told(situation, self._asks))
            self._buttons["item.split"].setVisible(len(self._asks) > 1)
            self._flow.arrange()

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the letters on the buttons would be typed."""
        for button in self._buttons.values():
            button.set_typing(typing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow.setVisible(self.width() >= self._desk.theme.px(BUTTONS_FROM))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self._desk.theme.roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), roles.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, roles.line)

    def _button(self, command: str) -> KeyButton:
        button = KeyButton(
            self._desk.theme, tr(_BUTTONS[command]), self._desk.keys_of(command), Variant.QUIET
        )
        says_on_hover(button, COMMANDS[command].explained)
        button.clicked.connect(lambda: self.command.emit(command))
        return button


def _told(situation: Situation, asks: Sequence[Asked]) -> list[str]:
    """ "Asks: **Refill** · **Billing or records** (likely). The patient chose Medical question." """
    told: list[str] = [tr("Asks: ")]
    for at, ask in enumerate(asks):
        told += [" · "] if at else []
        told.append(Strong(kind_words(ask.kind)))
        told += [" " + tr("(likely)")] if ask.score == "likely" else []
    chosen = situation.thread.chosen_kind
    if chosen and chosen not in NOT_CHOSEN and chosen not in {ask.kind for ask in asks}:
        name = kind_words(chosen) if chosen in KIND_WORDS else one_line(chosen, 40)
        told.append(". " + tr("The patient chose {kind}.", kind=name))
    return told
