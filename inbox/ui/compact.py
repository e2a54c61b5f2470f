"""Between visits: the same window, small and above others, with the packet and its keys and nothing else.

It is the one window in another size, not a second one: whatever is open, scrolled, typed or under the cursor
stays as it is, and the lock hides it as it hides everything. What is said outside of it names no patient.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMainWindow, QSystemTrayIcon
from shiboken6 import isValid

from inbox.commands.registry import COMMANDS
from inbox.domain.time_words import span_words
from inbox.domain.words import tr, trn
from inbox.queries.between_visits import Waiting, waiting
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.main_window import LEAST
from inbox.ui.workspace import Workspace

SMALL = QSize(372, 720)
"""The window between visits, pixels at 100 %."""
SMALL_LEAST = QSize(320, 360)
NOTE = "between visits"
"""The note that keeps whether it was small."""
_ON, _OFF = b"small", b"whole"


class Compact(QObject):
    """Turns the window small and whole again, and keeps the tray told."""

    def __init__(
        self, desk: Desk, conductor: Conductor, workspace: Workspace, window: QMainWindow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._space = workspace
        self._window = window
        self._whole: QRect | None = None
        self._hidden = False
        self._scale = desk.theme.scale
        self.tray: QSystemTrayIcon | None = None
        conductor.on("view.compact", lambda _press: self.turn())
        desk.changed.connect(lambda _changes: self.tell())
        desk.ticked.connect(self.tell)
        desk.theme.changed.connect(self._grow)
        desk.left.connect(self._leave)

    @property
    def is_small(self) -> bool:
        """Whether the window is small now."""
        return self._space.small

    def resume(self) -> None:
        """As it was left the last time; with a tray where the platform has one."""
        if not self._may_be_small():
            return
        theme = self._desk.theme
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.tray = QSystemTrayIcon(QIcon(theme.icon("stethoscope", theme.roles.accent, 22, 1.0)), self)
            self.tray.activated.connect(lambda _why: self._open())
            self.tray.show()
        if self._desk.store.note(NOTE) == _ON:
            self.turn()
        self.tell()

    def turn(self) -> None:
        """Small, or whole again; remembered for the next start."""
        small = not self._space.small
        if small:
            self._whole = self._window.geometry()
        self._space.make_small(small)
        self._above_others(small)
        if small:
            self._window.setMinimumSize(SMALL_LEAST)
            self._window.showNormal()
            self._resize()
        else:
            self._window.setMinimumSize(LEAST)
            if self._whole is not None:
                self._window.setGeometry(self._whole)
        self._desk.store.keep_note(NOTE, _ON if small else _OFF)
        self.tell()

    def _resize(self) -> None:
        """As small as the size of the letters allows, in the corner of the screen, with its frame."""
        px, room = self._desk.theme.px, self._window.screen().availableGeometry()
        frame = self._window.frameGeometry().size() - self._window.geometry().size()
        size = QSize(px(SMALL.width()), px(SMALL.height())).boundedTo(room.size() - frame)
        self._window.resize(size)
        self._window.move(room.right() - size.width() - frame.width(), room.top())

    def _grow(self) -> None:
        """With the letters; another colour leaves the window as somebody has drawn it."""
        before, self._scale = self._scale, self._desk.theme.scale
        if self._space.small and self._scale != before:
            self._resize()

    def hide_words(self, hidden: bool) -> None:
        """While it is locked the tray says so and nothing else."""
        self._hidden = hidden
        if hidden and self.tray is not None:
            self.tray.setToolTip(tr("Locked"))
        self.tell()

    def tell(self) -> None:
        """Say how much waits, in the tray and on the small window's own line."""
        if self._hidden or not (self.tray or self._space.small):
            return
        desk = self._desk
        told = waiting_words(waiting(desk.reader, desk.actor, desk.now()), desk)
        self._space.waiting.show_words(told)
        if self.tray is not None:
            self.tray.setToolTip(told)

    def _may_be_small(self) -> bool:
        return not self._desk.bus.not_allowed(COMMANDS["view.compact"])

    def _above_others(self, on: bool) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowStaysOnTopHint, on)

    def _open(self) -> None:
        """Asked for in the tray: where it was left."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _leave(self) -> None:
        """Nobody is signed in any more: nothing is told, and the next person begins with the whole window."""
        if self.tray is not None:
            self.tray.hide()
            self.tray = None
        if self._space.small and isValid(self._window):
            self._above_others(False)
            self._window.setMinimumSize(LEAST)
            if self._whole is not None:
                self._window.setGeometry(self._whole)


def waiting_words(one: Waiting, desk: Desk) -> str:
    """ "3 waiting, oldest 2 h 10, 1 urgent": numbers only."""
    if not one.count:
        return tr("Nothing waits for you")
    told = [trn("{n} waiting", "{n} waiting", one.count)]
    if one.oldest is not None:
        told.append(tr("oldest {span}", span=span_words(desk.now() - one.oldest)))
    if one.urgent:
        told.append(trn("{n} urgent", "{n} urgent", one.urgent))
    return ", ".join(told)
