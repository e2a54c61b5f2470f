"""Every measure of one line: its name and what it means, its value, and how that has changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.board.measures.page import Line
from inbox.ui.board.measures.words import MEASURES, change_words, now_words
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words


class Detail(Part):
    """A row for each measure; the words of a row are set anew only where they differ."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Measures and what they mean"), parent)
        self._grid = QGridLayout(self)
        self._values: list[tuple[Words, Words]] = []
        self._names: list[tuple[Words, Words]] = []
        top = Qt.AlignmentFlag.AlignTop
        for number, measure in enumerate(MEASURES):
            name = Words(theme, tr(measure.title), BASE, bold=True)
            meaning = Words(theme, tr(measure.meaning), SMALL, "text_2", wrap=True)
            value, change = Words(theme, "", BASE, bold=True), Words(theme, "", SMALL, "text_2", wrap=True)
            self._grid.addWidget(name, 2 * number, 0, top)
            self._grid.addWidget(value, 2 * number, 1, top)
            self._grid.addWidget(meaning, 2 * number + 1, 0, top)
            self._grid.addWidget(change, 2 * number + 1, 1, top)
            self._names.append((name, meaning))
            self._values.append((value, change))
        self._grid.setColumnStretch(0, 62)
        self._grid.setColumnStretch(1, 38)
        self._grid.setRowStretch(2 * len(MEASURES), 1)
        self.restyle()

    def show_line(self, line: Line) -> None:
        """Show the measures of `line`."""
        for measure, (value, change) in zip(MEASURES, self._values, strict=True):
            for words, said in (
                (value, now_words(measure, line.now)),
                (change, change_words(measure, line.now, line.before)),
            ):
                if words.text() != said:
                    words.set_words(said)

    def restyle(self) -> None:
        px = self.theme.px
        self._grid.setContentsMargins(px(14), px(8), px(14), px(12))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(0)
        for _name, meaning in self._names:
            meaning.setContentsMargins(0, 0, 0, px(8))
