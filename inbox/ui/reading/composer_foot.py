"""The foot of the box a reply is written in: what is still open or how long it is, and what sends it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.attached import no_words
from inbox.domain.messaging.reading_level import NAME, grade
from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases.guards import Problem, Stop
from inbox.ui.desk import Desk
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Words

_ROOM = (
    (True, True, True),
    (True, False, True),
    (False, False, True),
    (True, False, False),
    (False, False, False),
)
"""What is shown as there is less room: the name of what attaches, its keys, the keys of what sends."""


class ComposerFoot(QWidget):
    """Tells and is pressed; `command` is what a button asks for."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = desk.theme
        self._desk = desk
        self._commenting = False
        self._mark = IconMark(theme, "triangle-alert", tr("Open"), 14, "soon_text")
        self._status = ElidedLabel(theme, tr("Open"), SMALL, "soon_text", bold=True)
        self._next_key = Keycap(theme, desk.keys_of("composer.next_blank"))
        self._length = Words(theme, "", SMALL, "text_2")
        self.attach = KeyButton(theme, tr("Attach"), variant=Variant.QUIET, icon="paperclip")
        self.send = KeyButton(theme, tr("Send"))
        self.send_close = KeyButton(theme, tr("Send, close"))
        self._asks = {
            self.attach: "composer.attach",
            self.send: "item.send",
            self.send_close: "item.send_and_close",
        }
        for button, command in self._asks.items():
            button.clicked.connect(partial(self.command.emit, command))
        self._row = QHBoxLayout(self)
        for widget in (self._mark, self._status, self._next_key, self._length):
            self._row.addWidget(widget)
        self._row.addStretch(10)
        for button in self._asks:
            self._row.addWidget(button)
        QWidget.setTabOrder(self.send, self.send_close)  # from the words one comes to what sends
        QWidget.setTabOrder(self.send_close, self.attach)
        self._length.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.show_open("")

    def show_commenting(self, commenting: bool) -> None:
        """Serve a field for colleagues, or a reply again."""
        self._commenting = commenting
        self.attach.setVisible(not commenting)
        self.send_close.setVisible(not commenting)
        self.send.set_label(tr("Keep comment") if commenting else tr("Send"))
        if commenting:
            self.show_open("", "text")
            self._show_nothing_to_send(False)

    def show_standing(self, problems: Sequence[Problem], refused: bool, text: str, files: bool) -> None:
        """Say what is open, or how long it is. `files`: something goes with the words."""
        self._show_length(text)
        self._show_nothing_to_send(not text, files)
        if refused:
            told = trn("Not sent: {n} open", "Not sent: {n} open", len(problems))
            self.show_open(told, "overdue", "circle-alert")
        else:
            self.show_open(_open_words(problems))

    def show_open(self, words: str, role: Role = "soon_text", icon: str = "triangle-alert") -> None:
        """Say what keeps it from being sent; empty when nothing does."""
        for widget in (self._mark, self._status):
            widget.setVisible(bool(words))
        self._next_key.setVisible(bool(words) and role != "overdue")
        if words:
            self._mark.set_icon(icon, words, role)
            self._status.set_role(role)
            self._status.set_text(words)
        self._length.setVisible(not words and not self._commenting)
        self._fit()

    def _show_nothing_to_send(self, nothing: bool, files: bool = False) -> None:
        """Turn sending off while there is nothing to send, or not a word to go with the files."""
        reason = no_words(files) if nothing else ""
        for button in (self.send, self.send_close):
            if button.off_reason != reason:
                button.set_off(reason)

    def _show_length(self, text: str) -> None:
        """Say how long it is, and how hard to read where that is worth a word: hints, never a block."""
        rules = self._desk.messaging
        count, reads = len(text), grade(text) or 0.0
        long, hard = count > rules.length.hint, reads > rules.reading_grade
        told = tr("{n} of {limit}", n=f"{count:,}", limit=f"{rules.length.limit:,}")
        hints = [tr("long")] if long else []
        hints += [tr("reads at grade {n}", n=round(reads))] if hard else []
        self._length.set_role("soon_text" if hints else "text_2")
        self._length.set_words(" · ".join([told, *hints]))
        says_on_hover(self._length, tr("School grade by {formula}.", formula=NAME) if hard else "")

    def restyle(self) -> None:
        """Take margins and spacings from the theme again."""
        px = self._desk.theme.px
        self._row.setContentsMargins(px(10), px(4), px(6), px(4))
        self._row.setSpacing(px(6))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Name and show keys as far as there is room for both beside what is told."""
        keys = {button: self._desk.keys_of(command) for button, command in self._asks.items()}
        tip = f"{self.attach.label} ({keys[self.attach]})" if keys[self.attach] else self.attach.label
        for named, attaches, sends in _ROOM:
            self.attach.set_named(named, tip)
            for button in self._asks:
                shown = attaches if button is self.attach else sends
                if button.keys != (wanted := keys[button] if shown else ""):
                    button.set_keys(wanted)
            if self._wanted() <= self.width():
                return

    def _wanted(self) -> int:
        """Pixels that all of it takes in one line."""
        told = (self._mark, self._status, self._next_key, self._length)
        shown = [one for one in (*told, *self._asks) if not one.isHidden()]
        return sum(one.sizeHint().width() for one in shown) + self._desk.theme.px(16 + 6 * len(shown))


def _open_words(problems: Sequence[Problem]) -> str:
    """ "3 open", "1 value changed": the marks in the text show which."""
    changed = sum(problem.stop is Stop.CHANGED for problem in problems)
    if changed and changed == len(problems):
        return trn("{n} value changed", "{n} values changed", changed)
    return trn("{n} open", "{n} open", len(problems)) if problems else ""
