"""The strip that says to whom it concerns that red-flag rules wait for a second clinician."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.signing import Proposal
from inbox.domain.words import tr
from inbox.queries import site_kit
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton, Variant

_SIGN = "rules.sign"


class SigningStrip(Banner):
    """Hidden while none wait, for who may not sign them, and once it was put off: until others wait."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = tr("Red-flag rules wait to be signed.")
        super().__init__(desk.theme, BannerKind.NOTE, title, icon="shield-check", parent=parent)
        self._desk = desk
        self._waits: Proposal | None = None
        self._put_off: Proposal | None = None
        self._show_them = KeyButton(desk.theme, tr("Look at them"), desk.keys_of(_SIGN))
        self._later = KeyButton(desk.theme, tr("Not now"), variant=Variant.QUIET)
        self._show_them.clicked.connect(lambda: self.command.emit(_SIGN))
        self._later.clicked.connect(self._put_it_off)
        self.add(self._show_them)
        self.add(self._later)
        desk.kit_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        desk = self._desk
        mine = desk.actor.role in COMMANDS[_SIGN].roles
        self._waits = waits = site_kit.proposed(desk.reader) if mine else None
        if waits is not None:
            told = tr("{who} proposes them. Another clinician looks at them and signs.", who=waits.by.name)
            self.set_words(tr("Red-flag rules wait to be signed."), told)
        self.setVisible(waits is not None and waits != self._put_off and not desk.actor.is_me(waits.by.ref))

    def _put_it_off(self) -> None:
        self._put_off = self._waits
        self._show()
