from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from portal.storage import resources
from portal.storage.database import Database
from portal.storage.versions import Stored
from tests.portal.drafts import task
from tests.portal.postgresql import Server

ON_EVERY_DATABASE = True


def writing_at(address: str, moments: list[int]) -> Iterator[Stored]:
    """Write one task at each of the moments a clock shows."""
    clock = iter(moments)
    with closing(Database(address, lambda: next(clock))) as database:
        for _ in moments:
            yield database.write_now(lambda writing: resources.insert(writing, task()))


@pytest.fixture
def address(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """Of an empty database."""
    if database_kind == "PostgreSQL":
        server: Server = request.getfixturevalue("postgresql_server")
        return server.new_database()
    return f"sqlite:///{tmp_path}/portal.db"


def test_a_clock_set_back_puts_no_later_write_before_an_earlier_one(address: str) -> None:
    assert [stored.updated for stored in writing_at(address, [1000, 400, 1000, 1001])] == [
        1000,
        1000,
        1000,
        1001,
    ]
    assert [stored.updated for stored in writing_at(address, [5])] == [1001], "not even after a new start"


def test_two_portals_on_one_database_do_not_disturb_each_other(address: str) -> None:
    pairs = list(zip(writing_at(address, [1, 2, 3]), writing_at(address, [1, 2, 3]), strict=True))
    assert len({stored.pk for pair in pairs for stored in pair}) == 6


def test_a_failed_write_leaves_nothing(address: str) -> None:
    with closing(Database(address, lambda: 1000)) as database:
        with pytest.raises(KeyError), database.write() as writing:
            stored = resources.insert(writing, task())
            resources.insert(writing, {})
        with database.read() as connection:
            assert resources.fetch(connection, "Task", stored.id) is None
            assert list(resources.everything(connection, "Task")) == []


def test_a_write_begun_earlier_bears_the_earlier_moment_but_stays_behind_what_it_follows(
    address: str,
) -> None:
    with closing(Database(address, lambda: 1000)) as database:
        with database.write() as writing:
            current = resources.insert(writing, task(id="one"))
        with database.write(begun=400) as writing:
            assert resources.insert(writing, task()).updated == 400
            assert resources.replace(writing, current, task(id="one")).updated == 1001


def test_two_portals_that_write_at_once_take_turns(address: str) -> None:
    """Everything a write reads is as the write before it left it, whoever made that."""

    def add_one(database: Database) -> None:
        with database.write() as writing:
            current = resources.fetch(writing.connection, "Task", "count")
            assert current is not None
            resources.replace(writing, current, task(id="count"))

    with closing(Database(address, lambda: 1000)) as one, closing(Database(address, lambda: 1000)) as two:
        with one.write() as writing:
            resources.insert(writing, task(id="count"))
        with ThreadPoolExecutor(2) as portals:
            for done in [portals.submit(add_one, database) for database in (one, two) * 10]:
                done.result()
        with one.read() as connection:
            final = resources.fetch(connection, "Task", "count")
    assert final is not None
    assert final.version == 21


def test_a_reader_sees_one_moment_all_the_while(address: str) -> None:
    with closing(Database(address, lambda: 1000)) as database, database.read() as connection:
        assert list(resources.everything(connection, "Task")) == []
        database.write_now(lambda writing: resources.insert(writing, task()))
        assert list(resources.everything(connection, "Task")) == []
