"""The real portal's quota of writes, as a server in the field was measured to have it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import httpx
import pytest

from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy
from inbox.fhir.write import Outcome, Write
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.portal.visiting import Launch
from tests.sync.clinic import clinic
from tests.sync.station import Token

Got = TypeVar("Got")
FEW = replace(PROFILES["strict"], writes_per_minute=3, atomic=False)
MESSAGE = {
    "resourceType": "Communication",
    "status": "completed",
    "subject": {"reference": "Patient/p1"},
    "sender": {"reference": "Practitioner/nora"},
    "payload": [{"contentString": "A test."}],
}
WRITES = [Write("POST", "Communication", json.dumps(MESSAGE).encode()) for _ in range(5)]


@pytest.fixture
def portal() -> Iterator[Running]:
    """A fresh minute for each test."""
    settings = Settings(database="", patients=1, test_mode=True, profile=FEW)
    with Running(settings, make_clinic=clinic) as running:
        yield running


def talk(portal: Running, do: Callable[[FhirClient], Awaitable[Got]]) -> Got:
    token = Launch(portal).tokens("nora")["access_token"]

    async def whole() -> Got:
        async with FhirClient(portal.base_url, Token(token)) as client:
            return await do(client)

    return asyncio.run(whole())


def test_what_is_over_the_quota_in_the_middle_of_a_batch_is_not_done_and_the_server_is_left_alone(
    portal: Running,
) -> None:
    async def send(client: FhirClient) -> tuple[list[Outcome], Busy]:
        outcomes = await client.bundle(WRITES, atomic=False)
        with pytest.raises(Busy) as caught:
            await client.read("Patient/p1")
        return outcomes, caught.value

    outcomes, busy = talk(portal, send)
    done = [one.done for one in outcomes]
    assert done == sorted(done, reverse=True)
    assert not done[-1]
    assert all(one.done or (one.busy and one.retry_after) for one in outcomes)
    assert busy.retry_after
    assert 0 < busy.retry_after <= 60
    there = httpx.get(f"{portal.root}/test/dump/Communication", timeout=20).json()
    assert sum(one.get("payload", [{}])[0].get("contentString") == "A test." for one in there) == sum(done)


def test_a_read_that_the_quota_blocks_is_told_how_long_to_wait(portal: Running) -> None:
    async def use_up(client: FhirClient) -> float | None:
        for write in WRITES[:3]:
            assert (await client.write(write, interactive=True)).done
        with pytest.raises(Busy) as caught:
            await client.read("Patient/p1", interactive=True)
        return caught.value.retry_after

    wait = talk(portal, use_up)
    assert wait
    assert 0 < wait <= 60
