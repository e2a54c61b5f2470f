"""The frame of administration: subjects at the left, room for a sheet beside, what is amiss, the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inbox.domain.words import tr
from inbox.ui.admin.chooser import Chooser, Names
from inbox.ui.admin.subjects import SUBJECTS
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

_LIST = 190
"""Width of the list of subjects at 100 %."""
_SHARE = 20
"""Per cent of the card that it has at most."""


class AdminFrame(Overlay):
    """Holds the parts; what they mean is the page's."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("Administration"), width=1500)
        self.subjects = Chooser(theme, Names([tr(one.title) for one in SUBJECTS]), tr("Subjects"))
        self._build()

    def first(self) -> QWidget:
        return self.subjects

    def say(self, wrong: str) -> None:
        """Say what is the matter above the keys; empty where nothing is."""
        self._wrong.set_words(wrong)
        self._wrong.setVisible(bool(wrong))

    def pressed_outside(self) -> None:
        """A slip of the pointer does not close it."""

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(10), px(14), px(6))
        self._head.setSpacing(px(8))
        self._row.setSpacing(px(10))
        self._row.setContentsMargins(px(6), 0, px(14), 0)
        self._below.setContentsMargins(px(14), px(6), px(14), px(8))
        self._below.setSpacing(px(8))

    def place(self) -> None:
        """As much of the window as there is: a sheet has as many lines as there is room for."""
        super().place()
        margin = self.theme.px(24)
        self.card.setGeometry(self.card.x(), margin, self.card.width(), max(self.height() - 2 * margin, 1))
        self.subjects.setFixedWidth(min(self.theme.px(_LIST), self.card.width() * _SHARE // 100))

    def _build(self) -> None:
        theme = self.theme
        self._about = Words(theme, "", SMALL, "text_2")
        self._head, self._row, self._below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(Words(theme, tr("Administration"), SUBJECT))
        self._head.addWidget(self._about, 1)
        self._stack = QStackedWidget()
        self._elsewhere = Words(theme, "", SMALL, "text_2", wrap=True)
        self._elsewhere.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self._elsewhere)
        self._row.addWidget(self.subjects)
        self._row.addWidget(self._stack, 1)
        self._wrong = Words(theme, "", SMALL, "overdue", wrap=True)
        self._waits = Words(theme, tr("You have changes that are not published."), SMALL, "text_2", wrap=True)
        self._waits.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._on = KeyButton(theme, tr("See what changes"), "Ctrl+Enter", Variant.ACCENT)
        self._below.addWidget(self._wrong, 4)
        self._below.addStretch(1)
        self._below.addWidget(self._waits, 3)
        self._below.addWidget(self._on)
        self.foot = KeyBar(theme, [])
        nest(self._head, self.body)
        nest(self._row, self.body, 1)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)
