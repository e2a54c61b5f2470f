"""One fact on a line: a mark, words, and at the right a value or the keys that lead there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.ui.look.roles import Role
from inbox.ui.look.sla import Sla
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words


class FactRow(Part):
    """At least 28 high, with a rule below; `text` may hold `Strong` runs and wraps when it must."""

    def __init__(
        self, theme: Theme, text: str | Sequence[str], icon: str | Sla = "", icon_role: Role = "text",
        value: str = "", keys: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, "".join([*text, " ", value]).strip(), parent)
        self._row = QHBoxLayout(self)
        if icon:
            self._row.addWidget(IconMark(theme, icon, "".join(text), 15, icon_role))
        self._text = Words(theme, text, SMALL, wrap=True)
        self._row.addWidget(self._text, 1)
        self._value = Words(theme, value, SMALL, "text_2")
        self._row.addWidget(self._value)
        self._value.setVisible(bool(value))  # not before it has a parent: it would be a window of its own
        if keys:
            self._row.addWidget(Keycap(theme, keys))
        self.restyle()

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._value.set_words(value)
        self._value.setVisible(bool(value))

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(0, px(4), 0, px(4) + 1)
        self._row.setSpacing(px(8))
        self.setMinimumHeight(px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self.theme.roles.line)
