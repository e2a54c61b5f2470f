"""Word of changes over a WebSocket: that something changed, never what.

Three forms are met: R4's own (`bind id`, `ping id`), that of the R5 backport (`bind-with-token token`, then
notifications), and the same with the token in JSON. What comes is only a reason to look: event numbers may
stay 0, a deletion looks like an update, and what was sent while nobody listened is not repeated.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Offline, Refused
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.door import check_address, is_loopback, system_certificates
from inbox.fhir.faults import Declined
from inbox.fhir.outgoing.moments import written

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

LIFETIME = timedelta(hours=12)
"""After which the server may drop a Subscription of ours: nobody takes it away when a program just ends."""
ANSWER = 10.0
"""Seconds for a binding to be confirmed."""
SILENCE = 45.0
"""Seconds without a sign of life after which nobody is believed to be there. It is asked for in time."""
GOODBYE = 0.5
"""Seconds for the other side to hang up too: whoever ends the program does not wait for a dead line."""
LARGEST = 8 * 1024 * 1024
"""Bytes of a frame: notifications may bring whole resources, which nobody reads."""


class Form(Enum):
    """How a connection is bound to a Subscription."""

    BY_ID = "bind id"
    BY_TOKEN_IN_JSON = "json"
    BY_TOKEN = "bind-with-token"


_NEXT = {
    Form.BY_ID: Form.BY_ID,
    Form.BY_TOKEN_IN_JSON: Form.BY_TOKEN,
    Form.BY_TOKEN: Form.BY_TOKEN_IN_JSON,
}
"""What to try where a form was not understood."""


class NoWord(Refused):
    """This server tells this person nothing by itself."""


class Unconfirmed(Offline):
    """The server took a Subscription and did not confirm the line to it."""


class _Value(msgspec.Struct):
    name: str = ""
    valueString: str = ""
    valueUrl: str = ""


class _Parameters(msgspec.Struct):
    parameter: list[_Value] = []


class _Resource(msgspec.Struct):
    resourceType: str = ""
    type: str = ""


class _Entry(msgspec.Struct):
    resource: _Resource = msgspec.field(default_factory=_Resource)


class _Frame(msgspec.Struct):
    resourceType: str = ""
    type: str = ""
    entry: list[_Entry] = []


_frame = typed.decoder(_Frame)


class Line:
    """A connection that is bound. Raises Offline when it breaks or nobody is there any more."""

    def __init__(self, socket: ClientConnection, form: Form, silence: float) -> None:
        self._socket = socket
        self._form = form
        self._silence = silence

    async def words(self) -> AsyncIterator[None]:
        """One for each word that something changed."""
        from websockets.exceptions import ConnectionClosed

        asking = asyncio.create_task(self._ask_whether_alive())
        try:
            while True:
                async with asyncio.timeout(self._silence if self._form is Form.BY_TOKEN_IN_JSON else None):
                    frame = await self._socket.recv()
                if _is_word(frame):
                    yield
        except TimeoutError:
            raise Offline(tr("The server has fallen silent.")) from None
        except ConnectionClosed:
            raise Offline(tr("The server has hung up.")) from None
        finally:
            asking.cancel()

    async def _ask_whether_alive(self) -> None:
        """Where a form has a question for that; else WebSocket's own pings do it."""
        from websockets.exceptions import ConnectionClosed

        with suppress(ConnectionClosed):  # whoever listens is told
            while self._form is Form.BY_TOKEN_IN_JSON:
                await asyncio.sleep(self._silence / 3)
                await self._socket.send('{"type":"ping"}')


