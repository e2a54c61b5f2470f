"""What the sweep has come to, read beside the window; everybody who shows it is given the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from inbox.domain.changes import Changes
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.sweep import Sweep
from inbox.queries import sweep
from inbox.queries.reader import Reader
from inbox.ui.beside import Beside, Newest
from inbox.ui.desk import Desk

_REST = 100
"""Milliseconds between two readings while changes come one after the other."""


class Finding(QObject):
    """Read when it is asked for, and again with every change for as long as somebody follows."""

    found = Signal(object)
    """A `Sweep`."""

    def __init__(self, desk: Desk, beside: Beside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.latest: Sweep | None = None
        self._known: dict[ThreadId, Mapping[ItemId, sweep.Read]] = {}
        self._stale: set[ThreadId] = set()
        self._all_stale = False
        self._followers: set[QObject] = set()
        self._newest: Newest[Sweep] = Newest(beside, self._prepare, self._came)
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._rest.timeout.connect(self._newest.ask)
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tick)

    def ask(self) -> None:
        """Read it now."""
        self._newest.ask()

    def follow(self, who: QObject, on: bool) -> None:
        """Whether `who` wants to know of every change."""
        (self._followers.add if on else self._followers.discard)(who)
        if on:
            self.ask()

    def _hear(self, changes: Changes) -> None:
        self._stale |= changes.threads
        self._all_stale |= changes.everything or changes.people or changes.kit or bool(changes.patients)
        if self._followers and changes and not self._rest.isActive():
            self._rest.start()

    def _tick(self) -> None:
        if self._followers:
            self.ask()

    def _prepare(self) -> Callable[[Reader], Sweep]:
        """What was read before stays known, but for what has changed. Between two readings it is ours."""
        if self._all_stale:
            self._known.clear()
        for thread in self._stale:
            self._known.pop(thread, None)
        self._stale, self._all_stale = set(), False
        desk, known = self._desk, self._known
        interpreter, promises, now = desk.interpreter, desk.promises, desk.now()
        return lambda reader: sweep.swept(reader, interpreter, promises, now, known)

    def _came(self, found: Sweep) -> None:
        self.latest = found
        self.found.emit(found)
