"""A server that has had enough of us: by status, by header, and within a bundle that it calls 200."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy
from inbox.fhir.write import Outcome, Write
from tests.fhir.stage import Stage, answer, staged

Got = TypeVar("Got")

TASK = {"resourceType": "Task", "id": "t1", "meta": {"versionId": "3"}}
WRITES = [Write("PUT", f"Task/t{n}", b'{"resourceType":"Task"}', if_match="3") for n in range(3)]
QUOTA = '"requests";r=59000;t=44, "writes";r=0;t=57'


def half_done() -> bytes:
    """Status 200 outside; inside, one done and two that were one too many."""
    busy = {"response": {"status": "429 Too Many Requests"}}
    entries = [{"response": {"status": "200 OK"}, "resource": TASK}, busy, busy]
    return answer(
        200, {"resourceType": "Bundle", "type": "batch-response", "entry": entries}, RateLimit=QUOTA
    )


def talk(do: Callable[[FhirClient], Awaitable[Got]], *script: bytes) -> tuple[Got, Stage]:
    async def whole() -> tuple[Got, Stage]:
        async with staged(*script) as stage, FhirClient(stage.base) as client:
            return await do(client), stage

    return asyncio.run(whole())


def test_busy_entries_of_a_bundle_called_200_are_not_done_and_say_how_long_to_wait() -> None:
    async def send(client: FhirClient) -> list[Outcome]:
        return await client.bundle(WRITES, atomic=False)

    outcomes, _ = talk(send, half_done())
    assert [one.done for one in outcomes] == [True, False, False]
    assert [one.busy for one in outcomes] == [False, True, True]
    assert outcomes[1].retry_after == 57


def test_after_busy_entries_nothing_in_the_background_is_asked_until_the_quota_is_back() -> None:
    """Reads count against it, too; asking again would only be told the same."""

    async def send(client: FhirClient) -> float:
        await client.bundle(WRITES, atomic=False)
        with pytest.raises(Busy) as caught:
            await client.read("Task/t1")
        assert caught.value.retry_after is not None
        return caught.value.retry_after

    left, stage = talk(send, half_done())
    assert 50 < left <= 57
    assert len(stage.heard) == 1


@pytest.mark.parametrize(
    "refusal",
    [answer(429, RateLimit=QUOTA), answer(429, Retry_After="57"), answer(503, Retry_After="57")],
    ids=["RateLimit", "Retry-After", "503"],
)
def test_a_refused_read_keeps_the_others_in_the_background_from_asking(refusal: bytes) -> None:
    async def twice(client: FhirClient) -> None:
        for _ in range(2):
            with pytest.raises(Busy) as caught:
                await client.read("Task/t1")
            assert caught.value.retry_after == pytest.approx(57, abs=5)

    _, stage = talk(twice, refusal)
    assert len(stage.heard) == 1


def test_what_a_person_waits_for_is_asked_all_the_same() -> None:
    async def two(client: FhirClient) -> str:
        with pytest.raises(Busy):
            await client.read("Task/t1")
        return (await client.read("Task/t1", interactive=True)).version

    got, stage = talk(two, answer(429, RateLimit=QUOTA), answer(200, TASK))
    assert got == "3"
    assert len(stage.heard) == 2


def test_a_busy_server_that_says_nothing_of_time_may_be_asked_again_by_whoever_waits_by_itself() -> None:
    async def twice(client: FhirClient) -> str:
        with pytest.raises(Busy) as caught:
            await client.read("Task/t1")
        assert caught.value.retry_after is None
        return (await client.read("Task/t1")).version

    assert talk(twice, answer(429), answer(200, TASK))[0] == "3"


def test_once_the_time_is_over_the_background_goes_on() -> None:
    async def twice(client: FhirClient) -> str:
        with pytest.raises(Busy):
            await client.read("Task/t1")
        return (await client.read("Task/t1")).version

    assert talk(twice, answer(429, RateLimit='"writes";r=0;t=0'), answer(200, TASK))[0] == "3"
