"""Reads made beside the window: a board or a search may take a moment, and no key waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inbox import diary
from inbox.domain.errors import InboxError
from inbox.queries.reader import Reader
from inbox.ui.desk import Desk, Tone

Found = TypeVar("Found")


class Beside(QObject):
    """One thread with a reader of its own, for as long as the desk is there."""

    _over = Signal(object, str)

    def __init__(
        self, desk: Desk, window: QWidget, parent: QObject | None = None, name: str = "board"
    ) -> None:
        """`name`: what its thread is called, and what goes wrong in it."""
        super().__init__(parent)
        self._name = name
        self._desk = desk
        self._window = window
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._over.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        desk.left.connect(self._end)

    def run(self, work: Callable[[Reader], Any], then: Callable[[Any], None]) -> None:
        """Do `work` there, and `then` here with what it found; None where it failed, which has been said.

        Once the desk has been left nothing is read any more.
        """
        if not self.signalsBlocked():
            self._thread.submit(self._work, work, then)

    def _work(self, work: Callable[[Reader], Any], then: Callable[[Any], None]) -> None:
        found: Any = None
        wrong = ""
        try:
            found = work(self._desk.store.reader())
        except InboxError as trouble:
            wrong = str(trouble)
        except Exception as error:  # noqa: BLE001 - whatever it is, the window goes on
            diary.mistake(f"{self._name}.read", error)
        self._over.emit(partial(then, found), wrong)

    def _tell(self, show: Callable[[], None], wrong: str) -> None:
        if self.signalsBlocked() or not isValid(self._window):
            return  # the desk has been left, and whoever would show it is gone
        if wrong:
            self._desk.say(wrong, Tone.WARNING)
        show()

    def _end(self) -> None:
        self.blockSignals(True)
        self._thread.shutdown(wait=True, cancel_futures=True)


class Newest(Generic[Found]):
    """One thing that is read again and again: never two at once, and what was asked meanwhile once more.

    `work` gets what it needs at the moment it is asked (`prepare` runs in the window's thread).
    """

    def __init__(
        self,
        beside: Beside,
        prepare: Callable[[], Callable[[Reader], Found]],
        show: Callable[[Found], None],
    ) -> None:
        self._beside = beside
        self._prepare = prepare
        self._show = show
        self._under_way = False
        self._again = False

    @property
    def under_way(self) -> bool:
        """Whether it is being read."""
        return self._under_way

    def ask(self) -> None:
        """Read it now, or once more after what is under way."""
        if self._under_way:
            self._again = True
            return
        self._under_way = True
        self._beside.run(self._prepare(), self._came)

    def _came(self, found: Found | None) -> None:
        self._under_way = False
        again, self._again = self._again, False
        if found is not None:
            self._show(found)
        if again:
            self.ask()
