"""The patient panel: everything about one person in a column, from what is kept here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inbox.domain.changes import Changes
from inbox.domain.ids import PatientId
from inbox.domain.patient import Chart, PatientCard
from inbox.domain.words import tr
from inbox.fhir import incoming
from inbox.fhir.incoming import Directory, Reading
from inbox.queries import patient as query
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.patient.chart_words import panel
from inbox.ui.patient.facts import Facts, Line
from inbox.ui.patient.section import Section


class PatientPanel(QScrollArea):
    """Shows one patient; Tab reaches it, arrows and Page keys scroll it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: PatientId | None = None
        self._shown: tuple[Facts, ...] = ()
        self._sections: list[Section] = []
        self._body = _Ground(desk.theme)
        self._ring = _Ring(desk.theme, self)
        scrolls_thinly(self, desk.theme)
        self.setWidget(self._body)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Patient"))
        self.viewport().setAutoFillBackground(False)
        desk.changed.connect(self._hear)
        desk.ticked.connect(self.reload)
        desk.theme.changed.connect(self._follow)

    @property
    def patient(self) -> PatientId | None:
        """Whose panel this is now."""
        return self._patient

    @property
    def sections(self) -> tuple[Facts, ...]:
        """What is shown, from top to bottom."""
        return self._shown

    def show_patient(self, patient: PatientId | None) -> None:
        """Show `patient` from the top; None empties the panel."""
        if patient != self._patient:
            self._patient = patient
            self.verticalScrollBar().setValue(0)
            self.reload()

    def reload(self) -> None:
        """Read the same patient again, staying where one has scrolled to."""
        facts = self._facts()
        if facts != self._shown:
            self._shown = facts
            self._fill()

    def sizeHint(self) -> QSize:
        return QSize(self._desk.theme.px(300), self._desk.theme.px(600))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ring.resize(self.size())
        self._place()

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
        self._ring.show()
        self._ring.raise_()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()

    def _facts(self) -> tuple[Facts, ...]:
        patient = self._patient
        if patient is None:
            return ()
        desk = self._desk
        card = query.card(desk.reader, patient)
        if card is None:
            unknown = Line(tr("This patient’s record has not been loaded yet."), role="text_2")
            return (Facts(tr("Patient"), (unknown,), banner=True),)
        return panel(card, self._chart(card), desk.now(), desk.zone)

    def _chart(self, card: PatientCard) -> Chart:
        desk = self._desk
        reader = desk.interpreter
        names = reader.directory if isinstance(reader, Reading) else Directory()
        kept = query.chart(desk.reader, card.id)
        fetched = query.chart_fetched(desk.reader, card.id)
        return incoming.chart(kept, desk.now(), fetched_at=fetched, directory=names)

    def _fill(self) -> None:
        while len(self._sections) < len(self._shown):
            self._sections.append(Section(self._desk.theme, self._body))
        for section, facts in zip(self._sections, self._shown, strict=False):
            if section.facts != facts:
                section.show_facts(facts)
        self._place()

    def _place(self) -> None:
        """Stack the sections; the body grows with them."""
        width, top = self.viewport().width(), 0
        for number, section in enumerate(self._sections):
            used = number < len(self._shown)
            if used:
                height = section.fit(width)
                section.setGeometry(0, top, width, height)
                top += height
            section.setVisible(used)
        self._body.resize(width, max(top, self.viewport().height()))

    def _hear(self, changes: Changes) -> None:
        if changes.everything or changes.people or self._patient in changes.patients:
            self.reload()

    def _follow(self) -> None:
        self._place()
        self._body.update()


class _Ground(QWidget):
    """What the sections stand on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.roles.sunken)


class _Ring(QWidget):
    """The ring of the keyboard, over what scrolls."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.focus_ring(QPainter(self), self.rect(), self._theme, radius=0)
