"""The title of a section."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SECTION
from inbox.ui.parts.words import Words


class SectionTitle(Words):
    """A small bold title above what belongs together."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, SECTION, "text_3", parent=parent)
