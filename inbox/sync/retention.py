"""Conversations that ended long ago leave this computer; the server has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from inbox import diary
from inbox.domain.cursor import Cursor
from inbox.store import forgetting
from inbox.store.store import Store
from inbox.sync.landing import stored
from inbox.sync.pull import Pull

DONE = "retention"
"""The cursor that says when this was last seen to."""
EVERY = timedelta(days=1)
AT_ONCE = 500
"""Conversations in one turn; while there are more, the next turn comes soon."""


class Retention:
    """Once a day. Nothing with open work, waiting entries or a draft is touched."""

    def __init__(self, store: Store, pull: Pull, keep: timedelta, now: Callable[[], datetime]) -> None:
        self._store = store
        self._pull = pull
        self._keep = keep
        self._now = now

    async def run(self) -> None:
        """Forget what is older than it has to be, unless today's turn is over."""
        now, reader = self._now(), self._store.reader()
        last = self._store.cursors().get(DONE)
        if last is not None and now - last.since < EVERY:
            return
        threads = forgetting.old(reader, now - self._keep, AT_ONCE)
        if threads:
            patients = forgetting.patients_of(reader, threads)
            await stored(self._store.forget(threads, spare=True))
            alone = forgetting.without_threads(reader, patients)
            await stored(self._store.forget((), alone))
            self._pull.forget(threads, alone)
            diary.note("sync.retention", threads=len(threads), patients=len(alone))
        if len(threads) < AT_ONCE:
            await stored(self._store.ingest((), Cursor(DONE, now)))
