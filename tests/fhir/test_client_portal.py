"""The client against the real portal: reading, paging, writing, and losing to a colleague."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from inbox.fhir.client import FhirClient
from inbox.fhir.door import Door
from inbox.fhir.faults import Declined, NoAnswer, NotThere
from inbox.fhir.profile import report_of
from inbox.fhir.write import Write
from portal.running import Running
from portal.settings import Settings
from tests.session.clock import TurnedClock
from tests.session.portal_at_work import Faults, Just, signed_in

Got = TypeVar("Got")
SYSTEM = "https://example.org/test"


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    with Running(Settings(database="", patients=30, threads=40, test_mode=True)) as portal:
        yield portal


@pytest.fixture(scope="module")
def tokens(portal: Running) -> Just:
    return Just(signed_in(portal, TurnedClock()))


@pytest.fixture
def faults(portal: Running) -> Iterator[Faults]:
    faults = Faults(portal)
    yield faults
    faults.clear()


@pytest.fixture
def ask(portal: Running, tokens: Just) -> Callable[[Callable[[FhirClient], Awaitable[Got]]], Got]:
    def run(do: Callable[[FhirClient], Awaitable[Got]]) -> Got:
        async def whole() -> Got:
            async with FhirClient(portal.base_url, tokens) as client:
                return await do(client)

        return asyncio.run(whole())

    return run


Ask = Callable[[Callable[[FhirClient], Awaitable[Any]]], Any]


async def a_patient(client: FhirClient) -> str:
    async for page in client.search("Patient", {"_count": "1"}):
        return page.resources[0].ref
    raise AssertionError("the portal has no patients")


def task(patient: str, name: str, **fields: Any) -> bytes:
    return json.dumps(
        {
            "resourceType": "Task",
            "status": "requested",
            "intent": "order",
            "identifier": [{"system": SYSTEM, "value": name}],
            "for": {"reference": patient},
            **fields,
        }
    ).encode()


async def a_task(client: FhirClient) -> tuple[str, str, dict[str, Any]]:
    """A Task nobody else touches: its reference, version, and what it holds."""
    made = await client.create(task(await a_patient(client), str(uuid4())))
    assert made.resource is not None
    return made.ref, made.version, json.loads(made.resource.body)


def with_status(body: dict[str, Any], status: str) -> bytes:
    return json.dumps({**body, "status": status}).encode()


def test_everything_is_paged_through_exactly_once(ask: Ask) -> None:
    async def read(client: FhirClient) -> tuple[list[str], int | None, list[str]]:
        found, problems = [], []
        params = {"_count": "20", "_sort": "_lastUpdated"}
        async for page in client.search("Communication", params):
            found += [resource.ref for resource in page.resources]
            problems += page.problems
        return found, await client.count("Communication", {}), problems

    found, total, problems = ask(read)
    assert len(found) > 40
    assert len(set(found)) == len(found) == total
    assert problems == []


def test_what_is_included_is_kept_apart(ask: Ask) -> None:
    async def read(client: FhirClient) -> tuple[set[str], set[str]]:
        async for page in client.search("Task", {"_include": "Task:patient", "_count": "10"}):
            return {r.type for r in page.resources}, {r.type for r in page.included}
        return set(), set()

    assert ask(read) == ({"Task"}, {"Patient"})


def test_what_is_not_there_is_told_so(ask: Ask) -> None:
    with pytest.raises(NotThere):
        ask(lambda client: client.read("Task/nothing-of-the-kind"))


def test_an_unknown_search_parameter_is_refused_in_words(ask: Ask) -> None:
    async def search(client: FhirClient) -> None:
        async for _ in client.search("Task", {"favourite-colour": "red"}):
            pass

    with pytest.raises(Declined, match="favourite-colour"):
        ask(search)


def test_many_ids_in_one_search_are_posted(ask: Ask) -> None:
    async def search(client: FhirClient) -> tuple[set[str], set[str]]:
        wanted = {r.ref async for page in client.search("Patient", {}) for r in page.resources}
        ids = [ref.split("/")[1] for ref in wanted] + [f"nobody-{n}" for n in range(300)]
        return wanted, {
            r.ref async for page in client.search("Patient", {"_id": ",".join(ids)}) for r in page.resources
        }

    wanted, found = ask(search)
    assert found == wanted
    assert len(wanted) == 30


def test_a_conditional_create_makes_one_of_many(ask: Ask) -> None:
    name = str(uuid4())

    async def race(client: FhirClient) -> tuple[list[int], set[str]]:
        body = task(await a_patient(client), name)
        once = f"identifier={SYSTEM}|{name}"
        made = await asyncio.gather(*(client.create(body, if_none_exist=once) for _ in range(6)))
        return sorted(outcome.status for outcome in made), {outcome.ref for outcome in made}

    statuses, refs = ask(race)
    assert statuses == [200] * 5 + [201]
    assert len(refs) == 1


def test_of_two_who_update_the_second_is_told(ask: Ask) -> None:
    async def race(client: FhirClient) -> None:
        ref, version, body = await a_task(client)
        first = await client.update(ref, with_status(body, "accepted"), if_match=version)
        second = await client.update(ref, with_status(body, "rejected"), if_match=version)
        assert (first.done, second.done) == (True, False)
        assert second.changed
        assert second.problem
        assert (await client.read(ref)).version == first.version

    ask(race)


def test_a_patch_that_tests_the_version_is_refused_when_it_is_stale(ask: Ask) -> None:
    async def patch(client: FhirClient) -> tuple[int, int]:
        ref, version, _ = await a_task(client)
        steps = [
            {"op": "test", "path": "/meta/versionId", "value": version},
            {"op": "replace", "path": "/status", "value": "accepted"},
        ]
        write = Write("PATCH", ref, json.dumps(steps).encode())
        return (await client.write(write)).status, (await client.write(write)).status

    first, second = ask(patch)
    assert first == 200
    assert 400 <= second < 500


def test_a_transaction_is_done_whole_with_its_references(ask: Ask) -> None:
    async def send(client: FhirClient) -> None:
        ref, version, body = await a_task(client)
        patient, name = body["for"]["reference"], f"urn:uuid:{uuid4()}"
        header = {"resourceType": "Communication", "status": "completed", "subject": {"reference": patient}}
        message = {**header, "partOf": [{"reference": name}], "payload": [{"contentString": "Hello"}]}
        outcomes = await client.bundle(
            [
                Write("POST", "Communication", json.dumps(header).encode(), full_url=name),
                Write("POST", "Communication", json.dumps(message).encode(), full_url=f"urn:uuid:{uuid4()}"),
                Write("PUT", ref, with_status(body, "accepted"), if_match=version),
            ]
        )
        assert [outcome.status for outcome in outcomes] == [201, 201, 200]
        made = json.loads((await client.read(outcomes[1].ref)).body)
        assert made["partOf"][0]["reference"] == outcomes[0].ref
        assert outcomes[2].version == (await client.read(ref)).version
        assert outcomes[2].resource is not None

    ask(send)


def stale_and_good(ref: str, body: dict[str, Any]) -> list[Write]:
    good = task(body["for"]["reference"], str(uuid4()))
    return [Write("POST", "Task", good), Write("PUT", ref, with_status(body, "accepted"), if_match="999")]


def test_a_transaction_with_one_stale_entry_is_not_done_at_all(ask: Ask) -> None:
    async def send(client: FhirClient) -> None:
        ref, version, body = await a_task(client)
        before = await client.count("Task", {})
        outcomes = await client.bundle(stale_and_good(ref, body))
        assert not any(outcome.done for outcome in outcomes)
        assert outcomes[1].changed
        assert outcomes[1].problem
        assert await client.count("Task", {}) == before
        assert (await client.read(ref)).version == version

    ask(send)


def test_a_batch_with_one_stale_entry_does_the_others(ask: Ask) -> None:
    async def send(client: FhirClient) -> None:
        ref, version, body = await a_task(client)
        made, refused = await client.bundle(stale_and_good(ref, body), atomic=False)
        assert (made.done, refused.done) == (True, False)
        assert refused.changed
        assert (await client.read(ref)).version == version

    ask(send)


def test_a_write_whose_answer_was_lost_can_be_looked_up(ask: Ask, faults: Faults) -> None:
    name = str(uuid4())
    faults.add("drop_after", "/Task$", method="POST", nth=1)

    async def send(client: FhirClient) -> tuple[int, int | None]:
        body, once = task(await a_patient(client), name), f"identifier={SYSTEM}|{name}"
        with pytest.raises(NoAnswer):
            await client.create(body, if_none_exist=once)
        again = await client.create(body, if_none_exist=once)
        return again.status, await client.count("Task", {"identifier": f"{SYSTEM}|{name}"})

    assert ask(send) == (200, 1)


def test_more_than_the_server_takes_is_refused_and_not_retried(ask: Ask) -> None:
    async def send(client: FhirClient) -> int:
        body = task(await a_patient(client), str(uuid4()), description="x" * 17_000_000)
        return (await client.create(body)).status

    assert ask(send) == 413


def test_an_old_version_that_is_refused_is_noticed_alone_and_in_a_bundle(ask: Ask) -> None:
    async def race(client: FhirClient) -> list[bool]:
        body = task(await a_patient(client), str(uuid4()))
        ref = (await client.create(body)).ref
        own = json.loads(body) | {"id": ref.partition("/")[2]}
        write = Write("PUT", ref, json.dumps(own).encode(), if_match="99")
        seen = [client.profile.learned.guards]
        assert not (await client.write(write)).done
        seen.append(client.profile.learned.guards)
        client.profile.forget()
        assert not (await client.bundle([write]))[0].done
        return [*seen, client.profile.learned.guards]

    assert ask(race) == [False, True, True]


def test_the_portal_says_what_it_offers(portal: Running) -> None:
    async def look() -> Any:
        async with FhirClient(portal.base_url, door=Door()) as client:
            return await client.capability()

    profile = asyncio.run(look())
    assert profile.said.fhir_version == "4.0.1"
    assert profile.transactions
    assert profile.offers("Task", "update")
    assert profile.searches("Task", "identifier")
    assert profile.conditional_create("Communication")
    assert "launch-standalone" in profile.said.smart
    missing = {gap.what for gap in report_of(profile).missing}
    assert missing <= {"Word of changes", "A history of deletions", "What patients have read"}
