import os
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from portal.running import Running
from portal.settings import Settings
from tests.portal import postgresql
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import signed_in


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module that says `ON_EVERY_DATABASE = True` has its tests run on each kind."""
    if getattr(metafunc.module, "ON_EVERY_DATABASE", False) and "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", ["SQLite", "PostgreSQL"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Of database, SQLite unless the module says otherwise."""
    return str(getattr(request, "param", "SQLite"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    binaries = postgresql.installed()
    if binaries is None:
        reason = "PostgreSQL is not installed here: there is no initdb"
        if os.environ.get(postgresql.EXPECTED):
            pytest.fail(reason)
        pytest.skip(reason)
    with postgresql.running(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def portal(request: pytest.FixtureRequest, database_kind: str) -> Iterator[Running]:
    """One portal for all tests that do not restart it; they make their own resources in it."""
    settings = Settings(database="", patients=20, threads=60, test_mode=True)
    if database_kind == "PostgreSQL":
        server: postgresql.Server = request.getfixturevalue("postgresql_server")
        settings = replace(settings, database=server.new_database())
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
