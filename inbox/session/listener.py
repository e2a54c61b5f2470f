"""The loopback listener: where the browser brings the authorization code back (RFC 8252 §7.3)."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import suppress
from html import escape
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

import msgspec

from inbox.domain.words import tr

PATH = "/signed-in"
_LONGEST_HEAD = 16 * 1024
_PATIENCE = 10.0
"""Seconds for a connection to say what it wants."""


class Returned(msgspec.Struct, frozen=True):
    """What the browser brought back, with the right state."""

    code: str = ""
    error: str = ""
    description: str = ""
    issuer: str = ""

    def __repr__(self) -> str:
        return f"Returned(error={self.error!r})"


class Listener:
    """Listens on a free port of 127.0.0.1 while open and answers one return, once.

    Other paths, methods, hosts (DNS rebinding), a wrong state and a second use are turned away and change
    nothing: somebody else on this computer can neither end nor take over a sign-in.
    """

    def __init__(self, state: str) -> None:
        self._state = state
        self._returned: asyncio.Future[Returned] | None = None
        self._server: asyncio.Server | None = None
        self._port = 0
        self._visits: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._returned = asyncio.get_running_loop().create_future()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        visits = list(self._visits)
        for visit in visits:  # browsers open connections ahead and say nothing on them
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def redirect_uri(self) -> str:
        """Where the authorization server sends the browser."""
        return f"http://127.0.0.1:{self._port}{PATH}"

    async def returned(self) -> Returned:
        """Wait until the browser is back."""
        assert self._returned is not None
        return await self._returned

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.create_task(self._visited(reader, writer))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Not a browser, or one that left: the sign-in goes on waiting for the right one.
        with suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ConnectionError):
            try:
                async with asyncio.timeout(_PATIENCE):
                    head = await reader.readuntil(b"\r\n\r\n")
                    status, sentence = self._answer(head.decode("latin-1").split("\r\n"))
                    writer.write(_page(status, sentence))
                    await writer.drain()
            finally:
                writer.close()
                await writer.wait_closed()

    def _answer(self, head: list[str]) -> tuple[HTTPStatus, str]:
        method, target, *_ = [*head[0].split(" "), "", ""]
        hosts = [line[5:].strip() for line in head[1:] if line.lower().startswith("host:")]
        try:
            address = urlsplit(target)
        except ValueError:  # no address at all
            return HTTPStatus.BAD_REQUEST, tr("There is nothing here.")
        if method != "GET":
            return HTTPStatus.METHOD_NOT_ALLOWED, tr("Only the sign-in page may come here.")
        if address.path != PATH or hosts != [f"127.0.0.1:{self._port}"]:
            return HTTPStatus.NOT_FOUND, tr("There is nothing here.")
        said = {name: values[0] for name, values in parse_qs(address.query).items()}
        if not hmac.compare_digest(said.get("state", "").encode(), self._state.encode()):
            return HTTPStatus.BAD_REQUEST, tr("This does not belong to the sign-in that is under way.")
        assert self._returned is not None
        if self._returned.done():
            return HTTPStatus.GONE, tr("This sign-in was already used.")
        words = ("code", "error", "error_description", "iss")
        returned = Returned(*(said.get(word, "") for word in words))
        self._returned.set_result(returned)
        if returned.error or not returned.code:
            return HTTPStatus.OK, tr("You are not signed in. You may close this page.")
        return HTTPStatus.OK, tr("Almost there: go back to the inbox. You may close this page.")


def _page(status: HTTPStatus, sentence: str) -> bytes:
    page = (
        "<!doctype html><html><head><meta charset='utf-8'><meta name='color-scheme' content='light dark'>"
        f"<title>{escape(tr('Inbox'))}</title></head>"
        "<body style='font:1.25rem system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem'>"
        f"<p>{escape(sentence)}</p></body></html>"
    ).encode()
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(page)}",
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + page
