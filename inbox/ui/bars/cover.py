"""The line that says for whom one covers and until when, or who covers for oneself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inbox.domain.changes import Changes
from inbox.domain.coverage import Coverage, covered_by, covering
from inbox.domain.coverage_text import covering_words, until_words
from inbox.domain.words import tr, trn
from inbox.queries import cover, pools
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part


class CoverStrip(Part):
    """One line, hidden while nobody is away. It never takes the keyboard."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Cover"), parent)
        self._desk = desk
        self._coverages: tuple[Coverage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = ElidedLabel(desk.theme, tr("Cover"), bold=True)
        self._told = ElidedLabel(desk.theme, tr("Cover"), style=SMALL, role="text_2")
        button = KeyButton(desk.theme, tr("Absences"), desk.keys_of("cover.edit"), Variant.QUIET)
        button.clicked.connect(lambda: self.command.emit("cover.edit"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(desk.theme, "users", tr("Cover"), 15))
        self._row.addWidget(self._title)
        self._row.addWidget(self._told, 1)
        self._row.addWidget(button)
        desk.changed.connect(self._hear)
        desk.ticked.connect(self.look)
        self.restyle()
        self.hide()
        self._know()

    def look(self) -> None:
        """Say what holds now."""
        desk = self._desk
        if not self._coverages:
            self.hide()
            return
        me, now, zone = desk.actor.person, desk.now(), desk.zone
        mine = covering(self._coverages, me, now, zone)
        away = covered_by(self._coverages, me, "", now, zone)
        if mine:
            counts = cover.open_for(desk.reader, desk.actor)
            told = [
                f"{covering_words(one, now, zone)} ({_open(counts.get(one.away.ref, 0))})" for one in mine
            ]
            self._show(tr("You cover"), " · ".join(told))
        elif away is not None:
            stretch = away.stretch(now, zone)
            end = until_words(stretch[1] if stretch else now, zone)
            self._show(tr("You are away"), tr("{name} covers until {time}.", name=away.cover.name, time=end))
        else:
            self.hide()

    @property
    def words(self) -> str:
        """All that it says."""
        return self.accessibleName()

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(12), px(2), px(12), px(2))
        self._row.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.roles.note_bg)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.roles.line)

    def _show(self, title: str, told: str) -> None:
        self._title.set_text(title)
        self._told.set_text(told)
        self.set_name(f"{title} {told}")
        self.show()

    def _hear(self, changes: Changes) -> None:
        if changes.people or changes.everything:
            self._know()
        elif changes.threads and self._coverages:
            self.look()

    def _know(self) -> None:
        me = self._desk.actor.person
        everything = (one for each in pools.staff(self._desk.reader) for one in each.covers)
        self._coverages = tuple(one for one in everything if me in (one.cover.ref, one.away.ref))
        self.look()


def _open(count: int) -> str:
    return trn("{n} open", "{n} open", count)
