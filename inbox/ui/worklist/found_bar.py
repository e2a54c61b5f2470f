"""The line above what a search found: what was not understood, else how far back it could look."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.inert import one_line
from inbox.domain.time_words import day_words
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part
from inbox.ui.worklist.seeking import Result


class FoundBar(Part):
    """Shown while a search is; its button adds a filter."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("About this search"), parent)
        self._desk = desk
        self.told = ElidedLabel(desk.theme, tr("About this search"), SMALL, "text_2")
        filters = KeyButton(desk.theme, tr("Filter"), desk.keys_of("search.filter"), Variant.QUIET)
        filters.clicked.connect(lambda: self.command.emit("search.filter"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.told, 1)
        self._row.addWidget(filters)
        self.setVisible(False)
        self.restyle()

    def show_result(self, result: Result | None) -> None:
        """Tell of `result`; None: something else is shown than a search."""
        self.setVisible(result is not None)
        if result is not None:
            self.told.set_text(self._words(result))
            self.told.set_role("soon_text" if result.unclear else "text_2")

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14), px(2), px(8), px(2))
        self._row.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.roles.sunken)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.roles.line)

    def _words(self, result: Result) -> str:
        if result.unclear:
            return tr("Not understood and left out: {filters}", filters=one_line(", ".join(result.unclear)))
        desk, since = self._desk, result.found.since
        if since is None:
            return tr("No conversation is kept here yet.")
        day = since.astimezone(desk.zone).date()
        if desk.status is not None and desk.status.progress:
            return tr("Back to {day} so far. Older ones are still coming.", day=day_words(day))
        told = day_words(day) if day.year == desk.today().year else f"{day_words(day)} {day.year}"
        return tr("Back to {day}. Older: on the portal only.", day=told)
