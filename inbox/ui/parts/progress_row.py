"""How far something long has come: share, amount, rate, time left, and a bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.look import charts
from inbox.ui.look.theme import Theme
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Strong, Words


class ProgressRow(Part):
    """Words above a bar, for example "46 %  19,672 of 43,152" and "310 a second, about 1 min left"."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._share = Words(theme, bold=True)
        self._amount = Words(theme, role="text_2", wrap=True)
        self._pace = Words(theme)
        self._bar = _Bar(theme, name)
        self._line = QHBoxLayout()
        self._line.addWidget(self._share)
        self._line.addWidget(self._amount, 1)
        self._line.addWidget(self._pace)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        nest(self._line, self._column)
        self._column.addWidget(self._bar)
        self.set_progress(0, "")
        self.restyle()

    def set_progress(self, done: float, amount: str, rate: str = "", left: str = "") -> None:
        """Show the share `done` (0 to 1), how much that is, how fast it goes and how long it takes yet."""
        share = tr("{percent} %", percent=int(done * 100))
        self._share.set_words(share)
        self._amount.set_words(amount)
        self._pace.set_words([rate, ", " if rate and left else "", Strong(left)])
        self._bar.set_done(done)
        self.setAccessibleDescription(", ".join(filter(None, (share, amount, rate, left))))

    def restyle(self) -> None:
        self._line.setSpacing(self.theme.px(8))
        self._column.setSpacing(self.theme.px(5))


class _Bar(Part):
    """The bar alone."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._done = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_done(self, done: float) -> None:
        self._done = done
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        charts.progress_bar(QPainter(self), QRect(self.rect()), self.theme, self._done)
