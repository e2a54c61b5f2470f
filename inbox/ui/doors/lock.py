"""The locked window: nothing of any patient, and the way back in."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr, trn
from inbox.ui.doors.page import Page
from inbox.ui.look.paint import Tone
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words


class LockPage(Page):
    """Shown alone: it covers the window and is opaque. `unlock` asks for a new sign-in."""

    unlock = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "lock", tr("Locked"), ground="window", parent=parent)
        self.open = KeyButton(theme, tr("Unlock: sign in again"), "Enter", Variant.ACCENT, "log-in")
        self._error = Banner(theme, BannerKind.REFUSED, tr("Still locked"))
        self._error.hide()
        self.column.insertWidget(1, self._error)
        self._kept = Words(theme, "", SMALL, "text_2", wrap=True)
        self._flags = Badge(theme, tr("Red flag"), Tone.FLAG_OUTLINE, "flag")
        self.bar((self.open,))
        self.column.addWidget(self._kept)
        self.column.addWidget(self._flags, 0, Qt.AlignmentFlag.AlignLeft)
        self._flags.hide()
        self.open.clicked.connect(self.unlock)

    def show_locked(self, at: datetime, name: str, unsent: int) -> None:
        """Say since when (`at` by the clinic's clock), for whom, and how much of theirs has not left yet."""
        why = tr("Nothing is shown until you sign in again.")
        self.say(tr("Locked at {time}", time=f"{at:%H:%M}"), why)
        self.open.set_label(tr("Unlock as {name}", name=name) if name else tr("Unlock"))
        kept = tr("Your drafts are kept. Sync goes on.")
        if unsent:
            left = trn("{n} action has not left yet.", "{n} actions have not left yet.", unsent)
            kept = f"{kept} {left}"
        self._kept.set_words(kept)
        self._error.hide()
        self.show_flags(0)
        self.setFocus()

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
        return self.open

    def enter(self) -> None:
        self.unlock.emit()
