"""Ctrl+C and the end of the desktop session: the operating system asks the program to end.

Python runs a signal's handler only when it is next at work, which in Qt's loop may be never. So the
signal's number is written into a socket that Qt's loop watches.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier

_ASKING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_to_end(end: Callable[[], None]) -> Iterator[None]:
    """Meanwhile `end` is called, on Qt's thread, whenever the system asks."""
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)

    def heard() -> None:
        here.recv(64)
        end()

    notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(heard)
    before = {number: signal.signal(number, lambda _number, _frame: None) for number in _ASKING}
    woken = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        here.close()
        there.close()
