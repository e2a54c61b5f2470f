"""Hearing of changes over a WebSocket, as a program would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

PATIENCE = 10


def asked(criteria: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "Wake-up",
        "criteria": criteria,
        "channel": {"type": "websocket"},
        **more,
    }


def subscribed(client: httpx.Client, criteria: str, **more: Any) -> str:
    """The id of a new Subscription."""
    made = client.post("/Subscription", json=asked(criteria, **more)).raise_for_status().json()
    assert made["status"] == "active"
    return str(made["id"])


def opened(address: str) -> ClientConnection:
    return connect(address, proxy=None, open_timeout=PATIENCE, close_timeout=PATIENCE)


def heard(line: ClientConnection) -> str:
    return str(line.recv(PATIENCE))


def binding(client: httpx.Client, subscription: str) -> dict[str, str]:
    told = client.get(f"/Subscription/{subscription}/$get-ws-binding-token").raise_for_status().json()
    assert told["resourceType"] == "Parameters"
    return {
        each["name"]: next(str(value) for name, value in each.items() if name != "name")
        for each in told["parameter"]
    }


@contextmanager
def bound(client: httpx.Client, *subscriptions: str) -> Iterator[ClientConnection]:
    """A line on which these are bound, the handshakes heard."""
    tokens = [binding(client, each) for each in subscriptions]
    with opened(tokens[0]["websocket-url"]) as line:
        for each, subscription in zip(tokens, subscriptions, strict=True):
            line.send(json.dumps({"type": "bind-with-token", "payload": {"token": each["token"]}}))
            assert told(next_of(line, "handshake"))["subscription"] == reference(subscription)
        yield line


def reference(subscription: str) -> dict[str, str]:
    return {"reference": f"Subscription/{subscription}"}


def told(bundle: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = bundle["entry"][0]["resource"]
    assert (bundle["type"], first["resourceType"], first["status"]) == (
        "history",
        "SubscriptionStatus",
        "active",
    )
    return first


def next_of(line: ClientConnection, kind: str) -> dict[str, Any]:
    """The next bundle of this kind."""
    while True:
        bundle: dict[str, Any] = json.loads(heard(line))
        if told(bundle)["type"] == kind:
            return bundle
