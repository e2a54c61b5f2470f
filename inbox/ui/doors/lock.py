"""The locked window: nothing of any patient, and the ways back in."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr, trn
from inbox.ui.doors.page import Page
from inbox.ui.doors.pin import PinField
from inbox.ui.look.paint import Tone
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words


class LockPage(Page):
    """Shown alone: it covers the window and is opaque. It says what a person wants; it opens nothing."""

    unlock = Signal()
    """By a new sign-in."""
    pin = Signal(str)
    another = Signal()
    """Somebody else wants to work here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "lock", tr("Locked"), ground="window", parent=parent)
        self._error = Banner(theme, BannerKind.REFUSED, tr("Still locked"))
        self.column.insertWidget(1, self._error)
        self.field = PinField(theme)
        self.column.addWidget(self.field)
        self.open = KeyButton(theme, tr("Unlock"), "Enter", Variant.ACCENT, "log-in")
        self.sign_in = KeyButton(theme, tr("Sign in instead"), "F3")
        self.other = KeyButton(theme, tr("Somebody else"), "F2", icon="users")
        self._kept = Words(theme, "", SMALL, "text_2", wrap=True)
        self._flags = Badge(theme, tr("Red flag"), Tone.FLAG_OUTLINE, "flag")
        self.bar((self.open,))
        self.bar((self.other, self.sign_in))
        self.column.addWidget(self._kept)
        self.column.addWidget(self._flags, 0, Qt.AlignmentFlag.AlignLeft)
        self.open.clicked.connect(self.enter)
        self.field.given.connect(self.pin)
        self.sign_in.clicked.connect(self.unlock)
        self.other.clicked.connect(self.another)
        self.show_locked()

    def show_locked(self) -> None:
        """Say that it is locked, and nothing else yet."""
        self.say(tr("Locked"), tr("Nothing is shown until you are back."))
        self._kept.set_words("")
        self._error.hide()
        self.show_flags(0)
        self.ask_pin(False)

    def tell(self, at: datetime, name: str, unsent: int) -> None:
        """Say since when (`at` by the clinic's clock), for whom, and how much of theirs has not left yet."""
        whose = tr("{name} works here. Nothing is shown until they are back.", name=name)
        self.say(tr("Locked at {time}", time=f"{at:%H:%M}"), whose)
        self.open.set_label(tr("Unlock as {name}", name=name) if name else tr("Unlock"))
        kept = tr("Drafts are kept. Sync goes on.")
        if unsent:
            left = trn("{n} action has not left yet.", "{n} actions have not left yet.", unsent)
            kept = f"{kept} {left}"
        self._kept.set_words(kept)

    def ask_pin(self, wanted: bool) -> None:
        """Ask for the PIN, or only for a sign-in."""
        self.field.clear()
        self.field.setVisible(wanted)
        self.sign_in.setVisible(wanted)
        self.setFocus()
        if self.isVisible():
            (self.field.edit if wanted else self.open).setFocus()

    def show_trying(self, trying: bool) -> None:
        """Say that the PIN is being tried: that takes its half second."""
        self.field.show_trying(trying)

    def show_error(self, sentence: str) -> None:
        """Say why it is still locked."""
        self._error.set_words(tr("Still locked"), sentence)
        self._error.show()
        self.setFocus()

    def show_flags(self, count: int) -> None:
        """Say that so many new red flags came into the pools meanwhile, without a detail."""
        told = trn("{n} new red flag in your pools", "{n} new red flags in your pools", count)
        self._flags.set_badge(told, Tone.FLAG_OUTLINE, "flag")
        self._flags.setVisible(bool(count))

    def first(self) -> QWidget | None:
        return self.field.edit if self.field.isVisibleTo(self) else self.open

    def enter(self) -> None:
        if self.field.isVisibleTo(self):
            self.field.give()
        else:
            self.unlock.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and not event.isAutoRepeat():
            self.another.emit()
        elif event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat() and self.sign_in.isVisible():
            self.unlock.emit()
        else:
            super().keyPressEvent(event)
