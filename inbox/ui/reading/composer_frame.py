"""The box a reply is written in: to whom it goes, the field, what is still open, the keys that send it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.attached import AttachedFile, no_words
from inbox.domain.messaging.reading_level import NAME, grade
from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases.guards import Problem, Stop
from inbox.ui.desk import Desk
from inbox.ui.files.chips import FileChips
from inbox.ui.look import paint
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words
from inbox.ui.reading.editor import Editor

KEYS_FROM = 400
"""Width in pixels at 100 % from which the keys have room on the buttons that send."""


class ComposerFrame(Part):
    """Draws and tells; what it all means is the composer's. `command` is what a button asks for."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Reply"), parent)
        theme = desk.theme
        self.editor = Editor(theme)
        self._desk = desk
        self._commenting = False
        self._lock = IconMark(theme, "lock", tr("Internal"), 14, "text")
        self._to = Words(theme, tr("To"), SMALL, "text_2")
        self._recipient = ElidedLabel(theme, tr("Recipient"), SMALL, bold=True)
        self._finishing = Words(theme, "", SMALL, "accent")
        self._waits = Words(theme, "", SMALL, "accent")
        self._saved = Words(theme, "", SMALL, "text_2")
        self._reply_key = Keycap(theme, desk.keys_of("item.reply"))
        self._mark = IconMark(theme, "triangle-alert", tr("Open"), 14, "soon_text")
        self._status = ElidedLabel(theme, tr("Open"), SMALL, "soon_text", bold=True)
        self._next_key = Keycap(theme, desk.keys_of("composer.next_blank"))
        self._length = Words(theme, "", SMALL, "text_2")
        self.files = FileChips(theme)
        self.send = KeyButton(theme, tr("Send"), desk.keys_of("item.send"))
        self.send_close = KeyButton(theme, tr("Send, close"), desk.keys_of("item.send_and_close"))
        self._sends = {self.send: "item.send", self.send_close: "item.send_and_close"}
        self.send.clicked.connect(lambda: self.command.emit("item.send"))
        self.send_close.clicked.connect(lambda: self.command.emit("item.send_and_close"))
        self._build()
        self.editor.focused.connect(self._focused)
        self.restyle()

    def show_recipient(self, name: str) -> None:
        """Say who reads it: shown before anything is sent."""
        self._recipient.set_text(name)
        self.editor.setAccessibleName(tr("Reply to {name}", name=name))

    def show_commenting(self, commenting: bool) -> None:
        """Turn it into a field for colleagues, or back."""
        self._commenting = commenting
        for widget in (self._to, self.send_close, self._reply_key):
            widget.setVisible(not commenting)
        self._lock.setVisible(commenting)
        self._finishing.setVisible(not commenting and bool(self._finishing.text()))
        self.send.set_label(tr("Keep comment") if commenting else tr("Send"))
        if commenting:
            self.show_recipient(tr("Internal, never sent"))
            self.show_open("", "text")
            self.show_nothing_to_send(False)
        self.set_name(tr("Internal comment") if commenting else tr("Reply"))
        self.update()

    def show_nothing_to_send(self, nothing: bool, files: bool = False) -> None:
        """Turn sending off while there is nothing to send, or not a word to go with the files."""
        reason = no_words(files) if nothing else ""
        for button in (self.send, self.send_close):
            if button.off_reason != reason:
                button.set_off(reason)

    def show_finishing(self, name: str) -> None:
        """Say which speed button goes on when this is sent; empty: none."""
        self._finishing.setVisible(bool(name))
        self._finishing.set_words(tr("sending finishes “{name}”", name=name) if name else "")

    def show_comment_waits(self, waits: bool) -> None:
        """Say that a comment was begun, which is not in the field now."""
        self._waits.setVisible(waits)
        keys = self._desk.keys_of("item.comment")
        begun = tr("A comment is begun")
        self._waits.set_words(tr("{begun}: {keys}", begun=begun, keys=keys) if keys else begun)

    def show_saved(self, saved: bool, failed: bool = False) -> None:
        """Say whether what is typed is safe on this station; nothing while it is on its way."""
        self._saved.set_role("overdue" if failed else "text_2")
        self._saved.set_words(tr("Draft not saved") if failed else tr("Draft saved") if saved else "")
        self._saved.setToolTip(tr("Drafts are kept on this station only.") if saved else "")

    def show_files(self, files: Sequence[AttachedFile]) -> None:
        """Show what goes with the reply."""
        self.files.show_files(files)
        self._column.activate()

    def show_standing(self, problems: Sequence[Problem], refused: bool, text: str, files: bool) -> None:
        """Say what is open, or how long it is. `files`: something goes with the words."""
        self._show_length(text)
        self.show_nothing_to_send(not text, files)
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
        self._length.setToolTip(tr("School grade by {formula}.", formula=NAME) if hard else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= self.theme.px(KEYS_FROM)
        for button, command in self._sends.items():
            keys = self._desk.keys_of(command) if roomy else ""
            if button.keys != keys:
                button.set_keys(keys)

    def set_folded(self, folded: bool) -> None:
        """Only the head is shown: to whom it goes."""
        self.editor.setVisible(not folded)
        self._below.setVisible(not folded)
        self.files.setVisible(not folded and bool(self.files.chips))
        self._column.activate()

    def settle(self) -> None:
        """Take in what its parts need now, without waiting for the event loop."""
        self._column.activate()

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(10), px(5), px(8), px(5))
        self._foot.setContentsMargins(px(10), px(4), px(6), px(4))
        self._attached.setContentsMargins(px(8), 0, px(8), 0)
        for row in (self._head, self._foot):
            row.setSpacing(px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), self.theme.roles
        fill = roles.note_bg if self._commenting else roles.surface
        paint.box(painter, self.rect(), fill, roles.line_strong, self.theme.px(4))
        wide = self.width() - 2
        if not self.editor.isHidden():
            painter.fillRect(1, self.editor.y() - 1, wide, 1, roles.line)
            painter.fillRect(1, self.editor.geometry().bottom() + 1, wide, 1, roles.line)
        if self.editor.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self._lock)
        self._head.addWidget(self._to)
        self._head.addWidget(self._recipient, 1)
        self._head.addWidget(self._finishing)
        self._head.addWidget(self._waits)
        self._head.addWidget(self._saved)
        self._head.addWidget(self._reply_key)
        self._below = QWidget()
        self._foot = QHBoxLayout(self._below)
        for widget in (self._mark, self._status, self._next_key, self._length):
            self._foot.addWidget(widget)
        self._foot.addStretch(10)
        self._foot.addWidget(self.send)
        self._foot.addWidget(self.send_close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 1, 2, 1)
        self._column.setSpacing(1)
        nest(self._head, self._column)
        self._column.addWidget(self.editor)
        self._attached = QHBoxLayout()
        self._attached.addWidget(self.files)
        nest(self._attached, self._column)
        self._column.addWidget(self._below)
        self.setFocusProxy(self.editor)
        for widget in (self._lock, self._waits):
            widget.hide()
        self.show_open("")
        self._length.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def _focused(self, has: bool) -> None:
        self._reply_key.set_typing(has)
        self.update()


def _open_words(problems: Sequence[Problem]) -> str:
    """ "3 open", "1 value changed": the marks in the text show which."""
    changed = sum(problem.stop is Stop.CHANGED for problem in problems)
    if changed and changed == len(problems):
        return trn("{n} value changed", "{n} values changed", changed)
    return trn("{n} open", "{n} open", len(problems)) if problems else ""
