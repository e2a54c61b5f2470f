"""What a pane says when it has nothing to show, or something went wrong: in sentences, with a way on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, NAME, SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.rule import Rule
from inbox.ui.parts.words import Words

_WIDTH = 392


class EmptyState(Part):
    """Icon, title, sentences, then what the caller adds in its order: rows, buttons, a last small line.

    It stands in the middle of the room it is given, at most 392 wide at 100 %.
    """

    def __init__(
        self, theme: Theme, icon: str, title: str, sentences: str, icon_role: Role = "text_2",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, f"{title} {sentences}".strip(), parent)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(IconMark(theme, icon, title, 28, icon_role), 0, Qt.AlignmentFlag.AlignLeft)
        self._told = QVBoxLayout()
        self._told.addWidget(Words(theme, title, NAME, wrap=True))
        self._told.addWidget(Words(theme, sentences, BASE, "text_2", wrap=True))
        nest(self._told, self._column)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(self._body, 100, Qt.AlignmentFlag.AlignVCenter)
        outer.addStretch(1)
        self._bars: list[QHBoxLayout] = []
        self.restyle()

    def add_rows(self, rows: Sequence[QWidget]) -> None:
        """Facts below each other, with a rule above the first."""
        block = QVBoxLayout()
        block.setSpacing(0)
        block.addWidget(Rule(self.theme))
        for row in rows:
            block.addWidget(row)
        nest(block, self._column)

    def add_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Buttons side by side, the one most likely wanted first."""
        bar = QHBoxLayout()
        for button in buttons:
            bar.addWidget(button)
        bar.addStretch(1)
        self._bars.append(bar)
        nest(bar, self._column)
        self.restyle()

    def add_line(self, text: str) -> None:
        """A small sentence below."""
        self._column.addWidget(Words(self.theme, text, SMALL, "text_2", wrap=True))

    def add(self, widget: QWidget) -> None:
        """Anything else, such as a field or a progress row."""
        self._column.addWidget(widget)

    def restyle(self) -> None:
        px = self.theme.px
        self._body.setMaximumWidth(px(_WIDTH))
        self._column.setSpacing(px(12))
        self._told.setSpacing(px(4))
        for bar in self._bars:
            bar.setSpacing(px(8))
