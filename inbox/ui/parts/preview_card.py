"""What a command will do, told before it is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.rule import Rule
from inbox.ui.parts.words import Words


class PreviewCard(Part):
    """A title, numbered steps, how to take it back, and why commands beside it are off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("What the command will do"), parent)
        self._column = QVBoxLayout(self)
        self._content = QWidget()
        self._column.addWidget(self._content)
        self.restyle()

    def show_preview(
        self, title: str, steps: Sequence[str | Sequence[str]], undo_keys: str = "", off: Sequence[str] = ()
    ) -> None:
        """Tell about a command: `steps` in their order, and a line for each command that is off."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        nest(self._head(title, undo_keys), column)
        for number, step in enumerate(steps, 1):
            runs = [step] if isinstance(step, str) else step
            column.addWidget(self._line([f"{number} ", *runs]))
        if off:
            column.addWidget(Rule(self.theme, "line_strong", 3))
        for reason in off:
            nest(self._off_line(reason), column)
        # Not replaceWidget: it hands out the layout's item, whose wrapper outlives it.
        self._content.hide()
        self._column.removeWidget(self._content)
        self._column.addWidget(content)
        self._content.deleteLater()
        self._content = content
        content.show()
        self.set_name(title)
        told = [step if isinstance(step, str) else "".join(step) for step in steps]
        self.setAccessibleDescription("\n".join([*told, *off]))

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(10), px(6), px(10), px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self.theme.roles
        paint.box(QPainter(self), self.rect(), roles.link_bg, roles.accent, self.theme.px(4))

    def _head(self, title: str, undo_keys: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(4))
        row.addWidget(Words(self.theme, title, SMALL, bold=True, wrap=True), 1)
        if undo_keys:
            row.addWidget(Words(self.theme, tr("one undo"), SMALL, "text_2"))
            row.addWidget(Keycap(self.theme, undo_keys))
        return row

    def _line(self, runs: Sequence[str], role: Role = "text") -> Words:
        return Words(self.theme, runs, SMALL, role, wrap=True)

    def _off_line(self, reason: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(5))
        row.addWidget(IconMark(self.theme, "ban", tr("Off"), 12))
        row.addWidget(self._line([reason], "text_2"), 1)
        return row
