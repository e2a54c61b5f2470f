"""A PIN is chosen, changed or dropped: the one there is, the new one, and the same again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.session.pin import LONGEST, SHORTEST, too_easy
from inbox.ui.doors.pin import PinField
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class PinSheet(Overlay):
    """Enter goes from field to field and keeps at the last; Esc leaves everything as it was."""

    chosen = Signal(str, str)
    """The PIN there is, empty where there is none, and the new one; that is empty where it is dropped."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("PIN for this computer"), width=440)
        self._title = Words(theme, tr("PIN for this computer"), SUBJECT, wrap=True)
        self._about = Words(theme, "", SMALL, "text_2", wrap=True)
        self.now = PinField(theme, tr("The PIN you have"))
        self.new = PinField(theme, tr("New PIN, {n} to {most} digits", n=SHORTEST, most=LONGEST))
        self.again = PinField(theme, tr("The same again"))
        self.wrong = Words(theme, "", SMALL, "overdue", bold=True, wrap=True)
        self.keep = KeyButton(theme, tr("Keep"), "Enter", Variant.ACCENT)
        self.drop = KeyButton(theme, tr("No PIN any more"))
        self.leave = KeyButton(theme, tr("Cancel"), "Esc")
        self._column, self._buttons = QVBoxLayout(), QHBoxLayout()
        for part in (self._title, self._about, self.now, self.new, self.again, self.wrong):
            self._column.addWidget(part)
        for button in (self.keep, self.leave, self.drop):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        nest(self._buttons, self._column)
        nest(self._column, self.body)
        self.keep.clicked.connect(self._enter)
        self.leave.clicked.connect(self.dismiss)
        self.drop.clicked.connect(self._drop)
        self.restyle()

    def ask(self, *, has: bool) -> None:
        """Ask for a new one; where there is one already, for that as well."""
        self._about.set_words(
            tr(
                "It opens this place after the lock without your browser. Five wrong ones end it."
                " It opens nothing on another computer."
            )
        )
        for field in (self.now, self.new, self.again):
            field.clear()
        self.now.setVisible(has)
        self.drop.setVisible(has)
        self._say("")
        self.appear()

    def refuse(self, sentence: str) -> None:
        """It was not taken: say why, and ask again."""
        self._say(sentence)
        for field in (self.now, self.new, self.again):
            field.clear()
        self.first().setFocus()

    def first(self) -> QWidget:
        return (self.now if self.now.isVisibleTo(self) else self.new).edit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._enter()
            event.accept()
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(18), px(16), px(18), px(16))
        self._column.setSpacing(px(10))
        self._buttons.setSpacing(px(8))

    def _enter(self) -> None:
        """To the first field that lacks something, or keep."""
        asked = [field for field in (self.now, self.new, self.again) if field.isVisibleTo(self)]
        empty = next((field for field in asked if not field.edit.text()), None)
        new = self.new.edit.text()
        if new and (easy := too_easy(new)):
            self._begin_anew(easy)
        elif empty is not None:
            self._say("")
            empty.edit.setFocus()
        elif new != self.again.edit.text():
            self._begin_anew(tr("The two are not the same."))
        else:
            self.chosen.emit(self.now.edit.text(), new)

    def _drop(self) -> None:
        if self.now.edit.text():
            self.chosen.emit(self.now.edit.text(), "")
        else:
            self._say(tr("Type the PIN you have first."))
            self.now.edit.setFocus()

    def _begin_anew(self, why: str) -> None:
        self._say(why)
        self.new.clear()
        self.again.clear()
        self.new.edit.setFocus()

    def _say(self, sentence: str) -> None:
        self.wrong.set_words(sentence)
        self.wrong.setVisible(bool(sentence))
        self.place()
