"""One write transaction: before it commits, every thread it touched is projected again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection

from inbox.domain.changes import Changes
from inbox.domain.entries import Entry
from inbox.domain.filed import Interpreter
from inbox.domain.ids import ItemId, ThreadId, is_unnamed
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
        self._expected: dict[ThreadId, dict[str, ItemId]] = {}

    def touch(self, threads: Iterable[ThreadId], changes: Changes | None = None) -> None:
        """Have `threads` projected again, and say `changes` as well."""
        self._touched.update(threads)
        self.changes |= changes or Changes()

    def expect(self, thread: ThreadId, name: str, item: ItemId) -> None:
        """What is `item` here has arrived: the server calls it `name`, and has given it a reference."""
        self._expected.setdefault(thread, {})[name] = item

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
                there[thread] = project(held, self._named(held, entries.get(thread, [])))
        lines = [line for thread in there.values() for line in self._lines(thread)]
        rows.put(self.connection, threads, lines)
        words.put(self.connection, threads, there)

    def _named(self, held: Thread, entries: list[Entry]) -> list[Entry]:
        """`entries` about the references that the server has given to what was split off here."""
        expected = self._expected.get(held.id, {})
        given = {(expected[name], item.id) for item in held.items for name in item.names if name in expected}
        if any(is_unnamed(entry.item) for entry in entries):
            given |= outbox.name(self.connection, held).items()
            entries = outbox.of_threads(self.connection, [held.id])[held.id]
        self.changes |= Changes(named=frozenset(given))
        return entries

    def _lines(self, thread: Thread) -> list[rows.Stored]:
        found = self.interpreter.rows(thread)
        if not found and (one := rows.without_item(thread)):
            found = [one]
        return [rows.stored(row, thread) for row in found]
