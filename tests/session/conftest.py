from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.running import Running
from tests.session.clock import TurnedClock
from tests.session.keychain import Keychain, using
from tests.session.portal_at_work import Faults, running


@pytest.fixture
def keychain() -> Iterator[Keychain]:
    chain = Keychain()
    with using(chain):
        yield chain


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture(scope="session")
def portal() -> Iterator[Running]:
    with running() as portal:
        yield portal


@pytest.fixture
def faults(portal: Running) -> Iterator[Faults]:
    faults = Faults(portal)
    yield faults
    faults.clear()
