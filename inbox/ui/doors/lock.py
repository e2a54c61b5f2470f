"""The locked window: nothing of any patient, and the way back in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr, trn
from inbox.ui.doors.page import Page
from inbox.ui.look.paint import Tone
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words


class LockPage(Page):
    """Shown alone: it covers the window and is opaque. `unlock` asks for a new sign-in."""

    unlock = Signal()
    sign_out = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "lock", tr("Locked"), ground="window", parent=parent)
        self.open = KeyButton(theme, tr("Unlock: sign in again"), "Enter", Variant.ACCENT, "log-in")
        self.leave = KeyButton(theme, tr("Somebody else"))
        self._kept = Words(theme, "", SMALL, "text_2", wrap=True)
        self._flags = Badge(theme, tr("Red flag"), Tone.FLAG_OUTLINE, "flag")
        self.bar((self.open, self.leave))
        self.column.addWidget(self._kept)
        self.column.addWidget(self._flags, 0, Qt.AlignmentFlag.AlignLeft)
        self._flags.hide()
        self.open.clicked.connect(self.unlock)
        self.leave.clicked.connect(self.sign_out)

    def show_locked(self, time: str, name: str, idle_minutes: int | None, unsent: int) -> None:
        """Say since when ("12:06"), why (None: by hand), and how many own replies have not left yet."""
        if idle_minutes is None:
            why = tr("You locked it. Nothing is shown until you are back.")
        else:
            why = trn(
                "{n} minute without a key press. Nothing is shown until you are back.",
                "{n} minutes without a key press. Nothing is shown until you are back.",
                idle_minutes,
            )
        self.say(tr("Locked at {time}", time=time), why)
        self.open.set_label(tr("Unlock as {name}", name=name) if name else tr("Unlock"))
        kept = tr("Your drafts are kept. Sync goes on.")
        if unsent:
            kept += " " + trn(
                "{n} reply of yours has not left yet.", "{n} replies of yours have not left yet.", unsent
            )
        self._kept.set_words(kept)
        self.show_flags(0)
        self.setFocus()

    def show_flags(self, count: int) -> None:
        """Say that so many new red flags came into the pools meanwhile, without a detail."""
        told = trn("{n} new red flag in your pools", "{n} new red flags in your pools", count)
        self._flags.set_badge(told, Tone.FLAG_OUTLINE, "flag")
        self._flags.setVisible(bool(count))

    def first(self) -> QWidget | None:
        return self.open

    def enter(self) -> None:
        self.unlock.emit()
