"""The reply as it would be sent: to whom, how it reads, what follows; not one word of it is hidden."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.type import PATIENT, SMALL
from inbox.ui.packet.told import Told
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Strong, Words


class Proposal(QWidget):
    """A frame around the words."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme = desk.theme
        self.setAccessibleName(tr("Proposed reply"))
        self._to = Words(theme, "", SMALL, "text_2", wrap=True)
        self._checks = Words(theme, "", SMALL, "text_2")
        self._text = Words(theme, "", PATIENT, wrap=True)
        self._after = Words(theme, "", SMALL, "text_2", wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self._to, 1)
        self._head.addWidget(self._checks)
        self._column = QVBoxLayout(self)
        nest(self._head, self._column)
        self._column.addWidget(self._text)
        self._column.addWidget(self._after)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_packet(self, told: Told) -> None:
        """Show the reply of a packet."""
        self._to.set_words([Strong(tr("Proposed reply")), "  ", tr("to {name}", name=told.to)])
        self._checks.set_words(told.checks)
        self._text.set_words(told.proposal or tr("No reply was proposed."))
        self._text.set_role("text" if told.proposal else "text_3")
        self._after.set_words(tr("Once this is sent, {after}.", after=told.after))
        self._after.setVisible(bool(told.proposal))

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._theme.px
        self._head.setSpacing(px(8))
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self._theme.roles
        paint.box(QPainter(self), self.rect(), roles.surface, roles.line_strong, self._theme.px(4))
