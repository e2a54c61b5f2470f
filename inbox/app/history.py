"""Closed conversations are read by the red-flag rules in force while nobody works here.

A little at a time and most of the time not at all, so that no battery is emptied by it: newest first, message
by message, and not one more once somebody touches a key or something is to be written. What was read is
remembered with the version of the rules, so an end in the middle repeats nothing, and other rules lead to
one new pass.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError

from inbox import diary
from inbox.domain.errors import InboxError
from inbox.domain.filed import Interpreter
from inbox.domain.flag import Flag
from inbox.domain.history import ReadAgain, untold
from inbox.domain.ids import ThreadId
from inbox.domain.lookout import Lookout
from inbox.queries import thread as threads
from inbox.store import history
from inbox.store.store import Store

SLICE_S = 0.03
"""Seconds of work after which it rests."""
RESTS = 9
"""Times as long as it has worked: a tenth of one processor at most."""
AT_ONCE = 500
"""Conversations asked for together: the question looks at all there are."""
_BEAT_S = 2.0
"""Seconds between two looks whether anybody works."""


class History:
    """Reads on a thread of its own. `look_again` whenever something was closed or the rules changed."""

    def __init__(self, lookout: Lookout, store: Store, interpreter: Callable[[], Interpreter]) -> None:
        self._lookout = lookout
        self._store = store
        self._interpreter = interpreter
        self.quiet: Callable[[], bool] = lambda: False
        """Any thread: whether nobody is at work here."""
        self._next: deque[tuple[ThreadId, int]] = deque()
        self._rules = ""
        self._due = threading.Event()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._work, name="history", daemon=True)

    def start(self, quiet: Callable[[], bool]) -> None:
        """Begin to read whenever it is `quiet`."""
        self.quiet = quiet
        self._due.set()
        self._thread.start()

    def look_again(self) -> None:
        """Any thread: there may be more to read."""
        self._due.set()

    def stop(self) -> None:
        """End, before the store does."""
        self._ends.set()
        self._due.set()
        if self._thread.is_alive():
            self._thread.join()

    def a_little(self) -> bool:
        """Read for SLICE_S and keep what was read; whether there is more."""
        rules = self._lookout.in_force.version
        if not rules:
            return False
        if rules != self._rules or not self._next:
            self._rules = rules
            self._next = deque(history.unread(self._store.reader(), rules, AT_ONCE))
        until = time.monotonic() + SLICE_S
        read: list[ReadAgain] = []
        while self._next and time.monotonic() < until:
            one = self._read(*self._next[0])
            if one is None:
                break
            self._next.popleft()
            read.append(one)
        if read:
            self._store.keep_read(read).result()
        return bool(self._next or read)

    def _read(self, thread: ThreadId, latest: int) -> ReadAgain | None:
        """One conversation; None as soon as somebody works."""
        there = threads.thread(self._store.reader(), self._interpreter(), thread)
        found: list[Flag] = []
        for message in there.messages if there else ():
            if not self._may():
                return None
            found += untold(there, message, self._lookout.scan_once) if there else ()
        worst = min(found, key=lambda flag: flag.level, default=None)
        if worst is None:
            return ReadAgain(thread, latest, self._rules)
        return ReadAgain(thread, latest, self._rules, worst.level, worst.title)

    def _may(self) -> bool:
        return self.quiet() and self._store.at_rest and not self._ends.is_set()

    def _work(self) -> None:
        while self._due.wait() and not self._ends.is_set():
            if not self._may():
                self._ends.wait(_BEAT_S)
                continue
            self._due.clear()
            begun = time.monotonic()
            if self._more():
                self._due.set()
            self._ends.wait(RESTS * (time.monotonic() - begun))

    def _more(self) -> bool:
        try:
            return self.a_little()
        except (InboxError, CancelledError):
            diary.note("history.not-read")  # the store has said what is the matter with it
        except Exception as error:  # noqa: BLE001 - it is an extra: work goes on without
            diary.mistake("history.reading", error)
        return False
