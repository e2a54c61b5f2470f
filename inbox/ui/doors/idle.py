"""Notices that nobody is there: no key and no pointer for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from inbox.domain.clock import Clock

QUIET_AFTER: Final = timedelta(seconds=30)
"""Whoever reads or thinks is still at work."""
BEAT: Final = timedelta(seconds=15)
"""How often the time is looked at: a computer that wakes from sleep locks within this."""

_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_PRESSED: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class IdleWatch(QObject):
    """`idle` after `after` without a sign of life; the next sign of life begins the count anew.

    It counts from when it is made, so that nobody can forget to start it. It listens to windows, where every
    key and movement arrives once, not to every object of the application. The time is the wall's: what comes
    after the limit, be it the key that wakes the computer, only locks and does nothing else.
    """

    idle = Signal()
    alive = Signal()
    """Somebody has pressed something just now."""

    def __init__(self, clock: Clock, after: Callable[[], timedelta], parent: QObject | None = None) -> None:
        """`after` may give less, or more, from one look to the next."""
        super().__init__(parent)
        self._clock = clock
        self._after = after
        self._last: datetime = clock.now()
        self._stopped = self._over = False
        self._beat = QTimer(self, interval=round(BEAT.total_seconds() * 1000))
        self._beat.timeout.connect(self._on_beat)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self.watch)
        self.start()

    def is_quiet(self) -> bool:
        """Any thread: whether there was no sign of life for a little while; what is an extra may be done."""
        return self._clock.now() - self._last >= QUIET_AFTER

    def start(self) -> None:
        """Somebody is there now: count from here."""
        self._stopped = self._over = False
        self._last = self._clock.now()
        self._stand_first()
        self._beat.start()

    def stop(self) -> None:
        """Count no more: nothing is open that should be locked."""
        self._stopped = True
        self._beat.stop()

    def watch(self, window: QWindow | None) -> None:
        """Listen to `window` before whoever listens to it already."""
        if window is not None:
            window.installEventFilter(self)

    def look(self) -> bool:
        """Whether the limit has passed; says so the first time it is seen to have."""
        if self._stopped or self._over:
            return False
        now = self._clock.now()
        if now < self._last:  # the clock was put back: what had been counted is not known any more
            self._last = now
        if now - self._last < self._after():
            return False
        self._over = True
        self._beat.stop()
        self.idle.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew at a sign of life; one that comes after the limit only locks."""
        if self._stopped or event.type() not in _SIGNS_OF_LIFE:
            return False
        if self._over:
            self.start()
        elif self.look():
            return True
        self._last = self._clock.now()
        if event.type() in _PRESSED:
            self.alive.emit()
        return False

    def _on_beat(self) -> None:
        self._stand_first()
        self.look()

    def _stand_first(self) -> None:
        """Hear keys before those who take them: a filter installed again is asked first."""
        for window in QGuiApplication.topLevelWindows():
            self.watch(window)
