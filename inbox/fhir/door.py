"""The one door to HTTP: safe addresses, bounded answers, and faults in words.

What is asked here decides nothing about FHIR or sign-in; `client` and the session do. httpx is imported
where it is used: it takes a tenth of a second, and nobody waits for it to see the saved list.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import zlib
from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import ip_address
from logging import WARNING, getLogger
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin
from uuid import uuid4

import msgspec

from inbox import diary
from inbox.domain.errors import Offline, Refused
from inbox.domain.words import tr
from inbox.fhir.faults import NoAnswer, TooLarge, Unreadable

if TYPE_CHECKING:
    import httpx

# httpx logs every address at INFO, httpcore every header and websockets every frame at DEBUG: addresses
# (searches) and frames hold patients' names, headers and frames hold tokens, so none of them may ever reach
# a log, whatever the log is set to.
for _name in ("httpx", "httpcore", "websockets"):
    getLogger(_name).setLevel(WARNING)

_modules: dict[str, Any] = sys.modules
_modules.setdefault("httpx._main", None)
"""Its command line, which it does without: 5 MiB and a twentieth of a second where what draws it is there."""
if find_spec("sniffio") is None:
    _modules["sniffio"] = None
    """httpcore tries to import it several times a request, and Python would search the disk each time:
    a sixth of what a request costs."""

REDIRECTS = 3


class Limits(msgspec.Struct, frozen=True):
    """How long (seconds) and how large (bytes, unpacked) an exchange may get."""

    connect: float = 5
    read: float = 30
    whole: float = 180
    """From the first byte sent to the last received, so that a trickle ends too."""
    body: int = 32 * 1024 * 1024


class Answer(msgspec.Struct, frozen=True):
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    request: str
    """The `X-Request-Id` it was asked under, for the server's people to find it by."""


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what has to be equal for a token to travel."""
    address = _parsed(url)
    return address.scheme, address.host.lower(), address.port or (443 if address.scheme == "https" else 80)


def joined(base: str, url: str) -> str:
    """`url` as seen from `base`. Refused for what is no address."""
    try:
        return urljoin(base, url)
    except ValueError as e:
        raise Refused(tr("This is not an address: {why}.", why=e)) from None


def check_address(url: str) -> str:
    """`url` itself when it may be spoken to: TLS, or this very computer. Else Refused."""
    address = _parsed(url)
    if address.userinfo:
        raise Refused(tr("An address with a password in it is not used: {host}.", host=address.host))
    if address.scheme == "https" and address.host:
        return url
    if address.scheme == "http" and is_loopback(address.host):
        return url
    raise Refused(
        tr("Only encrypted addresses (https) are used. This one is not: {host}.", host=address.host or url)
    )


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _parsed(url: str) -> httpx.URL:
    import httpx

    try:
        return httpx.URL(url)
    except httpx.InvalidURL as e:
        raise Refused(tr("This is not an address: {why}.", why=e)) from None


class Door:
    """Exchanges with any server. Belongs to the event loop it is first used on; close it there."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._http: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Drop all connections. The door opens again when it is used again."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Ask once. Any status is an Answer; redirects of a GET are followed within the origin only.

        Raises Offline when nothing left this computer, NoAnswer when something did, Refused for an
        address that must not be spoken to.
        """
        for _ in range(REDIRECTS + 1):
            answer = await self._once(method, check_address(url), headers or {}, body)
            target = answer.headers.get("location", "")
            if method != "GET" or answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            target = joined(url, target)
            if origin(target) != origin(url):
                host = _parsed(target).host
                raise Refused(tr("The server sends us to another address ({host}). Not followed.", host=host))
            url = target
        raise Refused(tr("The server sends us round in circles."))

    async def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        import httpx

        http = await self._open()
        request_id = str(uuid4())
        sent = {
            "accept": "application/json",
            "accept-encoding": "gzip",
            **headers,
            "x-request-id": request_id,
        }
        try:
            async with (
                asyncio.timeout(self._limits.whole),
                http.stream(method, url, headers=sent, content=body) as response,
            ):
                content = await self._content(response)
                received = {k.lower(): v for k, v in response.headers.items()}
                diary.note("http.asked", request=request_id, status=response.status_code)
                return Answer(response.status_code, received, content, request_id)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as e:
            diary.note("http.not-reached", request=request_id)
            raise Offline(_unreached(e, url)) from None
        except httpx.TransportError as e:
            diary.note("http.not-answered", request=request_id)
            raise NoAnswer(_broken(e), request_id) from None
        except TimeoutError:
            diary.note("http.not-answered", request=request_id)
            raise NoAnswer(tr("The server took too long to answer."), request_id) from None

    async def _content(self, response: httpx.Response) -> bytes:
        """The body, unpacked no further than the limit: a small answer may unpack to gigabytes."""
        unpack = _Unpacker(response.headers.get("content-encoding", ""), self._limits.body)
        async for chunk in response.aiter_raw():
            unpack.take(chunk)
        return unpack.whole()

    async def _open(self) -> httpx.AsyncClient:
        import httpx

        async with self._opening:
            if self._http is None:
                context = await asyncio.to_thread(system_certificates)
                limits = self._limits
                self._http = httpx.AsyncClient(
                    verify=context,
                    timeout=httpx.Timeout(limits.read, connect=limits.connect),
                    # A proxy of the system is honoured, but never for this very computer.
                    mounts=dict.fromkeys(("all://127.0.0.1", "all://localhost", "all://[::1]"), None),
                )
            return self._http


def system_certificates() -> ssl.SSLContext:
    """The system's own trusted certificates. Takes some 20 ms, so it is made off the loop."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Unpacker:
    """Collects a body, plain or gzip, and stops at `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        if encoding.strip().lower() not in ("", "identity", "gzip", "x-gzip"):
            raise Unreadable(tr("The server's answer is packed in a way we did not ask for."))
        self._gzip = zlib.decompressobj(wbits=31) if "gzip" in encoding.lower() else None
        self._limit = limit
        self._body = bytearray()

    def take(self, chunk: bytes) -> None:
        if self._gzip is not None:
            try:
                chunk = self._gzip.decompress(chunk, self._limit - len(self._body) + 1)
            except zlib.error:
                raise Unreadable(tr("The server's answer arrived damaged.")) from None
        self._body += chunk
        if len(self._body) > self._limit:
            limit = self._limit // (1024 * 1024)
            raise TooLarge(tr("The server's answer is larger than {limit} MB.", limit=limit))

    def whole(self) -> bytes:
        if self._gzip is not None and self._body and not self._gzip.eof:
            raise Unreadable(tr("The server's answer arrived damaged."))
        return bytes(self._body)


def _unreached(error: httpx.TransportError, url: str) -> str:
    import httpx

    host = _parsed(url).host
    if isinstance(error, httpx.ProxyError):
        return tr("The network's proxy did not let us through to {host}.", host=host)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return tr("The certificate of {host} is not trusted by this computer.", host=host)
        cause = cause.__cause__ or cause.__context__
    return tr("{host} could not be reached.", host=host)


def _broken(error: httpx.TransportError) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return tr("The server took too long to answer.")
    return tr("The connection broke before the server answered.")
