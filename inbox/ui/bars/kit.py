"""The strip that says that what the site has published cannot be used, and what holds instead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton


class KitBanner(Banner):
    """Hidden while what was published holds."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, BannerKind.STALE, _title(), icon="triangle-alert", parent=parent)
        self._desk = desk
        self._more = KeyButton(desk.theme, tr("Show"), desk.keys_of("view.connection"))
        self._more.clicked.connect(lambda: self.command.emit("view.connection"))
        self.add(self._more)
        desk.kit_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        problem = self._desk.policy.problem
        if problem:
            self.set_words(_title(), problem)
        self.setVisible(bool(problem))


def _title() -> str:
    return tr("The newest promises are not in force.")
