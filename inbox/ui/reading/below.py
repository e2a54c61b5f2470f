"""The place below the thread: as high as the answer wants, as far as there is room; then it scrolls.

In a low window things give way in this order: what the answer can do without, the buttons above the thread,
the thread down to its last lines.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from inbox.ui.look.theme import Theme
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.reading.answer_area import AnswerArea

THREAD, THREAD_LEAST = 112, 84
"""Pixels at 100 % that the thread should have, and that it keeps when the answer has to scroll."""


class Below(QScrollArea):
    """`changed` says that something in the answer appeared, went, or wants another height."""

    changed = Signal()

    def __init__(self, theme: Theme, answer: AnswerArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._answer = answer
        self._wanted = (0, 0)
        self._high = 1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
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
        most = high - px(THREAD_LEAST)
        bar = Qt.ScrollBarPolicy  # never for a moment where there is room: it would take the room it is about
        self.setVerticalScrollBarPolicy(bar.ScrollBarAlwaysOff if wanted <= most else bar.ScrollBarAsNeeded)
        self._high = max(min(wanted, most), 1)
        self.updateGeometry()
        self._follow(None, QApplication.focusWidget())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._high)

    def minimumSizeHint(self) -> QSize:
        """Next to nothing: a window that becomes lower is told again what there is room for."""
        return QSize(0, 1)

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
