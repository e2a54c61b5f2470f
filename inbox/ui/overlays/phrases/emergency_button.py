"""Whether a phrase may be sent while nobody has been reached about a red flag: whoever has a licence says."""

from __future__ import annotations

from PySide6.QtCore import Signal

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.parts.key_button import KeyButton


class EmergencyButton(KeyButton):
    """Says it, and turns it when it is pressed. `changed`: it is the other way now."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Not for emergencies"))
        self.may = False
        self.clicked.connect(self._turn)

    def show_may(self, may: bool) -> None:
        """Say that it may, or may not."""
        self.may = may
        self.set_label(tr("May be sent before a call about a red flag") if may else tr("Not for emergencies"))

    def _turn(self) -> None:
        self.show_may(not self.may)
        self.changed.emit()
