"""The strip that says that messages are not read by the newest red-flag rules, or by none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.changes import Changes
from inbox.domain.inert import one_line
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton

_LONGEST = 300


class FlagRulesBanner(Banner):
    """Hidden while the site's newest rules hold, or it has none of its own."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, BannerKind.STALE, _title("none"), icon="triangle-alert", parent=parent)
        self._desk = desk
        self._try = KeyButton(desk.theme, tr("Try the rules"), desk.keys_of("flags.test"))
        self._try.clicked.connect(lambda: self.command.emit("flags.test"))
        self.add(self._try)
        desk.changed.connect(self._hear)
        self._show()

    def _hear(self, changes: Changes) -> None:
        if changes.kit:
            self._show()

    def _show(self) -> None:
        rules = self._desk.lookout.in_force
        if rules.problems:
            self.set_words(_title(rules.source), one_line(" ".join(rules.problems), _LONGEST))
        self.setVisible(bool(rules.problems))


def _title(source: str) -> str:
    if source == "last valid":
        return tr("The newest red-flag rules of the site are wrong: the last valid ones hold.")
    if source == "none":
        return tr("No message is read for red flags here. Flags of the portal are shown.")
    return tr("The site’s red-flag rules are wrong: those that come with the program hold.")
