from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.storage import resources
from portal.storage.database import Database
from tests.portal.drafts import task


def writing_at(address: str, moments: list[int]) -> Iterator[resources.Stored]:
    """Write one task at each of the moments a clock shows."""
    clock = iter(moments)
    with closing(Database(address, lambda: next(clock))) as database:
        for _ in moments:
            yield database.write_now(lambda writing: resources.insert(writing, task()))


@pytest.fixture
def address(tmp_path: Path) -> str:
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
