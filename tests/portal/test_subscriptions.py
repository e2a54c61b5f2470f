"""Word of changes over WebSockets, in the form of R4 and in that of the R5 backport."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.portal.drafts import message, new_key, task
from tests.portal.listening import (
    asked,
    binding,
    bound,
    heard,
    next_of,
    opened,
    reference,
    subscribed,
)
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import TLS, signed_in

WEBSOCKET = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket"


# Plain: bind id


def address_of(client: httpx.Client) -> str:
    rest = client.get("/metadata").json()["rest"][0]
    return next(str(each["valueUri"]) for each in rest["extension"] if each["url"] == WEBSOCKET)


def test_a_bound_client_is_told_that_something_matching_changed_and_nothing_else(
    nurse: httpx.Client, supervisor: httpx.Client
) -> None:
    messages, stat = subscribed(nurse, "Communication"), subscribed(nurse, "Task?priority=stat")
    with opened(address_of(nurse)) as line:
        for each in (messages, stat):
            line.send(f"bind {each}")
            assert heard(line) == f"bound {each}"
        nurse.post("/Task", json=task(priority="routine")).raise_for_status()
        urgent = nurse.post("/Task", json=task(priority="stat")).json()
        assert heard(line) == f"ping {stat}"
        nurse.put(f"/Task/{urgent['id']}", json=urgent | {"status": "accepted"}).raise_for_status()
        assert heard(line) == f"ping {stat}"
        supervisor.delete(f"/Task/{urgent['id']}").raise_for_status()
        assert heard(line) == f"ping {stat}"
        nurse.post("/Communication", json=message()).raise_for_status()
        assert heard(line) == f"ping {messages}"


@pytest.mark.parametrize("more", [{"status": "off"}, {"end": "2026-01-01T00:00:00Z"}])
def test_a_subscription_that_is_not_in_force_cannot_be_bound(
    nurse: httpx.Client, more: dict[str, str]
) -> None:
    id_ = nurse.post("/Subscription", json=asked("Task", **more)).json()["id"]
    with opened(address_of(nurse)) as line:
        for each in (id_, "unknown"):
            line.send(f"bind {each}")
            assert heard(line).startswith(f"error {each} ")
        line.send("good morning")
        assert heard(line).startswith("error ")
        nurse.post("/Task", json=task()).raise_for_status()
        with pytest.raises(TimeoutError):
            line.recv(0.1)


def test_after_a_disconnect_the_same_subscription_can_be_bound_again(nurse: httpx.Client) -> None:
    id_ = subscribed(nurse, "Task")
    for _ in range(2):
        with opened(address_of(nurse)) as line:
            line.send(f"bind {id_}")
            assert heard(line) == f"bound {id_}"
            nurse.post("/Task", json=task()).raise_for_status()
            assert heard(line) == f"ping {id_}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"criteria": "Nonsense"},
        {"criteria": "Task?nonsense=1"},
        {"channel": {"type": "rest-hook", "endpoint": "https://example.org"}},
        {"channel": {}},
        {"reason": ""},
    ],
)
def test_a_subscription_that_could_not_work_is_refused(nurse: httpx.Client, wrong: dict[str, Any]) -> None:
    refused = nurse.post("/Subscription", json=asked("Task") | wrong)
    assert refused.status_code == 400


def test_what_is_refused_is_not_told_and_what_arrives_in_a_bundle_is(nurse: httpx.Client) -> None:
    id_ = subscribed(nurse, "Task")
    with opened(address_of(nurse)) as line:
        line.send(f"bind {id_}")
        heard(line)
        nurse.post("/Task", json={"resourceType": "Task"})
        entries = [
            {"resource": each, "request": {"method": "POST", "url": each["resourceType"]}}
            for each in (task(), task(), message())
        ]
        nurse.post("", json={"resourceType": "Bundle", "type": "transaction", "entry": entries})
        assert [heard(line) for _ in range(2)] == [f"ping {id_}"] * 2
        with pytest.raises(TimeoutError):
            line.recv(0.1)


# Strict: bind with a token


@pytest.fixture(scope="module")
def fields() -> Iterator[Running]:
    settings = Settings(database="", patients=2, test_mode=True, profile=PROFILES["strict"], heartbeat=0.05)
    with Running(settings, make_clinic=small_clinic) as running:
        yield running


@pytest.fixture(scope="module")
def strict(fields: Running) -> Iterator[httpx.Client]:
    with signed_in(fields, "sara") as client:
        yield client


def test_the_strict_capability_statement_says_nothing_of_sockets(
    strict: httpx.Client, nurse: httpx.Client
) -> None:
    assert "websocket" not in strict.get("/metadata").text
    assert nurse.get("/Subscription/any/$get-ws-binding-token").status_code == 404


def test_a_heartbeat_names_every_subscription(strict: httpx.Client) -> None:
    both = [subscribed(strict, "Communication"), subscribed(strict, "Task")]
    with bound(strict, *both) as line:
        named = [entry["resource"]["subscription"] for entry in next_of(line, "heartbeat")["entry"]]
        assert named == [reference(each) for each in both]


def test_unbinding_destroys_the_subscription_and_its_token_binds_no_more(strict: httpx.Client) -> None:
    id_ = subscribed(strict, "Task")
    token = binding(strict, id_)["token"]
    with bound(strict, id_) as line:
        line.send(json.dumps({"type": "unbind-from-token", "payload": {"token": token}}))
        until_said(line, {"type": "ping"}, '{"type":"pong"}')
        assert strict.get("/Subscription", params={"_id": id_}).json()["total"] == 0
        said = until_said(line, {"type": "bind-with-token", "payload": {"token": token}}, "not in force")
        assert json.loads(said)["resourceType"] == "OperationOutcome"


def address_with_token(client: httpx.Client) -> str:
    return binding(client, subscribed(client, "Task"))["websocket-url"]


def until_said(line: ClientConnection, sent: dict[str, Any], part: str) -> str:
    """Say something and wait for an answer that contains `part`."""
    line.send(json.dumps(sent))
    while part not in (said := heard(line)):
        pass
    return said


@pytest.mark.parametrize(
    "sent",
    [{"type": "bind-with-token", "payload": {"token": "x"}}, {"type": "bind-with-token"}, {"type": "x"}],
)
def test_a_token_that_is_no_good_binds_nothing(strict: httpx.Client, sent: dict[str, Any]) -> None:
    with opened(address_with_token(strict)) as line:
        assert "OperationOutcome" in until_said(line, sent, "OperationOutcome")
        line.send("not JSON")
        assert "OperationOutcome" in heard(line)


def test_only_who_is_signed_in_gets_a_token(strict: httpx.Client, fields: Running) -> None:
    path = f"{fields.base_url}/Subscription/{subscribed(strict, 'Task')}/$get-ws-binding-token"
    assert httpx.get(path, verify=TLS).status_code == 401
    assert strict.get(f"/Subscription/{new_key()}/$get-ws-binding-token").status_code == 404


# For tests


def test_lines_can_be_cut_and_muted(fields: Running, strict: httpx.Client) -> None:
    sockets = f"{fields.root}/test/sockets"
    with bound(strict, subscribed(strict, "Task")) as line:
        assert httpx.get(sockets, verify=TLS).json() == {"open": 1, "bound": 1}
        httpx.put(sockets, json={"muted": True}, verify=TLS).raise_for_status()
        with pytest.raises(TimeoutError):
            for _ in range(100):
                line.recv(0.3)
        httpx.put(sockets, json={"muted": False}, verify=TLS).raise_for_status()
        next_of(line, "heartbeat")
        assert httpx.put(sockets, json={"muted": "no"}, verify=TLS).status_code == 400
        httpx.delete(sockets, verify=TLS).raise_for_status()
        with pytest.raises(ConnectionClosed) as ended:
            while True:
                heard(line)
        assert ended.value.rcvd is None, "the portal says no good-bye"
