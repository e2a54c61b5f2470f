from collections.abc import Iterator

import httpx
import pytest

from portal.running import Running
from portal.settings import Settings
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import signed_in


@pytest.fixture(scope="session")
def portal() -> Iterator[Running]:
    """One portal for all tests that do not restart it; they make their own resources in it."""
    settings = Settings(database="", patients=20, threads=60, test_mode=True)
    with Running(settings, make_clinic=small_clinic) as running:
        yield running


@pytest.fixture(scope="session")
def nurse(portal: Running) -> Iterator[httpx.Client]:
    with signed_in(portal, "nora") as client:
        yield client


@pytest.fixture(scope="session")
def supervisor(portal: Running) -> Iterator[httpx.Client]:
    with signed_in(portal, "sara") as client:
        yield client
