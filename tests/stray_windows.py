"""Windows that nobody asked for: each would take the keyboard from whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class _Watch(QObject):
    def __init__(self, wanted: tuple[type[QWidget], ...]) -> None:
        super().__init__()
        self._wanted = wanted
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, self._wanted):
            self.seen.append(f"{type(watched).__name__} of {[type(c).__name__ for c in watched.children()]}")
        return False


@contextmanager
def no_stray_windows(application: QApplication, *wanted: type[QWidget]) -> Iterator[None]:
    """Meanwhile nothing but `wanted` is shown as a window."""
    watch = _Watch(wanted)
    application.installEventFilter(watch)
    try:
        yield
    finally:
        application.removeEventFilter(watch)
    assert watch.seen == [], watch.seen
