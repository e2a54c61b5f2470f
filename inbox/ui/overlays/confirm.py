"""A question to be answered yes or no before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SUBJECT
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class Confirm(Overlay):
    """The safe answer has the keyboard: Enter without reading does no harm. Esc is no."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("Question"), width=440)
        self._then: Callable[[], None] = _nothing
        self._question = Words(theme, "", SUBJECT, wrap=True)
        self._about = Words(theme, "", BASE, "text_2", wrap=True)
        self.yes = KeyButton(theme, tr("Yes"), "y")
        self.no = KeyButton(theme, tr("No"), "n")
        self._column = QVBoxLayout()
        self._column.addWidget(self._question)
        self._column.addWidget(self._about)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.no)
        self._buttons.addWidget(self.yes)
        self._buttons.addStretch(1)
        nest(self._buttons, self._column)
        nest(self._column, self.body)
        self.yes.clicked.connect(self._agree)
        self.no.clicked.connect(self.dismiss)
        self.restyle()

    def ask(self, question: str, about: str, yes: str, no: str, then: Callable[[], None]) -> None:
        """Ask; `then` is called on yes only. `about` says what a yes leads to."""
        self._then = then
        self._question.set_words(question)
        self._about.set_words(about)
        self._about.setVisible(bool(about))
        self.yes.set_label(yes)
        self.no.set_label(no)
        self.setAccessibleName(question)
        self.setAccessibleDescription(about)
        self.appear()

    def first(self) -> QWidget:
        return self.no

    def pressed_outside(self) -> None:
        """A question is answered, not brushed aside."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = event.modifiers() == Qt.KeyboardModifier.NoModifier and not event.isAutoRepeat()
        if bare and event.key() == Qt.Key.Key_Y:
            self._agree()
        elif bare and event.key() == Qt.Key.Key_N:
            self.dismiss()
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(18), px(16), px(18), px(16))
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        self._buttons.setContentsMargins(0, px(6), 0, 0)

    def _agree(self) -> None:
        self.dismiss()
        self._then()


def _nothing() -> None:
    """Before anything was asked."""
