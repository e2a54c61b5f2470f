"""The sections one below the other, and where in them the keyboard is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.patient.facts import Copies, Deed, Facts, Opens
from inbox.ui.patient.folds import Folds
from inbox.ui.patient.section import TITLE, Section
from inbox.ui.patient.stops import Stop, next_section, next_stop, stops


class Column(QWidget):
    """One widget a section, reused from patient to patient. It takes no keys itself: its panel does."""

    copies = Signal(str)
    """A telephone number was asked for."""
    opens = Signal(object)
    """A `ThreadId`: an earlier conversation was asked for."""
    moved = Signal(QRect)
    """The ring was moved, to there."""
    grown = Signal()
    """A section was folded or unfolded."""

    def __init__(self, theme: Theme, folds: Folds) -> None:
        super().__init__()
        self._theme = theme
        self._folds = folds
        self._shown: tuple[Facts, ...] = ()
        self._sections: list[Section] = []
        self._stop = Stop()
        self._ringed = False

    @property
    def shown(self) -> tuple[Facts, ...]:
        """What is shown, from top to bottom."""
        return self._shown

    @property
    def deed(self) -> Deed | None:
        """What the row under the ring is good for; None on a title."""
        if self._stop.row == TITLE or self._stop.section >= len(self._shown):
            return None
        return self._shown[self._stop.section].rows[self._stop.row].deed

    @property
    def said(self) -> str:
        """What is under the ring, in words."""
        if self._stop.section >= len(self._shown):
            return ""
        if self._stop.row != TITLE:
            return self._shown[self._stop.section].rows[self._stop.row].said
        section = self._sections[self._stop.section]
        return f"{section.accessibleName()}: {section.accessibleDescription()}"

    def show_facts(self, shown: tuple[Facts, ...]) -> None:
        """Show these; what is the same as before stays as it is painted."""
        self._shown = shown
        while len(self._sections) < len(shown):
            section = Section(self._theme, self)
            section.pressed.connect(partial(self._pressed, len(self._sections)))
            self._sections.append(section)
        for section, facts in zip(self._sections, shown, strict=False):
            folded = not facts.banner and facts.name in self._folds
            if section.facts != facts or section.folded != folded:
                section.show_facts(facts, folded)
        there = self._stops()
        self._stop = max((stop for stop in there if stop <= self._stop), default=Stop())
        self._mark()

    def fit(self, width: int, least: int) -> None:
        """Stack the sections at `width`; be `least` high."""
        top = 0
        for number, section in enumerate(self._sections):
            used = number < len(self._shown)
            if used:
                height = section.fit(width)
                section.setGeometry(0, top, width, height)
                top += height
            section.setVisible(used)
        self.resize(width, max(top, least))

    def ring(self, ringed: bool) -> None:
        """Show where the keyboard is, or that it is elsewhere."""
        self._ringed = ringed
        self._mark()
        self.update()

    def begin(self) -> None:
        """Be at the top again."""
        self._stop = Stop()
        self._mark()

    def go_section(self, by: int) -> None:
        """To the title of the section below (1) or above (-1)."""
        self._go(next_section(self._stops(), self._stop, by))

    def go_stop(self, by: int) -> None:
        """To the next row below (1) or above (-1) that is good for something, or the next title."""
        self._go(next_stop(self._stops(), self._stop, by))

    def go_to(self, name: str) -> None:
        """Into the section of that name, on its first row that is good for something."""
        self._folds.open(name)
        self.show_facts(self._shown)
        self.grown.emit()
        number = next((n for n, facts in enumerate(self._shown) if facts.name == name), 0)
        first = next_stop(self._stops(), Stop(number), 1)
        self._go(first if first.section == number else Stop(number))

    def act(self) -> None:
        """Do what the row under the ring is good for; a title folds or unfolds its section."""
        match self.deed:
            case Copies(number):
                self.copies.emit(number)
            case Opens(thread):
                self.opens.emit(thread)
            case None if self._stop.section < len(self._shown):
                self._fold(self._shown[self._stop.section])

    def _fold(self, facts: Facts) -> None:
        if not facts.banner:
            self._folds.turn(facts.name)
            self.show_facts(self._shown)
            self.grown.emit()

    def _pressed(self, number: int, row: int) -> None:
        """The pointer does what Enter does."""
        stop = Stop(number, row)
        if stop in self._stops():
            self._stop = stop
            self._mark()
            self.act()

    def _stops(self) -> list[Stop]:
        return stops(self._shown, self._folds.folded)

    def _go(self, stop: Stop) -> None:
        self._stop = stop
        self._mark()
        if stop.section < len(self._shown):
            section = self._sections[stop.section]
            self.moved.emit(section.place_of(stop.row).translated(section.pos()))

    def _mark(self) -> None:
        for number, section in enumerate(self._sections):
            here = self._ringed and number == self._stop.section
            section.set_cursor(self._stop.row if here else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.roles.sunken)
        if self._ringed and not self._shown:
            paint.focus_ring(painter, self.rect(), self._theme, radius=0)
