from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage


@pytest.fixture(scope="session")
def backstage() -> Iterator[Backstage]:
    """A portal of our own, and the eyes behind it."""
    with Running(Settings(database="", patients=1, test_mode=True), make_clinic=clinic) as running:
        yield Backstage(running)
