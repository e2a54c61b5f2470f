"""A look at every page of the open file, while nobody waits for it.

Each page is deciphered on the way, and with that its authentication code is checked. The look has a
connection of its own, so that neither the window nor the writer waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from inbox import diary
from inbox.domain.errors import InboxError
from inbox.store.errors import Broken

if TYPE_CHECKING:
    from sqlite3 import Connection

AFTER_A_CRASH, OTHERWISE = 5.0, 300.0
"""Seconds after opening: the window is up, the first lists are shown."""
_LOOK = "PRAGMA quick_check(1)"
"""Structure and genuineness of every page; not whether indexes agree with tables, which takes far longer and
is no fault of a disk."""
_FINE = "ok"
_PAGES_BETWEEN_GLANCES = 500


class Check:
    """Looks once, on its own thread, a while after the file was opened."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        heard: Callable[[BaseException], InboxError | None],
        after: float,
    ) -> None:
        """`heard` is told of damage, and gives None for what is none. `after`: seconds to wait first."""
        self._connect = connect
        self._heard = heard
        self.after = after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-check", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, wherever it is."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        if self._stopping.wait(self.after):
            return
        try:
            with closing(self._connect()) as connection:
                connection.set_progress_handler(self._stopping.is_set, _PAGES_BETWEEN_GLANCES)
                (found,) = connection.execute(_LOOK).fetchone()
                if found != _FINE:
                    raise Broken
            diary.note("store.checked")
        except (dbapi2.Error, InboxError) as error:
            if not self._stopping.is_set() and self._heard(error) is None:
                raise
