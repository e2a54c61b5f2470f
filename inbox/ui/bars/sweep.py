"""The line that offers the sweep before a long closing and, while one is made, says how far it has come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part


class SweepStrip(Part):
    """One line, hidden while there is nothing to sweep. It never takes the keyboard."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Sweep"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = ElidedLabel(desk.theme, tr("Sweep"), bold=True)
        self._told = ElidedLabel(desk.theme, tr("Sweep"), style=SMALL, role="text_2")
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(desk.theme, "list-checks", tr("Sweep"), 15))
        self._row.addWidget(self._title)
        self._row.addWidget(self._told, 1)
        self._buttons: dict[str, KeyButton] = {}
        for command, label in (
            ("sweep.next", tr("Next to look at")),
            ("sweep.leave", tr("Leave with a reason…")),
            ("view.sweep", tr("Sweep")),
        ):
            button = KeyButton(desk.theme, label, desk.keys_of(command), Variant.QUIET)
            button.clicked.connect(lambda _checked=False, command=command: self.command.emit(command))
            self._buttons[command] = button
            self._row.addWidget(button)
        self.restyle()
        self.hide()

    def offer(self, unseen: int, opens: str) -> None:
        """Say what would stay unseen until the clinic opens again."""
        told = trn(
            "{n} red flag or urgent item waits unseen until then.",
            "{n} red flags and urgent items wait unseen until then.",
            unseen,
        )
        self._show(tr("Before {opens}", opens=opens), told, under_way=False)

    def show_progress(self, told: str) -> None:
        """Say how far it has come."""
        self._show(tr("Sweep"), told, under_way=True)

    @property
    def words(self) -> str:
        """All that it says; empty while it is hidden."""
        return "" if self.isHidden() else self.accessibleName()

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(12), px(2), px(12), px(2))
        self._row.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.roles.note_bg)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.roles.line)

    def _show(self, title: str, told: str, *, under_way: bool) -> None:
        self._title.set_text(title)
        self._told.set_text(told)
        for command, button in self._buttons.items():
            button.setVisible(under_way or command == "view.sweep")
        self.set_name(f"{title}: {told}")
        self.show()
