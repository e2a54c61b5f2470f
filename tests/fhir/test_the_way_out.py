"""What leaves goes through the network's proxy, to servers the system trusts, and in no other way."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from inbox.domain.errors import Offline
from inbox.fhir.door import Answer, Door

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
NO = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Heard:
    """A server of this computer that says one thing, and the first line of each request."""

    def __init__(self, answer: bytes, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self.lines: list[str] = []
        self.port = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Heard]:
        server = await asyncio.start_server(self._visited, "127.0.0.1", 0, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.lines.append(head.split(b"\r\n")[0].decode())
        writer.write(self._answer)
        await writer.drain()
        writer.close()


async def get(url: str) -> Answer:
    async with Door() as door:
        return await door.exchange("GET", url)


def test_the_networks_proxy_is_used_and_what_it_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> list[str]:
        async with Heard(NO).listening() as proxy:
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
            with pytest.raises(Offline, match=r"proxy did not let us through to portal\.example"):
                await get("https://portal.example/fhir/metadata")
            return proxy.lines

    assert asyncio.run(story()) == ["CONNECT portal.example:443 HTTP/1.1"]


def test_this_very_computer_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> tuple[list[str], list[str]]:
        async with Heard(NO).listening() as proxy, Heard(ANSWER).listening() as here:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            assert (await get(f"http://127.0.0.1:{here.port}/fhir")).status == 200
            return proxy.lines, here.lines

    assert asyncio.run(story()) == ([], ["GET /fhir HTTP/1.1"])


def test_a_certificate_that_the_system_does_not_trust_is_refused(tmp_path: Path) -> None:
    async def story() -> list[str]:
        async with Heard(ANSWER, of_nobody(tmp_path)).listening() as here:
            with pytest.raises(Offline, match="is not trusted by this computer"):
                await get(f"https://127.0.0.1:{here.port}/fhir")
            return here.lines

    assert asyncio.run(story()) == [], "nothing was asked before it was known who answers"


def of_nobody(folder: Path) -> ssl.SSLContext:
    """A server with a certificate that it has signed itself, right in all else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
