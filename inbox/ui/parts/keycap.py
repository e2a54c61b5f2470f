"""The keys that do something, drawn as keys: the screen teaches them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.keys import caps, types_text
from inbox.ui.look.theme import Theme
from inbox.ui.parts.part import Part


class Keycap(Part):
    """The caps of one key, chord or sequence such as "Ctrl+Enter" or "g p"."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, keys or tr("No key"), parent)
        self.keys = keys
        self._typing = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_keys(self, keys: str) -> None:
        """Show other keys; without any it is not there."""
        self.keys = keys
        self.set_name(keys or tr("No key"))
        self.updateGeometry()
        self.update()

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard, keys that would type fade."""
        self._typing = typing
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.keycaps_width(self.theme, caps(self.keys)), self.theme.px(paint.KEYCAP_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self.theme.roles
        ink = roles.text_3 if self._typing and types_text(self.keys) else roles.text_2
        paint.keycaps(QPainter(self), QPoint(0, 0), self.theme, caps(self.keys), ink, roles.surface)
