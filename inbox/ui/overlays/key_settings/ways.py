"""What can be done with the command under the cursor, and with all of them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton, Variant


class Ways(Flow):
    """A row of buttons; each says its key."""

    by_key = Signal()
    more = Signal()
    usual = Signal()
    all_usual = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        for label, keys, asked in (
            (tr("Find by key"), "F2", self.by_key),
            (tr("One more key"), "F3", self.more),
            (tr("Usual keys"), "F5", self.usual),
            (tr("All as usual…"), "Ctrl+F5", self.all_usual),
        ):
            button = KeyButton(theme, label, keys, Variant.QUIET)
            button.clicked.connect(asked)
            self.add(button)
