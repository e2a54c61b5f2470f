"""A server on a real socket that answers as a test scripts it: for what no polite server does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any


class Heard:
    """One request as it arrived."""

    def __init__(self, head: str, body: bytes) -> None:
        first, *rest = head.split("\r\n")
        self.method, self.target, _ = first.split(" ")
        self.headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in rest) if k}
        self.body = body


def answer(status: int, body: Any = None, **headers: str) -> bytes:
    """An HTTP answer; `body` is JSON unless it is bytes; header names have `_` for `-`."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    lines = [f"HTTP/1.1 {status} Scripted", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


BREAK = b""
"""Take the whole request, then cut the connection without a word."""


class Stage:
    def __init__(self, script: Sequence[bytes]) -> None:
        self._script = list(script)
        self.heard: list[Heard] = []
        self.base = ""
        self.visits: list[asyncio.Task[None]] = []

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits.append(asyncio.create_task(self._visited(reader, writer)))

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # some tests hang up on us
            try:
                await self._answer(reader, writer)
            finally:
                writer.close()
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")[:-4]
        request = Heard(head, b"")
        request.body = await reader.readexactly(int(request.headers.get("content-length", 0)))
        self.heard.append(request)
        writer.write(self._script.pop(0).replace(b"{base}", self.base.encode()))
        await writer.drain()


@asynccontextmanager
async def staged(*script: bytes) -> AsyncIterator[Stage]:
    """A Stage that gives the answers of `script` in order; `{base}` in one is its own address."""
    stage = Stage(script)
    server = await asyncio.start_server(stage.connected, "127.0.0.1", 0)
    stage.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/fhir"
    try:
        yield stage
    finally:
        server.close()
        await asyncio.gather(*stage.visits)
        await server.wait_closed()
