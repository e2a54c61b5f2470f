"""The strip that says that what the site has published cannot be used, and what holds instead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.site_kit import Part, words_of
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton


class KitBanner(Banner):
    """Hidden while what was published holds."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        title = _title(Part.POLICY)
        super().__init__(desk.theme, BannerKind.STALE, title, icon="triangle-alert", parent=parent)
        self._desk = desk
        self._more = KeyButton(desk.theme, tr("Show"), desk.keys_of("view.connection"))
        self._more.clicked.connect(lambda: self.command.emit("view.connection"))
        self.add(self._more)
        desk.kit_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        problems = self._desk.kit_problems
        for part, problem in problems[:1]:
            self.set_words(_title(part), problem)
        self.setVisible(bool(problems))


def _title(part: Part) -> str:
    return tr("The newest {part} are not in force.", part=words_of(part))
