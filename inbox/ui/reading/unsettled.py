"""Why a reply was not sent: what is still to settle, one thing a line, each with the way to settle it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases.guards import Problem, Stop
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words

SHOWN = 4
"""Problems on screen at once; the others follow as these are settled."""


class Unsettled(Part):
    """Takes the keyboard when a send was refused. Up and down move; Enter goes there."""

    go_to = Signal(object)
    """A `Problem` the writer wants to settle in the text."""
    renew = Signal(object)
    """A `Problem` whose value should be the chart's present one."""
    remove = Signal(object)
    """A `Problem` whose words should go."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("What is still to settle"), parent)
        self._problems: list[Problem] = []
        self._at = 0
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.restyle()
        self.hide()

    def show_problems(self, problems: Sequence[Problem], take_keyboard: bool) -> None:
        """List `problems`; with none it goes."""
        self._problems = list(problems)[:SHOWN]
        self._at = min(self._at, max(len(self._problems) - 1, 0))
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for number, problem in enumerate(self._problems, 1):
            row = _Row(self, number, problem)
            self._column.addWidget(row)
            row.show()
            self._rows.append(row)
        told = trn("Not sent: {n} thing to settle", "Not sent: {n} things to settle", len(problems))
        self.set_name(told)
        self.setAccessibleDescription(" ".join(problem.sentence for problem in self._problems))
        self._move(0)
        self.setVisible(bool(self._problems))
        if take_keyboard and self._problems:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        problem = self._problems[self._at] if self._problems else None
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif problem is None or event.isAutoRepeat():
            event.ignore()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_to.emit(problem)
        elif key == Qt.Key.Key_U and problem.stop is Stop.CHANGED:
            self.renew.emit(problem)
        elif key == Qt.Key.Key_Delete and problem.stop not in _STAYS:
            self.remove.emit(problem)
        else:
            event.ignore()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(6), 1, 1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles, px = QPainter(self), self.theme.roles, self.theme.px
        paint.box(painter, self.rect(), roles.overdue_bg, roles.overdue, px(4))
        painter.fillRect(0, 0, px(6), self.height(), roles.overdue)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)

    def _move(self, by: int) -> None:
        if self._rows:
            self._at = (self._at + by) % len(self._rows)
        for place, row in enumerate(self._rows):
            row.set_current(place == self._at)


_STAYS = frozenset({Stop.CHANGED, Stop.LENGTH})
"""Words that are not taken out whole: the one is renewed, the other shortened by its writer."""


class _Row(QWidget):
    """One problem; its keys are shown on the row they work on."""

    def __init__(self, panel: Unsettled, number: int, problem: Problem) -> None:
        super().__init__(panel)
        theme, px = panel.theme, panel.theme.px
        self._first = number == 1
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(4), px(8), px(4))
        row.setSpacing(px(8))
        row.addWidget(Words(theme, str(number), BASE, bold=True))
        row.addWidget(Words(theme, problem.sentence, BASE, wrap=True), 1)
        self._buttons: list[tuple[KeyButton, str]] = []
        self._add(row, tr("Go there"), "Enter", lambda: panel.go_to.emit(problem))
        if problem.stop is Stop.CHANGED:
            self._add(row, tr("Use it"), "u", lambda: panel.renew.emit(problem))
        if problem.stop not in _STAYS:
            self._add(row, tr("Remove"), "Del", lambda: panel.remove.emit(problem))

    def _add(self, row: QHBoxLayout, label: str, keys: str, act: object) -> None:
        button = KeyButton(self._theme, label, keys)
        button.clicked.connect(act)
        row.addWidget(button)
        self._buttons.append((button, keys))

    def set_current(self, current: bool) -> None:
        for button, keys in self._buttons:
            button.set_keys(keys if current else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._first:
            QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.roles.line)
