"""One event of the audit trail in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL, SUBJECT
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words

_MOST = 11
"""As many facts as an event can have."""


class Detail(Part):
    """A sentence, and below it every fact with its name; the lines are made once and filled again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("The event in full"), parent)
        self.said = Words(theme, "", SUBJECT, wrap=True)
        self._lines: list[tuple[Words, Words]] = []
        self._grid = QGridLayout()
        top = Qt.AlignmentFlag.AlignTop
        for number in range(_MOST):
            what, said = Words(theme, "", SMALL, "text_2"), Words(theme, "", BASE, wrap=True)
            self._grid.addWidget(what, number, 0, top)
            self._grid.addWidget(said, number, 1, top)
            self._lines.append((what, said))
        self._grid.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.said)
        nest(self._grid, self._column)
        self._column.addStretch(1)
        self.restyle()

    def show_event(self, sentence: str, facts: Sequence[tuple[str, str]]) -> None:
        """Show this; an empty sentence with no facts shows nothing."""
        self.said.set_words(sentence)
        for number, (what, said) in enumerate(self._lines):
            name, fact = facts[number] if number < len(facts) else ("", "")
            what.set_words(name)
            said.set_words(fact)
            what.setVisible(bool(name))
            said.setVisible(bool(name))
        self.setAccessibleDescription(" ".join([sentence, *(f"{name}: {fact}." for name, fact in facts)]))

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(14), px(10), px(14), px(12))
        self._column.setSpacing(px(10))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