class Subscriptions:
    """Those of one sign-in: they are made, and made anew, as it takes."""

    def __init__(
        self, client: FhirClient, address: str, criteria: Sequence[str], silence: float = SILENCE
    ) -> None:
        """`address`: of the WebSocket, by the CapabilityStatement; empty where the server tells it later."""
        self._silence = silence
        self._client = client
        self._address = address
        self._criteria = criteria
        self._form = Form.BY_ID if address else Form.BY_TOKEN_IN_JSON
        self._made: list[str] = []
        self._made_at: datetime | None = None

    @asynccontextmanager
    async def line(self, now: datetime) -> AsyncIterator[Line]:
        """An open line. NoWord where the server offers none, Offline where it cannot be had now."""
        known = await self._know(now)
        if self._form is Form.BY_ID:
            address, keys = self._address, [ref.partition("/")[2] for ref in self._made]
        else:
            tokens = [await self._token(ref) for ref in self._made]
            address, keys = tokens[0][1], [token for token, _ in tokens]
        async with _connected(address) as socket:
            for key in keys:
                await self._bind(socket, key, known)
            yield Line(socket, self._form, self._silence)

    async def _know(self, now: datetime) -> bool:
        """Have Subscriptions to bind to; whether they are those of an earlier line.

        R4's outlive a line, and are bound again; the others end with it.
        """
        if self._form is Form.BY_ID and self._made_at and now - self._made_at < LIFETIME / 3:
            return True
        self._made = [await self._make(criterion, now) for criterion in self._criteria]
        self._made_at = now
        return False

    async def _make(self, criterion: str, now: datetime) -> str:
        body = {
            "resourceType": "Subscription",
            "status": "requested",
            "reason": "Wake-up",
            "criteria": criterion,
            "end": written(now + LIFETIME),
            "channel": {"type": "websocket"},
        }
        done = await self._client.create(msgspec.json.encode(body))
        if not done.done:
            raise NoWord(done.problem)
        return done.ref

    async def _token(self, subscription: str) -> tuple[str, str]:
        """What to bind with, and where."""
        try:
            body = await self._client.operation(f"{subscription}/$get-ws-binding-token")
            said = {one.name: one for one in typed.decode(body, _Parameters).parameter}
            return said["token"].valueString, said["websocket-url"].valueUrl
        except Declined as no:
            raise NoWord(str(no)) from None
        except (KeyError, msgspec.DecodeError):
            raise NoWord(tr("The server's way of telling of changes is not known here.")) from None

    async def _bind(self, socket: ClientConnection, key: str, known: bool) -> None:
        """Have the connection told. Of the two ways to hand over a token, the other one is next."""
        await socket.send(_binding(self._form, key))
        with suppress(TimeoutError):
            async with asyncio.timeout(min(ANSWER, self._silence)):
                if _is_bound(self._form, await socket.recv()):
                    return
        if known:
            self._made_at = None
            raise Offline(tr("The server has forgotten what was to be told. It is asked anew."))
        self._form = _NEXT[self._form]
        raise Unconfirmed(tr("The server does not say that it will tell of changes."))


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[ClientConnection]:
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed, WebSocketException

    check_address(address.replace("ws", "http", 1))
    host = urlsplit(address).hostname or ""
    tls: ssl.SSLContext | None = None
    if address.startswith("wss:"):
        tls = await asyncio.to_thread(system_certificates)
    proxy: Literal[True] | None = None if is_loopback(host) else True
    try:
        async with connect(
            address, ssl=tls, proxy=proxy, max_size=LARGEST, open_timeout=ANSWER, close_timeout=GOODBYE
        ) as socket:
            yield socket
    except ConnectionClosed:
        raise Offline(tr("The server has hung up.")) from None
    except (OSError, TimeoutError, WebSocketException):
        raise Offline(tr("The server's line for word of changes cannot be reached.")) from None


def _binding(form: Form, key: str) -> str:
    if form is Form.BY_ID:
        return f"bind {key}"
    if form is Form.BY_TOKEN:
        return f"bind-with-token {key}"
    return msgspec.json.encode({"type": "bind-with-token", "payload": {"token": key}}).decode()


def _is_bound(form: Form, frame: str | bytes) -> bool:
    if form is Form.BY_ID:
        return str(frame).startswith("bound")
    said = _read(frame)
    return said is not None and said.resourceType == "Bundle"


def _is_word(frame: str | bytes) -> bool:
    """Whether a frame may be about a change. What is not understood may be."""
    said = _read(frame)
    if said is None:
        return True
    if said.resourceType == "Bundle" and said.entry:
        return said.entry[0].resource.type not in ("heartbeat", "handshake")
    return said.type != "pong"


def _read(frame: str | bytes) -> _Frame | None:
    try:
        return _frame.decode(frame)
    except msgspec.DecodeError:
        return None
