"""A titled part of the board: what it is, a word about it, and what is in it."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.rule import Rule
from inbox.ui.parts.words import Words


class Panel(Part):
    """Title and remark above; `body` takes what is shown, `head` more at its end."""

    def __init__(self, theme: Theme, title: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self.title = Words(theme, title, SUBJECT)
        self.remark = Words(theme, remark, SMALL, "text_2")
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addWidget(self.remark, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        nest(self.head, self.body)
        self.body.addWidget(Rule(theme))
        self.restyle()

    def restyle(self) -> None:
        px = self.theme.px
        self.head.setContentsMargins(px(14), px(7), px(14), px(7))
        self.head.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.roles.surface)
