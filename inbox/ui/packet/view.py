"""One packet a screen: the question on top, what it rests on, the reply that would be sent, the keys."""

from __future__ import annotations

import time
from collections.abc import Hashable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import PATIENT, QUESTION, SMALL
from inbox.ui.packet.chart_box import ChartBox
from inbox.ui.packet.decide import guard_key
from inbox.ui.packet.head import PacketHead
from inbox.ui.packet.keys import DecisionKeys
from inbox.ui.packet.needs_box import NeedsBox
from inbox.ui.packet.patient_words import PatientWords
from inbox.ui.packet.proposal import Proposal
from inbox.ui.packet.told import Told, told
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.words import Words
from inbox.ui.reading.situation import Situation

_LOW, _LOW_COMPACT = 420, 560
"""Pixels at 100 % under which only the keys themselves stay below the packet; a narrow one has more lines of
them."""


_WIDEST = 1040
"""Pixels at 100 % beyond which lines and rows would be too long to follow."""


class PacketView(QWidget):
    """Shows one packet. How to use it without a main window: see the package.

    `compact`: for a narrow window, without the patient's own words and the medicines.
    """

    command = Signal(str)
    painted = Signal(object, float)
    """`guard_key`, and when it was first really on screen, by the monotonic clock."""

    def __init__(self, desk: Desk, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._compact = desk, compact
        self.situation: Situation | None = None
        self.told: Told | None = None
        self._unpainted: Hashable | None = None
        theme = desk.theme
        self.setAccessibleName(tr("Packet"))
        self._head = PacketHead(desk)
        self._asks = Words(theme, "", SMALL, "text_3", bold=True, wrap=True)
        self._question = Words(theme, "", QUESTION, bold=True, wrap=True)
        self._summary = Words(theme, "", PATIENT, wrap=True)
        self.words = PatientWords(desk)
        self.chart = ChartBox(theme, one_column=compact)
        self.values, self.needs = NeedsBox(theme), NeedsBox(theme)
        self._visits = Words(theme, "", SMALL, "text_2", wrap=True)
        self._notes = [Words(theme, "", SMALL, wrap=True) for _ in range(6)]
        self.proposal = Proposal(desk)
        self.keys = DecisionKeys(desk, compact)
        self._scroll = QScrollArea()
        self._build()
        self.keys.command.connect(self.command)
        desk.ticked.connect(self._tick)
        theme.changed.connect(self.restyle)
        self.restyle()

    @property
    def guard_key(self) -> Hashable:
        """What the person has before them; None while nothing is shown."""
        return guard_key(self.situation) if self.situation else None

    @property
    def fits(self) -> bool:
        """Whether all of it is in sight without scrolling."""
        return self._scroll.verticalScrollBar().maximum() == 0

    def show_situation(self, there: Situation | None) -> None:
        """Show the packet of `there`, or the same as it is now; None shows nothing."""
        another = there is None or self.situation is None or self.situation.target != there.target
        self.situation = there
        self._page.setVisible(there is not None)
        if there is None:
            self.told = None
            return
        self.told = said = told(there, self._compact)
        self._head.show_packet(there, said)
        self._asks.set_words(said.asks)
        self._question.set_words(said.question)
        self._summary.set_words(said.summary)
        self._summary.setVisible(bool(said.summary))
        if not self._compact:
            self.words.show_situation(there)
            self.words.setVisible(bool(there.thread.messages))
        self._order(decided_by_needs=said.needs is not None)
        self.chart.show_rows(said.drugs, said.trends)
        self.values.show_needs(said.needs if said.values_first else None)
        self.needs.show_needs(None if said.values_first else said.needs)
        self._visits.set_words(said.visits)
        self._visits.setVisible(bool(said.visits) and not self._compact)
        self._show_notes(said)
        self.proposal.show_packet(said)
        self.keys.show_situation(there)
        if another:
            self._scroll.verticalScrollBar().setValue(0)
        self._unpainted = self.guard_key
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Take a narrow place, or a wide one; where one has scrolled to stays."""
        if compact == self._compact:
            return
        self._compact = compact
        self.chart.set_one_column(compact)
        self.words.hide()
        at = self._scroll.verticalScrollBar().value()
        self.show_situation(self.situation)
        self._scroll.verticalScrollBar().setValue(at)
        self.restyle()

    def scroll(self, by: int) -> None:  # type: ignore[override]
        """Scroll by so many pages: where it is too long for the window."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        side = px(12) if self._compact else px(16)
        self._head.set_side(side)
        self.keys.set_side(side)
        self._leave_room()
        self._column.setContentsMargins(side, px(10), side, px(10))
        self._column.setSpacing(px(8))
        self._inside.setMaximumWidth(px(_WIDEST))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._desk.theme.roles.surface)
        if self._unpainted is not None and self.situation is not None:
            key, self._unpainted = self._unpainted, None
            at = time.monotonic()
            QTimer.singleShot(0, self, lambda: self.painted.emit(key, at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room()

    def _leave_room(self) -> None:
        self.keys.set_low(self.height() < self._desk.theme.px(_LOW_COMPACT if self._compact else _LOW))

    def _build(self) -> None:
        scrolls_thinly(self._scroll, self._desk.theme)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        if self._compact:
            self.words.hide()
        self._order(decided_by_needs=False)
        self._column.addStretch(1)
        self._scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        whole = QVBoxLayout(self)
        for column in (page, whole):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        page.addWidget(self._head)
        page.addWidget(self._scroll, 1)
        page.addWidget(self.keys)
        whole.addWidget(self._page)

    def _order(self, *, decided_by_needs: bool) -> None:
        """What a decision rests on stands above the reply: the chart, or what the work itself needs."""
        chart, reply = (self.chart, self._visits), (*self._notes, self.proposal)
        above = (self.values, self._asks, self._question, self._summary, self.needs, self.words)
        parts = (*above, *reply, *chart) if decided_by_needs else (*above, *chart, *reply)
        for at, part in enumerate(parts):
            self._column.insertWidget(at, part)

    def _show_notes(self, said: Told) -> None:
        for n, place in enumerate(self._notes):
            note = said.notes[n] if n < len(said.notes) else None
            place.setVisible(note is not None)
            if note is not None:
                place.set_role(note.role)
                place.set_words(note.text)

    def _tick(self) -> None:
        if self.situation is not None:
            self._head.tell_time(self.situation)
