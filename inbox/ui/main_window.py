"""The one window of the program. Its title never names a patient."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from inbox.domain.words import tr

WANTED = QSize(1440, 900)
LEAST = QSize(900, 600)
ROOM_FOR_FRAME = QSize(16, 48)
"""What a window manager may put around a window."""


class Window(QMainWindow):
    """The one window of the program; a page of it is a workspace or one of the doors."""

    closing = Signal(bool)
    """Somebody wants to close it; whoever listens decides and calls `let_go`. True: the system does, and
    there is no time for questions."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Inbox"))
        self.setMinimumSize(LEAST)
        room = self.screen().availableGeometry()
        self.resize(WANTED)
        if (room.size() - ROOM_FOR_FRAME).boundedTo(WANTED) != WANTED:
            self.setGeometry(room)  # all there is, also where no window manager makes it so
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self._free = False

    @property
    def page(self) -> QWidget | None:
        """What it shows."""
        return self._pages.currentWidget()

    def show_page(self, page: QWidget, *, keep: bool = False) -> None:
        """Show `page` in place of what is there; the page before is thrown away unless it is kept."""
        before = self._pages.currentWidget()
        if page is before:
            return
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None and not keep:
            self._pages.removeWidget(before)
            before.deleteLater()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Throw away every page, also what is shown: the person they were of has left."""
        pages = [self._pages.widget(number) for number in range(self._pages.count())]
        self.show_page(QWidget(), keep=True)
        for page in pages:
            if page is not None:
                self._pages.removeWidget(page)
                page.deleteLater()

    def let_go(self) -> None:
        """Close for good."""
        self._free = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._free:
            event.accept()
            return
        event.ignore()
        self.closing.emit(False)
