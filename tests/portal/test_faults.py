import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Message

from portal.app import build
from portal.faults.rules import ArmedRule, Rule
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.portal.drafts import SYSTEM, bundle, message, new_key, posted
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import TLS, signed_in


class Faults:
    def __init__(self, root: str) -> None:
        self._address = f"{root}/test/faults"

    def set(self, **rule: Any) -> None:
        httpx.post(self._address, json=rule, verify=TLS).raise_for_status()

    def told(self) -> list[dict[str, Any]]:
        rules: list[dict[str, Any]] = httpx.get(self._address, verify=TLS).json()
        return rules

    def clear(self) -> None:
        httpx.delete(self._address, verify=TLS).raise_for_status()


@pytest.fixture
def faults(portal: Running) -> Iterator[Faults]:
    faults = Faults(portal.root)
    yield faults
    faults.clear()


def dumped(portal: Running, key: str) -> int:
    found = httpx.get(f"{portal.root}/test/dump/Communication", verify=TLS).json()
    return sum(each.get("identifier", [{}])[0].get("value") == key for each in found)


@pytest.mark.parametrize(("action", "stored"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_is_really_broken(
    portal: Running, nurse: httpx.Client, faults: Faults, action: str, stored: int
) -> None:
    faults.set(method="POST", path="/Communication$", action=action, count=1)
    key = new_key()
    with pytest.raises(httpx.TransportError):
        nurse.post("/Communication", json=message(key))
    assert dumped(portal, key) == stored
    assert nurse.post("/Communication", json=message(key)).status_code == 201
    assert dumped(portal, key) == stored + 1
    assert [(rule["seen"], rule["hits"]) for rule in faults.told()] == [(2, 1)]


def test_a_doubled_request_happens_twice_and_answers_once(
    portal: Running, nurse: httpx.Client, faults: Faults
) -> None:
    faults.set(method="POST", path="/Communication$", action="duplicate", count=2)
    key = new_key()
    assert nurse.post("/Communication", json=message(key)).status_code == 201
    assert dumped(portal, key) == 2
    key = new_key()
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{key}"}
    assert nurse.post("/Communication", json=message(key), headers=condition).status_code == 200
    assert dumped(portal, key) == 1


def test_a_status_is_answered_without_doing_anything(
    portal: Running, nurse: httpx.Client, faults: Faults
) -> None:
    faults.set(method="POST", action="status", status=429, retry_after=2, count=1)
    key = new_key()
    refused = nurse.post("/Communication", json=message(key))
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "2"
    assert refused.json()["resourceType"] == "OperationOutcome"
    assert dumped(portal, key) == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_delay_makes_a_request_slow(nurse: httpx.Client, faults: Faults, when: str) -> None:
    faults.set(path="/Patient/p1$", action="delay", seconds=0.05, when=when)
    began = time.monotonic()
    assert nurse.get("/Patient/p1").status_code == 200
    assert time.monotonic() - began >= 0.05


def test_a_delay_after_the_work_is_longer_than_a_client_waits(
    portal: Running, nurse: httpx.Client, faults: Faults
) -> None:
    faults.set(method="POST", action="delay", seconds=0.5, when="after", count=1)
    key = new_key()
    with pytest.raises(httpx.ReadTimeout):
        nurse.post("/Communication", json=message(key), timeout=0.2)
    assert dumped(portal, key) == 1


def strikes(rule: Rule, requests: int) -> list[int]:
    armed = ArmedRule(rule)
    return [number for number in range(1, requests + 1) if armed.sees("GET", "/x") and armed.strikes()]


def test_a_rule_strikes_when_it_says() -> None:
    assert strikes(Rule("status"), 3) == [1, 2, 3]
    assert strikes(Rule("status", count=2), 4) == [1, 2]
    assert strikes(Rule("status", nth=3), 5) == [3]
    assert strikes(Rule("status", nth=3, count=2), 6) == [3, 4]
    assert strikes(Rule("status", method="POST"), 3) == []
    assert strikes(Rule("status", path="^/y"), 3) == []
    some = strikes(Rule("status", probability=0.5, seed=4), 100)
    assert some == strikes(Rule("status", probability=0.5, seed=4), 100)
    assert 30 < len(some) < 70


def test_the_first_rule_that_strikes_wins(nurse: httpx.Client, faults: Faults) -> None:
    faults.set(path="/Patient/p1$", action="status", status=503, nth=2)
    faults.set(path="/Patient/p1$", action="status", status=500, count=1)
    assert [nurse.get("/Patient/p1").status_code for _ in range(3)] == [500, 503, 200]
    assert [(rule["seen"], rule["hits"]) for rule in faults.told()] == [(3, 1), (3, 1)]


@pytest.mark.parametrize(
    "rule", [{"action": "explode"}, {}, {"action": "status", "path": "("}, {"action": "delay", "extra": 1}]
)
def test_a_rule_that_makes_no_sense_is_refused(portal: Running, faults: Faults, rule: dict[str, Any]) -> None:
    refused = httpx.post(f"{portal.root}/test/faults", json=rule, verify=TLS)
    assert refused.status_code == 400
    assert refused.json()["issue"][0]["diagnostics"]
    assert faults.told() == []


def test_people_and_resources_can_be_seen_without_signing_in(portal: Running) -> None:
    people = httpx.get(f"{portal.root}/test/people", verify=TLS).json()
    assert {
        "user": "nora",
        "name": "Nora Okafor, RN",
        "role": "rn",
        "practitioner": "Practitioner/nora",
    } in people
    assert "sandbox" not in str(people)
    assert len(httpx.get(f"{portal.root}/test/dump/Patient", verify=TLS).json()) == 20
    assert httpx.get(f"{portal.root}/test/dump/Nonsense", verify=TLS).status_code == 404


@pytest.mark.parametrize(("kind", "stored"), [("batch", 2), ("transaction", 0)])
def test_a_connection_breaks_between_the_entries_of_a_bundle(
    portal: Running, nurse: httpx.Client, faults: Faults, kind: str, stored: int
) -> None:
    faults.set(method="POST", path="/R4/?$", action="drop_midway", entries=2, count=1)
    key = new_key()
    with pytest.raises(httpx.TransportError):
        nurse.post("", json=bundle(kind, *(posted(message(key)) for _ in range(3))))
    assert dumped(portal, key) == stored


def test_a_piecemeal_transaction_breaks_between_its_entries_too() -> None:
    piecemeal = replace(PROFILES["strict"], atomic=False)
    settings = Settings(database="", patients=2, test_mode=True, profile=piecemeal)
    with Running(settings, make_clinic=small_clinic) as portal, signed_in(portal, "nora") as nurse:
        Faults(portal.root).set(action="drop_midway", entries=2)
        key = new_key()
        with pytest.raises(httpx.TransportError):
            nurse.post("", json=bundle("transaction", *(posted(message(key)) for _ in range(3))))
        assert dumped(portal, key) == 2


def test_a_write_held_for_a_while_bears_the_moment_it_began(
    portal: Running, nurse: httpx.Client, faults: Faults
) -> None:
    faults.set(method="POST", path="/Communication$", action="hold", seconds=0.2, count=1)
    held = nurse.post("/Communication", json=message())
    moment = datetime.fromisoformat(held.json()["meta"]["lastUpdated"]).timestamp()
    assert time.time() - moment >= 0.2
    assert httpx.get(f"{portal.root}/test/held", verify=TLS).json() == {"held": 0}


def test_who_hangs_up_in_the_middle_of_asking_is_no_fault_of_the_portal(tmp_path: Path) -> None:
    portal = build(Settings(f"sqlite:///{tmp_path / 'portal.db'}"), make_clinic=small_clinic)
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/auth/token",
        "raw_path": b"/auth/token",
        "query_string": b"",
        "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
    }
    answered: list[Message] = []

    async def hangs_up() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answered.append(message)

    asyncio.run(portal(scope, hangs_up, send))
    portal.state.database.close()
    assert answered == []
