"""Notices that nobody is there: no key and no pointer for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from inbox.domain.clock import Clock

IDLE_AFTER: Final = timedelta(minutes=5)
"""Until somebody sets another time (product, "Safety and privacy")."""

_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """`idle` once after `after` without a sign of life; then again only once it has been started anew.

    It listens to windows, where every key and every movement arrives first, not to every object of the
    application. The time is the wall's: a computer that slept through the limit locks when it wakes, before
    the key that woke it does anything.
    """

    idle = Signal()

    def __init__(self, clock: Clock, after: timedelta = IDLE_AFTER, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._after = after
        self._last: datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        for window in application.topLevelWindows():
            self._watch(window)

    @property
    def watching(self) -> bool:
        """Whether it counts."""
        return self._last is not None

    def start(self) -> None:
        """Somebody is there now: count from here."""
        self._last = self._clock.now()
        self._wait(self._after)

    def stop(self) -> None:
        """Count no more: nothing is open that should be locked."""
        self._last = None
        self._timer.stop()

    def look(self) -> bool:
        """Whether the limit has passed; says so the first time it has."""
        if self._last is None:
            return False
        now = self._clock.now()
        if now < self._last:  # the clock was put back: what had been counted is not known any more
            self._last = now
        left = self._last + self._after - now
        if left > timedelta():
            self._wait(left)
            return False
        self.stop()
        self.idle.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew at a sign of life; one that comes after the limit only locks."""
        if self._last is None or event.type() not in _SIGNS_OF_LIFE:
            return False
        if self._clock.now() - self._last >= self._after:
            return self.look()
        self._last = self._clock.now()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _wait(self, left: timedelta) -> None:
        self._timer.start(max(1, round(left.total_seconds() * 1000)))
