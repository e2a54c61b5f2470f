"""The line that says a message has arrived while one reads."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.inert import one_line
from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton


class News(Banner):
    """Stays until it is read or another item is shown."""

    read = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, BannerKind.STALE, tr("A new message"), icon="message-square", parent=parent)
        button = KeyButton(theme, tr("Read it"))
        button.clicked.connect(self._reading)
        self.add(button)
        self.hide()

    def tell(self, name: str, at: str) -> None:
        """Say who has written, and when."""
        who = one_line(name) or tr("The patient")
        self.set_words(
            tr("{name} wrote again at {time}.", name=who, time=at), tr("Read it before you answer.")
        )
        self.show()

    def _reading(self) -> None:
        self.hide()
        self.read.emit()
