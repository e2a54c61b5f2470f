from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from inbox.domain.ids import ThreadId
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import THREADS, clinic
from tests.sync.station import Backstage, Station, thread_of


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    with Running(Settings(database="", patients=1, test_mode=True), make_clinic=clinic) as running:
        yield running


@pytest.fixture
def backstage(portal: Running) -> Iterator[Backstage]:
    seen = Backstage(portal)
    seen.no_faults()
    yield seen
    seen.no_faults()


@pytest.fixture
def station(portal: Running, tmp_path: Path) -> Iterator[Callable[..., Station]]:
    """Makes computers; all are shut down at the end."""
    made: list[Station] = []

    def make(user: str = "nora") -> Station:
        made.append(Station(portal, tmp_path, user))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Of the conversations of this module's portal that no test has touched."""
    return count()


@pytest.fixture
def thread(numbers: Iterator[int]) -> ThreadId:
    """A conversation with open work that no other test touches."""
    number = next(numbers)
    assert number < THREADS, "make the clinic larger"
    return thread_of(number)
