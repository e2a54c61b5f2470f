"""The patient panel: everything about one person in a column, from what is kept here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inbox.domain.changes import Changes
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.messaging.eligibility import eligibility
from inbox.domain.patient import Chart, PatientCard
from inbox.domain.words import tr
from inbox.queries import history
from inbox.queries import patient as query
from inbox.shortcuts import scopes
from inbox.ui.desk import Desk
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.patient.chart_words import panel
from inbox.ui.patient.column import Column
from inbox.ui.patient.conversation_words import CONVERSATIONS, conversations
from inbox.ui.patient.facts import Copies, Facts, Line, Opens
from inbox.ui.patient.folds import Folds
from inbox.ui.patient.messaging_words import messaging_line

MOST_CONVERSATIONS = 15
"""Earlier conversations listed; older ones are found by searching for the name."""
_AT_REST = 80
"""Milliseconds a patient is on screen before earlier conversations are read: who leafs on waits for none."""


class PatientPanel(QScrollArea):
    """Shows one patient. While it has the keyboard a ring is on one of its stops, and Page keys scroll it.

    Hidden it holds nothing, and what it shows is read whole before it is shown: nothing of the patient
    before stays for a moment.
    """

    copies = Signal(str)
    """A telephone number was asked for."""
    opens = Signal(object)
    """A `ThreadId`: an earlier conversation was asked for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: PatientId | None = None
        self._thread: ThreadId | None = None
        self._earlier: Facts | None = None
        self._column = Column(desk.theme, Folds(desk.store))
        self._rest = QTimer(self, interval=_AT_REST, singleShot=True)
        scrolls_thinly(self, desk.theme)
        self.setWidget(self._column)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("scope", scopes.PANEL)
        self.setAccessibleName(tr("Patient"))
        self.viewport().setAutoFillBackground(False)
        self._listen()

    @property
    def patient(self) -> PatientId | None:
        """Whose panel this is now."""
        return self._patient

    @property
    def sections(self) -> tuple[Facts, ...]:
        """What is shown, from top to bottom."""
        return self._column.shown

    @property
    def earlier(self) -> list[ThreadId]:
        """The earlier conversations listed, in their order."""
        rows = self._earlier.rows if self._earlier else ()
        return [row.deed.thread for row in rows if isinstance(row.deed, Opens)]

    @property
    def whole(self) -> bool:
        """Whether all of it is there: earlier conversations come a moment later."""
        return not self._rest.isActive()

    def show_patient(self, patient: PatientId | None, thread: ThreadId | None = None) -> None:
        """Show `patient` from the top, with the conversations besides `thread`; None empties the panel."""
        if patient == self._patient and thread == self._thread:
            return
        another = patient != self._patient
        self._patient, self._thread, self._earlier = patient, thread, None
        self.reload()
        if another:
            self._column.begin()
            self.verticalScrollBar().setValue(0)
        self._rest.start()

    def reload(self) -> None:
        """Read the same patient again, staying where one has scrolled to."""
        facts = tuple(self._facts()) if self.isVisible() else ()
        if facts != self._column.shown:
            self._column.show_facts(facts)
            self._place()

    def go_section(self, by: int) -> None:
        """Move the ring to the title of the section below (1) or above (-1)."""
        self._column.go_section(by)

    def go_stop(self, by: int) -> None:
        """Move the ring to the next thing below (1) or above (-1) that is good for something."""
        self._column.go_stop(by)

    def go_to_earlier(self) -> None:
        """Move the ring to the earlier conversations, reading them at once."""
        self._rest.stop()
        self._read_earlier()
        self._column.go_to(CONVERSATIONS)

    def act(self) -> None:
        """Do what is under the ring: copy a number, open a conversation, fold or unfold a section."""
        self._column.act()

    def number(self) -> str:
        """The telephone number under the ring, else the patient's first; empty where there is none."""
        deed = self._column.deed
        if self.hasFocus() and isinstance(deed, Copies):
            return deed.number
        card = self._card()
        return card.phones[0].phone if card and card.phones else ""

    def sizeHint(self) -> QSize:
        return QSize(self._desk.theme.px(300), self._desk.theme.px(600))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-1 if back else 1) * bar.pageStep())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._column.ring(True)
        self.setAccessibleDescription(self._column.said)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._column.ring(False)

    def _listen(self) -> None:
        desk, column = self._desk, self._column
        self._rest.timeout.connect(self._read_earlier)
        column.copies.connect(self.copies)
        column.opens.connect(self.opens)
        column.moved.connect(self._moved)
        column.grown.connect(self._place)
        desk.changed.connect(self._hear)
        desk.ticked.connect(self.reload)
        desk.theme.changed.connect(self._follow)

    def _card(self) -> PatientCard | None:
        return query.card(self._desk.reader, self._patient) if self._patient is not None else None

    def _facts(self) -> Iterable[Facts]:
        patient, desk = self._patient, self._desk
        if patient is None:
            return
        card = self._card()
        if card is None:
            unknown = Line(tr("This patient’s record has not been loaded yet."), role="text_2")
            yield Facts("patient", tr("Patient"), (unknown,), banner=True)
            return
        yield from panel(
            card,
            desk.charts.of(patient),
            desk.now(),
            desk.zone,
            messaging=self._messaging,
            copy_keys=desk.keys_of("panel.copy_phone"),
        )
        if self._earlier is not None:
            yield self._earlier

    def _messaging(self, _card: PatientCard, chart: Chart, now: datetime) -> Line:
        """By the site's rule for messages in general: the kind at hand is the reading pane's."""
        zone = self._desk.zone
        rules, today = self._desk.messaging.eligible, now.astimezone(zone).date()
        return messaging_line(eligibility(rules, chart, "", today, zone))

    def _read_earlier(self) -> None:
        """Earlier conversations come last, so that nothing moves under the reader's eyes."""
        if self._patient is None or not self.isVisible():
            return
        desk = self._desk
        found, older = query.conversations(desk.reader, desk.interpreter, self._patient, MOST_CONVERSATIONS)
        flagged = history.found(desk.reader, [one.id for one in found])
        self._earlier = conversations(found, flagged, self._thread, older, desk.now(), desk.zone)
        self.reload()

    def _place(self) -> None:
        self._column.fit(self.viewport().width(), self.viewport().height())

    def _moved(self, place: QRect) -> None:
        """Bring into view what the ring is on, and say it to those who do not see it."""
        half = min(place.height() // 2 + self._desk.theme.px(8), self.viewport().height() // 2)
        self.ensureVisible(place.center().x(), place.center().y(), 0, half)
        self.setAccessibleDescription(self._column.said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._column.said))

    def _hear(self, changes: Changes) -> None:
        if changes.everything or changes.people or self._patient in changes.patients:
            self.reload()
        if changes.threads or changes.everything:
            self._rest.start()

    def _follow(self) -> None:
        self._place()
        self._column.update()
