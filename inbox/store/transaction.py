"""One write transaction: before it commits, every thread it touched is projected again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection

from inbox.domain.changes import Changes
from inbox.domain.filed import Interpreter
from inbox.domain.ids import ThreadId
from inbox.domain.projection import project
from inbox.domain.thread import Thread
from inbox.store import outbox, rows, truth, words

_AT_ONCE = 500
"""Threads projected together: enough to share statements, few enough to stay small in memory."""


class Transaction:
    """What a piece of work has to hand while it runs."""

    def __init__(self, connection: Connection, interpreter: Interpreter) -> None:
        self.connection = connection
        self.interpreter = interpreter
        self.changes = Changes()
        self._touched: set[ThreadId] = set()

    def touch(self, threads: Iterable[ThreadId], changes: Changes | None = None) -> None:
        """Have `threads` projected again, and say `changes` as well."""
        self._touched.update(threads)
        self.changes |= changes or Changes()

    def finish(self) -> Changes:
        """Bring rows and index in line with truth and outbox; give all that changed."""
        waiting = iter(sorted(self._touched))
        while batch := list(islice(waiting, _AT_ONCE)):
            self._project(batch)
        return self.changes | Changes(threads=frozenset(self._touched))

    def _project(self, threads: list[ThreadId]) -> None:
        resources = truth.of_threads(self.connection, threads)
        entries = outbox.of_threads(self.connection, threads)
        there: dict[ThreadId, Thread] = {}
        for thread, filed in resources.items():
            held = self.interpreter.thread(thread, filed)
            if held is not None:
                there[thread] = project(held, entries.get(thread, ()))
        lines = [line for thread in there.values() for line in self._lines(thread)]
        rows.put(self.connection, threads, lines)
        words.put(self.connection, threads, there)

    def _lines(self, thread: Thread) -> list[rows.Stored]:
        found = self.interpreter.rows(thread)
        if not found and (one := rows.without_item(thread)):
            found = [one]
        return [rows.stored(row, thread) for row in found]
