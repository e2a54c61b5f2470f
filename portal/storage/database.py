"""Opening the database, reading it in parallel, and the one writer.

All writes go through a single thread, so commits happen one after another and `lastUpdated` is assigned in
the order of commit: whoever has read up to a moment has missed nothing before it. Unless the portal is told
otherwise: late commits bear the moment they began, and appear among what has been read already.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa

from portal.moments import Clock
from portal.storage import schema
from portal.storage.engines import DatabaseUnusable, reading_engine, writing_engine
from portal.storage.versions import Change

_READERS = 4
_OLDEST = -(2**62)

_LATEST_WRITE = (
    sa.select(schema.resource.c.seq, schema.resource.c.updated)
    .order_by(schema.resource.c.seq.desc())
    .limit(1)
)

Result = TypeVar("Result")
Listener = Callable[[list[Change]], None]


@dataclass
class Writing:
    """One write transaction: the connection, the moment every write in it bears, and the commit order."""

    connection: sa.Connection
    moment: int
    seq: int
    changes: list[Change] = field(default_factory=list)

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq


class Database:
    """The portal's database. `read` and `write` block; `reading` and `writing` do not."""

    def __init__(self, url: str, clock: Clock, late_by: int = 0) -> None:
        """`late_by`: for a rude portal, how many milliseconds the moment of a write may lie before it."""
        self._clock = clock
        self._late_by = late_by
        self._listener: Listener | None = None
        self._lateness = random.Random(late_by)
        self._writer = writing_engine(url)
        self._reader = reading_engine(url, _READERS)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="portal-write")
        self._read_threads = ThreadPoolExecutor(_READERS, thread_name_prefix="portal-read")
        try:
            with self._writer.begin() as connection:
                schema.metadata.create_all(connection)
                _claim(connection)
        except sa.exc.DBAPIError as error:
            self.close()
            raise DatabaseUnusable(str(error.orig)) from error
        except DatabaseUnusable:
            self.close()
            raise

    def listen(self, listener: Listener | None) -> None:
        """Who is told, in the thread of the writer, what each commit changed."""
        self._listener = listener

    def now(self) -> int:
        return self._clock()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A consistent view of everything committed so far."""
        with self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self, begun: int | None = None) -> Iterator[Writing]:
        """Everything inside commits together or not at all. Only one at a time, see `writing`.

        `begun`: when a write that was held up took its moment, else it does so now.
        """
        with self._writer.begin() as connection:
            seq, latest = connection.execute(_LATEST_WRITE).one_or_none() or (0, _OLDEST)
            if begun is None:
                # A clock set back must not put a later commit before an earlier one.
                begun = max(self._clock(), latest) - self._lateness.randint(0, self._late_by)
            writing = Writing(connection, begun, seq)
            yield writing
        if self._listener is not None and writing.changes:
            self._listener(writing.changes)

    async def reading(self, work: Callable[[sa.Connection], Result]) -> Result:
        def run() -> Result:
            with self.read() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._read_threads, run)

    async def writing(self, work: Callable[[Writing], Result], begun: int | None = None) -> Result:
        def run() -> Result:
            with self.write(begun) as writing:
                return work(writing)

        return await asyncio.get_running_loop().run_in_executor(self._write_thread, run)

    def write_now(self, work: Callable[[Writing], Result]) -> Result:
        """Like `writing`, for callers that can wait."""

        def run() -> Result:
            with self.write() as writing:
                return work(writing)

        return self._write_thread.submit(run).result()

    def settle(self) -> None:
        """Let the query planner learn the shape of the data after a bulk load."""
        with self._writer.begin() as connection:
            connection.exec_driver_sql("ANALYZE")

    def close(self) -> None:
        self._write_thread.shutdown()
        self._read_threads.shutdown()
        self._writer.dispose()
        self._reader.dispose()


def _claim(connection: sa.Connection) -> None:
    """Make sure that the tables are ours; the write also shows that the database can be written."""
    table = schema.layout
    found = connection.execute(sa.select(table.c.version)).scalar_one_or_none()
    if found not in (None, schema.LAYOUT):
        raise DatabaseUnusable("it was made by another version of the portal; take a new one")
    connection.execute(table.delete())
    connection.execute(table.insert().values(version=schema.LAYOUT))
