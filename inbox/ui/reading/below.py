"""The place below the thread: as high as the answer wants, as far as there is room; then it scrolls.

In a low window things give way in this order: what the answer can do without, the buttons above the thread,
the thread down to its last lines.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from inbox.ui.look.theme import Theme
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.reading.answer_area import AnswerArea

THREAD, THREAD_LEAST = 96, 44
"""Pixels at 100 % that the thread should have, and that it keeps when the answer has to scroll."""


class Below(QScrollArea):
    """`changed` says that something in the answer appeared, went, or wants another height."""

    changed = Signal()

    def __init__(self, theme: Theme, answer: AnswerArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._answer = answer
        self._wanted = (0, 0)
        scrolls_thinly(self, theme)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(answer)
        answer.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        answer.changed.connect(self.changed)
        answer.composer.typing.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def fit(self, wide: int, room: Callable[[bool], int]) -> None:
        """Take the height that is needed in `wide` pixels.

        `room` gives the height for thread and answer, with the buttons above the thread or without them.
        """
        px = self._theme.px
        for buttons in (True, False):
            high = room(buttons)
            if self._answer.fit(wide, high - px(THREAD)):
                break
        wanted = self._answer.wanted(wide)
        self._wanted = (wide, wanted)
        self.setFixedHeight(max(min(wanted, high - px(THREAD_LEAST)), 1))
        self._follow(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        taken = super().eventFilter(watched, event)
        if watched is self._answer and event.type() == QEvent.Type.LayoutRequest:
            wide, wanted = self._wanted
            if self._answer.wanted(wide) != wanted:
                self.changed.emit()
        return taken

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard stays in sight."""
        if now is not None and self._answer.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 0)
