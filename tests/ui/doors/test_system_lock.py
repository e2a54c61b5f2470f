"""The desktop's own lock is heard over a real bus."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtTest import QSignalSpy
from inbox.ui.doors.system_lock import SCREEN_SAVERS, SystemLock

application, bus = QCoreApplication([]), QDBusConnection.sessionBus()
lock = SystemLock()
assert lock.listens >= len(SCREEN_SAVERS), lock.listens
spy = QSignalSpy(lock.told)
word = QDBusMessage.createSignal("/", SCREEN_SAVERS[0], "ActiveChanged")
word.setArguments([True])
assert bus.registerService(SCREEN_SAVERS[0]) and bus.send(word)
assert spy.wait(5000)
print("heard")
"""


def test_a_screen_saver_that_locks_locks_here_too() -> None:
    command = ["dbus-run-session", "--", sys.executable, "-c", SCRIPT]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "heard"
