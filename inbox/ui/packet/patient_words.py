"""What the patient wrote, with what the red-flag rules found in it; the whole conversation when asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.parts.words import Words
from inbox.ui.reading.reply_states import reply_states
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.thread_view import ThreadView
from inbox.ui.reading.timeline import Said, timeline

_LEAST, _MOST = 64, 150
"""Pixels at 100 % of the newest messages: what is longer scrolls by itself, with a rule at its left."""


class PatientWords(QWidget):
    """As high as the words, within limits."""

    painted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._whole = False
        self._there: Situation | None = None
        self.view = ThreadView(desk.theme)
        self._more = Words(desk.theme, "", SMALL, "text_3")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.view)
        self._column.addWidget(self._more)
        self.view.painted.connect(self.painted)
        desk.theme.changed.connect(self.restyle)
        self.restyle()

    @property
    def whole(self) -> bool:
        """Whether the whole conversation is shown."""
        return self._whole

    def show_situation(self, there: Situation) -> None:
        """Show what the patient wrote last; of another packet from its beginning."""
        if self._there is None or self._there.target != there.target:
            self._whole = False
        self._there = there
        self._write()

    def turn(self) -> None:
        """Show the whole conversation, or the newest words again."""
        self._whole = not self._whole
        self._write()

    def restyle(self) -> None:
        """Take margins and formats from the theme again."""
        self._column.setContentsMargins(self._desk.theme.px(3), 0, 0, 0)
        self._column.setSpacing(0)
        self._more.setContentsMargins(self._desk.theme.px(16), 0, 0, self._desk.theme.px(4))
        self.view.restyle()
        if self._there is not None:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._desk.theme, QPainter(self)
        painter.fillRect(0, 0, theme.px(3), self.height(), theme.roles.line_strong)

    def _write(self) -> None:
        there, desk = self._there, self._desk
        if there is None:
            return
        parts = timeline(there.thread, there.target.item, True, desk.lookout.scan)
        theirs = [part for part in parts if isinstance(part, Said) and part.message.from_patient]
        waiting = theirs[-max(there.thread.unanswered, 1) :]
        earlier = len(there.thread.messages) - len(waiting)
        shown = parts if self._whole else waiting
        self.view.show_parts(
            shown, desk.now(), desk.zone, reply_states(there), there.thread.unanswered, True, False
        )
        keys = desk.keys_of("review.thread")
        more = trn("{n} earlier message", "{n} earlier messages", earlier)
        self._more.set_words(tr("{more}: {key} shows the whole conversation", more=more, key=keys))
        self._more.setVisible(earlier > 0 and not self._whole)
        px = desk.theme.px
        high = round(self.view.document().size().height()) + 2
        most = px(_MOST * 2 if self._whole else _MOST)
        self.view.setFixedHeight(min(max(high, px(_LEAST)), most))
