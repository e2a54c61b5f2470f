"""Long lists from a strict portal whose ceilings are so low that a small clinic meets them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import httpx
import pytest

from inbox.domain.filed import Filed
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Declined
from inbox.fhir.profile import Profile
from inbox.sync.asking import Asking
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.portal.visiting import Launch
from tests.sync.clinic import CLOSED, PATIENTS, THREADS, clinic
from tests.sync.station import Token

Got = TypeVar("Got")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ALL_WORK = THREADS + CLOSED + 1

NARROW = replace(PROFILES["strict"], offset_ceiling=40, page_ceiling=30, include_ceiling=60, head_limit=4000)


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    settings = Settings(database="", patients=1, test_mode=True, profile=NARROW)
    with Running(settings, make_clinic=clinic) as running:
        yield running


@pytest.fixture(scope="module")
def token(portal: Running) -> str:
    found: str = Launch(portal).tokens("nora")["access_token"]
    return found


Ask = Callable[[Callable[[FhirClient, Asking], Awaitable[Got]]], Got]


@pytest.fixture
def ask(portal: Running, token: str) -> Ask[Got]:
    def run(do: Callable[[FhirClient, Asking], Awaitable[Got]]) -> Got:
        async def whole() -> Got:
            async with FhirClient(portal.base_url, Token(token)) as client:
                return await do(client, Asking(client, await client.capability(), lambda denied: None))

        return asyncio.run(whole())

    return run


async def brought(pages: object) -> list[str]:
    found: list[Filed] = []
    async for page in pages:  # type: ignore[attr-defined]
        found += page
    return [one.ref for one in found]


def test_the_portal_refuses_to_count_any_further(portal: Running, token: str) -> None:
    """What the next test gets on with."""
    url = f"{portal.base_url}/Task?_sort=-_lastUpdated&_count=30&_offset=60"
    assert httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 400


def test_history_deeper_than_the_portal_counts_comes_whole_and_once(ask: Ask[list[str]]) -> None:
    got = ask(lambda client, asking: brought(asking.history("Communication", LONG_AGO, None)))
    assert len(got) == len(set(got)) == 2 * ALL_WORK


def test_all_of_a_type_comes_by_cursor(ask: Ask[tuple[list[str], Profile]]) -> None:
    async def all_tasks(client: FhirClient, asking: Asking) -> tuple[list[str], Profile]:
        return await brought(asking.all_of("Task")), client.profile

    got, profile = ask(all_tasks)
    assert len(got) == len(set(got)) == ALL_WORK
    assert profile.learned.paging == "cursor"


def test_work_comes_with_its_threads_and_patients_however_few_fit_a_page(
    ask: Ask[tuple[list[str], Profile]],
) -> None:
    async def open_work(client: FhirClient, asking: Asking) -> tuple[list[str], Profile]:
        return await brought(asking.open_tasks()), client.profile

    got, profile = ask(open_work)
    kinds = [ref.partition("/")[0] for ref in dict.fromkeys(got)]
    assert kinds.count("Task") == THREADS
    assert (kinds.count("Communication"), kinds.count("Patient")) == (THREADS, PATIENTS)
    assert profile.include_page == 20


def test_four_hundred_ids_are_too_long_an_address_for_the_portal_and_come_all_the_same(
    ask: Ask[list[str]], portal: Running, token: str
) -> None:
    wanted = [f"Task/t{n}" for n in range(THREADS)] + [
        f"Task/00000000-0000-4000-8000-{n:012}" for n in range(320)
    ]
    url = f"{portal.base_url}/Task?_id={','.join(ref.partition('/')[2] for ref in wanted)}"
    assert httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 431
    got = ask(lambda client, asking: brought(asking.by_id(wanted)))
    assert sorted(got) == sorted(wanted[:THREADS])


def test_an_unknown_parameter_is_refused_and_learned(ask: Ask[Profile]) -> None:
    async def unknown(client: FhirClient, asking: Asking) -> Profile:
        with pytest.raises(Declined):
            async for _ in client.search("Task", {"colour": "blue", "status": "requested"}):
                raise AssertionError("nothing is blue")
        return client.profile

    profile = ask(unknown)
    assert not profile.searches("Task", "colour")
    assert profile.searches("Task", "status")
