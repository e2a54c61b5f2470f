"""Word of changes from servers that the sandbox portal is not like."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from inbox.domain.errors import Offline, Refused
from inbox.fhir.client import FhirClient
from inbox.fhir.subscriptions import NoWord, Subscriptions, Unconfirmed
from tests.fhir.stage import answer, staged

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MADE = answer(201, {"resourceType": "Subscription", "id": "s1"})
Talk = Callable[[ServerConnection], Awaitable[None]]


def token(address: str) -> bytes:
    parameters = [{"name": "token", "valueString": "secret"}, {"name": "websocket-url", "valueUrl": address}]
    return answer(200, {"resourceType": "Parameters", "parameter": parameters})


def notice(kind: str) -> str:
    status = {"resourceType": "SubscriptionStatus", "type": kind}
    return json.dumps({"resourceType": "Bundle", "type": "history", "entry": [{"resource": status}]})


async def in_the_backports_way(line: ServerConnection) -> None:
    """Understands `bind-with-token token` and nothing else; then tells of one change, and hangs up."""
    if await line.recv() == "bind-with-token secret":
        for kind in ("handshake", "heartbeat", "event-notification"):
            await line.send(notice(kind))
        await line.close()
    else:
        await line.wait_closed()


def heard(talk: Talk, *script: Callable[[str], bytes], tries: int = 1) -> list[Any]:
    """What comes of so many lines to a server that talks so, its HTTP answers being `script`."""

    async def go() -> list[Any]:
        async with serve(talk, "127.0.0.1", 0) as sockets:
            port = sockets.sockets[0].getsockname()[1]
            lines = [one(f"ws://127.0.0.1:{port}/ws") for one in script]
            async with staged(*lines) as stage, FhirClient(stage.base) as client:
                subscriptions = Subscriptions(client, "", ["Task"], silence=0.2)
                return [outcome for _ in range(tries) for outcome in await one_line(subscriptions)]

    return asyncio.run(go())


async def one_line(subscriptions: Subscriptions) -> list[Any]:
    found: list[Any] = []
    try:
        async with subscriptions.line(NOW) as line:
            async for _ in line.words():
                found.append("word")
    except (Offline, Refused) as why:
        found.append(type(why))
    return found


def test_a_server_that_takes_tokens_in_the_backports_way_is_understood_at_the_second_try() -> None:
    """A handshake and heartbeats are no word of a change."""
    script = [lambda _: MADE, token] * 2
    assert heard(in_the_backports_way, *script, tries=2) == [Unconfirmed, "word", Offline]


@pytest.mark.parametrize("status", [400, 403, 404, 405])
def test_a_server_that_refuses_a_subscription_gives_no_word(status: int) -> None:
    assert heard(in_the_backports_way, lambda _: answer(status)) == [NoWord]


@pytest.mark.parametrize("said", [answer(404), answer(200, {"resourceType": "Parameters"})])
def test_a_server_without_tokens_gives_no_word(said: bytes) -> None:
    assert heard(in_the_backports_way, lambda _: MADE, lambda _: said) == [NoWord]


def test_the_line_is_encrypted_or_does_not_leave_this_computer() -> None:
    script = [lambda _: MADE, lambda _: token("ws://portal.example/ws")]
    assert heard(in_the_backports_way, *script) == [Refused]


def test_a_line_that_cannot_be_had_is_no_reason_to_despair() -> None:
    script = [lambda _: MADE, lambda _: token("ws://127.0.0.1:9/ws")]
    assert heard(in_the_backports_way, *script) == [Offline]


def test_nothing_that_is_sent_on_a_line_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """Frames hold patients and tokens."""
    with caplog.at_level(logging.DEBUG):
        heard(in_the_backports_way, *[lambda _: MADE, token] * 2, tries=2)
    assert not [one for one in caplog.records if one.name == "websockets.client"]
