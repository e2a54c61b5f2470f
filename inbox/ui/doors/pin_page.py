"""The PIN at the start of the program, or after a sign-in: it opens what this person kept here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.ui.doors.page import Page
from inbox.ui.doors.pin import PinField
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words


class PinPage(Page):
    """Enter gives the PIN; Esc leads to a sign-in, or gives up the one that was made."""

    pin = Signal(str)
    cancel = Signal()
    start_over = Signal()
    """It is forgotten: what was sealed with it is given up, after that was said."""

    def __init__(self, theme: Theme, *, vouched: bool, parent: QWidget | None = None) -> None:
        """`vouched`: the portal has just said who it is, and only the files here are still closed."""
        super().__init__(theme, "lock", tr("Your PIN"), parent=parent)
        self._warned = False
        self._error = Banner(theme, BannerKind.REFUSED, tr("Not opened"))
        self._error.hide()
        self.column.insertWidget(1, self._error)
        self.field = PinField(theme)
        self.column.addWidget(self.field)
        self.go_on = KeyButton(theme, tr("Go on"), "Enter", Variant.ACCENT)
        self.stop = KeyButton(theme, tr("Cancel") if vouched else tr("Sign in instead"), "Esc")
        self.forgotten = KeyButton(theme, tr("PIN forgotten"))
        self.forgotten.setVisible(vouched)
        self.bar((self.go_on, self.stop))
        self.bar((self.forgotten,))
        self._note = Words(theme, "", SMALL, "text_2", wrap=True)
        self.column.addWidget(self._note)
        self.field.given.connect(self._give)
        self.go_on.clicked.connect(self.enter)
        self.stop.clicked.connect(self.escape)
        self.forgotten.clicked.connect(self._forget)
        why = (
            tr("You are signed in. What you kept on this computer still needs its PIN.")
            if vouched
            else tr("It opens what you kept on this computer; no network is needed.")
        )
        self.say(tr("Your PIN"), why)

    def ask(self, error: str = "") -> None:
        """Ask for it, with what is wrong with the last one."""
        self._error.set_words(tr("Not opened"), error)
        self._error.setVisible(bool(error))
        self.field.clear()
        self.setFocus()
        self.field.edit.setFocus()

    def first(self) -> QWidget | None:
        return self.field.edit

    def enter(self) -> None:
        self.field.give()

    def escape(self) -> None:
        self.cancel.emit()

    def _give(self, pin: str) -> None:
        self.field.show_trying(True)
        self.pin.emit(pin)

    def _forget(self) -> None:
        """Said first, done when it is pressed again."""
        if self._warned:
            self.start_over.emit()
            return
        self._warned = True
        self.forgotten.set_label(tr("Begin anew and lose that"))
        self._note.set_words(
            tr(
                "Without the PIN nobody can open what you kept here. Messages come again from the portal;"
                " replies and drafts that have not left are lost."
            )
        )
