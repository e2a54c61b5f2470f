"""How it stands with the server, in a word or two. Pressed, it leads to what is known of the connection."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.sync.status import Status
from inbox.ui.bars.words import CONNECTIONS, Look
from inbox.ui.look.theme import Theme
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.tool_tip import says_on_hover


class ConnectionState(KeyButton):
    """In the colour of its meaning, which its words and the icon beside it say, too."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        self.look: Look = CONNECTIONS[Status().connection]
        super().__init__(theme, tr(self.look.words), keys, Variant.QUIET, parent=parent)

    def show_status(self, status: Status) -> None:
        """Say how it stands."""
        self.look = CONNECTIONS[status.connection]
        self.set_label(tr(self.look.words))
        says_on_hover(self, status.sentence)

    def _inks(self) -> tuple[QColor | None, QColor | None, QColor]:
        fill, border, ink = super()._inks()
        return fill, border, ink if self.underMouse() else self.theme.color(self.look.role)
