"""A server with bad manners: passes everything to the portal, but bends the bundles on their way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from portal.running import Running

Bundle = dict[str, Any]
Bend = Callable[[Bundle], Bundle | tuple[int, dict[str, Any]]]
"""Takes a bundle as sent; gives the one to pass on, or a status and a body to answer with instead."""


@contextmanager
def rude(
    portal: Running,
    bend: Bend = lambda bundle: bundle,
    *,
    answered: Callable[[Bundle], Bundle] = lambda answer: answer,
    before: Callable[[str, str], int | None] = lambda method, path: None,
    finds_no: str = "",
) -> Iterator[str]:
    """The base address of a portal whose bundles are bent, and the answers to them.

    `before` is told the method and path of each write on its way, and may give a status to answer with
    instead. Searches of the type `finds_no` find nothing.
    """

    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if finds_no and f"/R4/{finds_no}?" in self.path:
                self._answer(200, b'{"resourceType": "Bundle", "type": "searchset"}')
                return
            self._pass(b"")

        def do_PUT(self) -> None:
            self._write()

        def do_PATCH(self) -> None:
            self._write()

        def do_POST(self) -> None:
            self._write()

        def _write(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if (status := before(self.command, self.path)) is not None:
                self._answer(status, b'{"resourceType": "OperationOutcome", "issue": []}')
                return
            if self.path.rstrip("/").endswith("/R4"):
                bent = bend(json.loads(body))
                if isinstance(bent, tuple):
                    self._answer(bent[0], json.dumps(bent[1]).encode())
                    return
                body = json.dumps(bent).encode()
            self._pass(body)

        def _pass(self, body: bytes) -> None:
            kept = {
                name: self.headers[name]
                for name in ("Authorization", "Content-Type", "Prefer", "If-Match", "If-None-Exist")
                if self.headers[name]
            }
            got = httpx.request(self.command, portal.root + self.path, headers=kept, content=body, timeout=20)
            here = f"http://{self.headers['Host']}"
            content = got.content.replace(portal.root.encode(), here.encode())
            if self.command == "POST" and self.path.rstrip("/").endswith("/R4"):
                content = json.dumps(answered(json.loads(content))).encode()
            self._answer(got.status_code, content)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/fhir/R4"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
