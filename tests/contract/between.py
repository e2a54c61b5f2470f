"""Somebody on the line between the program and the server: listens, loses, delays, and tells lies.

A small HTTP proxy on this computer. It replaces the server's address by its own in what passes, so that
pages and locations lead through it, too. Checks use it to lose an answer at a chosen moment; tests use
it to make a good server bad.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from inbox.fhir.door import Door

NO_CHANGE = rb'"ifMatch":"W/\"0\""'
_NOT_PASSED_ON = frozenset(
    {"host", "connection", "content-length", "accept-encoding", "transfer-encoding", "content-encoding"}
)


@dataclass(frozen=True)
class Request:
    """What the program asked."""

    method: str
    path: str
    """With the query, from the root of the server."""
    headers: dict[str, str]
    body: bytes

    @property
    def writes(self) -> bool:
        """Whether it asks for a change on the FHIR server. From a version that nothing ever had none can be
        meant: that is how the program finds out what a transaction is worth here."""
        asks = self.method != "GET" and not self.path.partition("?")[0].endswith(("/_search", "token"))
        return asks and NO_CHANGE not in self.body


@dataclass(frozen=True)
class Reply:
    """What it is answered."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Pass = Callable[[Request], Awaitable[Reply]]
Meddle = Callable[[Request, Pass], Awaitable[Reply | None]]
"""Does what it likes with a request; None breaks the connection without an answer."""


@dataclass
class Rule:
    """Meddles with the requests it is about, so often."""

    about: Callable[[Request], bool]
    meddle: Meddle
    times: int = 1
    after: int = 0
    """So many requests that it is about pass untouched before it begins."""
    struck: int = 0

    def strikes(self, request: Request) -> bool:
        """Whether this is a request to meddle with; counts it."""
        if self.struck >= self.times or not self.about(request):
            return False
        if self.after:
            self.after -= 1
            return False
        self.struck += 1
        return True


class Between:
    """`async with Between(base) as line:` listens until the block ends; `line.base` is the server there."""

    def __init__(self, base: str) -> None:
        split = urlsplit(base)
        self._server = f"{split.scheme}://{split.netloc}"
        self._path = split.path
        self._door = Door()
        self._root = ""
        self._open: set[asyncio.Task[None]] = set()
        self.rules: list[Rule] = []
        self.heard: list[Request] = []

    @property
    def base(self) -> str:
        """The FHIR base address by way of here."""
        return f"{self._root}{self._path}"

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self._root = f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._listening.wait_closed()
        await self._door.close()

    def rule(
        self,
        meddle: Meddle,
        about: Callable[[Request], bool] | None = None,
        *,
        times: int = 1,
        after: int = 0,
    ) -> Rule:
        """From now on meddle with requests, of all those that write unless said otherwise."""
        self.rules.append(Rule(about or (lambda request: request.writes), meddle, times, after))
        return self.rules[-1]

    def listen(self) -> None:
        """Pass everything on, and remember only what comes from now on."""
        self.rules.clear()
        self.heard.clear()

    async def pass_on(self, request: Request) -> Reply:
        """Ask the server and give its answer."""
        there, here = self._server.encode(), self._root.encode()
        body = request.body.replace(here, there) if request.body else None
        headers = {k: v for k, v in request.headers.items() if k not in _NOT_PASSED_ON}
        answer = await self._door.exchange(
            request.method, f"{self._server}{request.path}", headers=headers, body=body
        )
        kept = {k: v.replace(self._server, self._root) for k, v in answer.headers.items()}
        kept = {k: v for k, v in kept.items() if k not in _NOT_PASSED_ON}
        return Reply(answer.status, answer.body.replace(there, here), kept)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while (request := await _read(reader)) is not None:
                self.heard.append(request)
                rule = next((rule for rule in list(self.rules) if rule.strikes(request)), None)
                reply = await (rule.meddle(request, self.pass_on) if rule else self.pass_on(request))
                if reply is None:
                    writer.transport.abort()
                    return
                writer.write(_written(reply))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.transport.abort()
        except asyncio.CancelledError:
            writer.transport.abort()  # the line is taken down: nobody waits for this connection
        finally:
            self._open.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    if not head:
        return None
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, path, headers, body)


def _written(reply: Reply) -> bytes:
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {reply.status} .\r\n{lines}\r\n".encode("latin-1") + reply.body


# Ways to meddle


async def lose_the_request(_request: Request, _pass_on: Pass) -> Reply | None:
    """It never arrives."""
    return None


async def lose_the_answer(request: Request, pass_on: Pass) -> Reply | None:
    """It is done, and nobody hears of it."""
    await pass_on(request)
    return None


async def deliver_twice(request: Request, pass_on: Pass) -> Reply | None:
    """It arrives again, as from a proxy that tries everything twice."""
    await pass_on(request)
    return await pass_on(request)


def first(does: Callable[[], Awaitable[object]]) -> Meddle:
    """Something else happens in the moment before it arrives."""

    async def meddle(request: Request, pass_on: Pass) -> Reply | None:
        await does()
        return await pass_on(request)

    return meddle


def answer(reply: Reply) -> Meddle:
    """The server never sees it."""

    async def meddle(_request: Request, _pass_on: Pass) -> Reply | None:
        return reply

    return meddle


def bend(change: Callable[[Request], Request]) -> Meddle:
    """It arrives changed."""

    async def meddle(request: Request, pass_on: Pass) -> Reply | None:
        return await pass_on(change(request))

    return meddle


def with_body(request: Request, body: bytes) -> Request:
    return replace(request, body=body)


class Late:
    """Keeps requests back until they are delivered; meanwhile nobody hears of them."""

    def __init__(self) -> None:
        self._kept: list[tuple[Request, Pass]] = []

    async def __call__(self, request: Request, pass_on: Pass) -> Reply | None:
        self._kept.append((request, pass_on))
        return None

    async def deliver(self) -> None:
        """Now they arrive."""
        for request, pass_on in self._kept:
            await pass_on(request)
        self._kept.clear()
