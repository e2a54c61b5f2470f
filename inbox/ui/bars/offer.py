"""The line that offers a speed button for what is done nearly always. It asks for nothing: work goes on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.learning.habits import Habit
from inbox.ui.desk import Desk
from inbox.ui.habit_words import share_words, short_share_words, way_words
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part


class OfferStrip(Part):
    """One line, hidden while there is nothing to offer. It never takes the keyboard."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("An offer"), parent)
        self.habit: Habit | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._share = ElidedLabel(desk.theme, tr("An offer"), bold=True)
        self._way = ElidedLabel(desk.theme, tr("Speed button"), style=SMALL, role="text_2")
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(desk.theme, "timer", tr("Speed button"), 15))
        self._row.addWidget(self._share)
        self._row.addWidget(self._way, 1)
        for command, label, variant in (
            ("offer.accept", tr("One key…"), Variant.NORMAL),
            ("offer.later", tr("Later"), Variant.QUIET),
            ("offer.refuse", tr("Never"), Variant.QUIET),
        ):
            button = KeyButton(desk.theme, label, desk.keys_of(command), variant)
            button.clicked.connect(lambda _checked=False, command=command: self.command.emit(command))
            self._row.addWidget(button)
        self.restyle()
        self.hide()

    def offer(self, habit: Habit | None) -> None:
        """Offer `habit`, or nothing."""
        self.habit = habit
        if habit is not None:
            way = way_words(habit)
            self._share.set_text(short_share_words(habit))
            self._way.set_text(way)
            self.set_name(f"{share_words(habit)} {way}")
        self.setVisible(habit is not None)

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(12), px(4), px(12), px(4))
        self._row.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.roles.note_bg)
        painter.fillRect(0, 0, self.width(), 1, self.theme.roles.line)
