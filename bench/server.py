"""The portal of a bench: everything it will ever say is ready. `python -m bench.server [full | open AT]`.

It says at once that nothing has changed, and it never answers a write: what is sent stays on its way, so
that the answer of a server is in no figure. With `full` it holds a whole clinic for a first sync; with `open`
the open work of that moment's clinic, so that a station that compares finds what it has.
`POST /bench/arrive` with messages lets them arrive with the next look; `GET /bench/told` says how often
somebody looked, and when they were last told of something (by the clock of time.perf_counter).
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import msgspec

from bench import clinic

_TYPES = ("Task", "Communication", "Patient", "HealthcareService", "Practitioner", "PractitionerRole")
_SEARCHES = ("_lastUpdated", "_id", "status", "focus", "part-of", "patient")


class Shelf:
    """All resources, and the orders they are asked for in."""

    def __init__(self, size: clinic.Size | None, *, open_as_of: datetime | None = None) -> None:
        self.of: dict[str, dict[str, bytes]] = {kind: {} for kind in _TYPES}
        self.parts: dict[str, list[bytes]] = {}
        self.open: list[bytes] = []
        self.closed: list[bytes] = []
        self.newest: list[bytes] = []
        self.arrived: list[bytes] = []
        self.looks = 0
        self.told = 0.0
        if size is not None:
            self._fill(size, open_as_of)

    def _fill(self, size: clinic.Size, open_as_of: datetime | None) -> None:
        for body in (*clinic.people(), *clinic.patients(size)):
            self._put(body)
        dated: list[tuple[str, bytes]] = []
        done: list[tuple[str, bytes]] = []
        for one in clinic.conversations(size, open_as_of or datetime.now(UTC)):
            if open_as_of is not None and not one.is_open:
                break
            header = self._put(one.messages[0])
            self.parts[header] = [body for body in one.messages[1:] if self._put(body)]
            self._put(one.task)
            dated += [(_updated(body), body) for body in one.messages]
            if one.is_open:
                self.open.append(one.task)
            else:
                done.append((_updated(one.task), one.task))
        self.newest = [body for _, body in sorted(dated, reverse=True)]
        self.closed = [body for _, body in sorted(done, reverse=True)]

    def _put(self, body: bytes) -> str:
        head = msgspec.json.decode(body, type=_Head)
        self.of[head.resourceType][head.id] = body
        return f"{head.resourceType}/{head.id}"

    def one(self, ref: str) -> bytes | None:
        """The resource of that name, as a station asks for its person's own record."""
        kind, _, id_ = ref.partition("/")
        return self.of.get(kind, {}).get(id_)

    def search(self, kind: str, asked: dict[str, list[str]]) -> list[bytes]:
        """The matches of the searches that the program makes."""
        there = self.of.get(kind, {})
        if "_id" in asked:
            return [there[id_] for id_ in asked["_id"][0].split(",") if id_ in there]
        if "part-of" in asked:
            return [body for ref in asked["part-of"][0].split(",") for body in self.parts.get(ref, [])]
        if "_lastUpdated" in asked and asked.get("_sort") == ["_lastUpdated"]:
            return self._changed(kind)
        if kind == "Task":
            return self.open if "requested" in asked.get("status", [""])[0] else self.closed
        return self.newest if kind == "Communication" else list(there.values())

    def _changed(self, kind: str) -> list[bytes]:
        """What has arrived since the last look; each is told once."""
        self.looks += kind == "Task"
        if kind != "Communication":
            return []
        news, self.arrived = self.arrived, []
        return news


class _Head(msgspec.Struct):
    resourceType: str
    id: str


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    shelf: Shelf

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        name = address.path.strip("/")
        if name == "metadata":
            self._say(200, _CAPABILITY)
        elif name == "bench/told":
            self._say(200, msgspec.json.encode({"looks": self.shelf.looks, "at": self.shelf.told}))
        elif name in self.shelf.of:
            self._search(name, parse_qs(address.query))
        elif (one := self.shelf.one(name)) is not None:
            self._say(200, one)
        else:
            self._say(404, b'{"resourceType":"OperationOutcome"}')

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path.endswith("/token"):
            self._say(
                200, b'{"access_token":"a","token_type":"Bearer","expires_in":86400,"refresh_token":"b"}'
            )
        elif self.path == "/bench/arrive":
            self.shelf.arrived = [bytes(one) for one in msgspec.json.decode(body, type=list[msgspec.Raw])]
            self._say(200, b"{}")
        elif self.path.endswith("/_search"):
            self._search(self.path.split("/")[-2], parse_qs(body.decode()))
        else:
            threading.Event().wait()

    def do_PUT(self) -> None:
        self.do_POST()

    def _search(self, kind: str, asked: dict[str, list[str]]) -> None:
        matches = self.shelf.search(kind, asked)
        if asked.get("_summary") == ["count"]:
            self._say(200, b'{"resourceType":"Bundle","type":"searchset","total":%d}' % len(matches))
            return
        start, count = int(asked.get("_at", ["0"])[0]), int(asked.get("_count", ["100"])[0])
        page = matches[start : start + count]
        link = b""
        if start + count < len(matches) and asked.get("_count") != ["1"]:
            rest = "&".join(
                f"{name}={value}" for name, values in asked.items() for value in values if name != "_at"
            )
            link = b'{"relation":"next","url":"/%s?%s&_at=%d"}' % (
                kind.encode(),
                rest.encode(),
                start + count,
            )
        if page and "ge" in asked.get("_lastUpdated", [""])[0][:2]:
            self.shelf.told = time.perf_counter()
        entries = b",".join(b'{"resource":' + body + b',"search":{"mode":"match"}}' for body in page)
        self._say(
            200,
            b'{"resourceType":"Bundle","type":"searchset","link":[' + link + b'],"entry":[' + entries + b"]}",
        )

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/fhir+json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A program that was ended as by a power cut leaves its connections as they are."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _updated(body: bytes) -> str:
    return str(msgspec.json.decode(body)["meta"]["lastUpdated"])


def _capability() -> bytes:
    interactions = [{"code": code} for code in ("read", "search-type", "create", "update")]
    types = [
        {
            "type": kind,
            "interaction": interactions,
            "versioning": "versioned-update",
            "conditionalCreate": True,
            "searchParam": [{"name": name, "type": "token"} for name in _SEARCHES],
        }
        for kind in _TYPES
    ]
    rest = [{"mode": "server", "resource": types, "interaction": [{"code": "transaction"}]}]
    return msgspec.json.encode(
        {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "status": "active", "rest": rest}
    )


_CAPABILITY = _capability()


def main() -> None:
    """Serve on a free port, whose address is printed first."""
    match sys.argv[1:]:
        case ["full"]:
            _Answers.shelf = Shelf(clinic.Size())
        case ["open", moment]:
            _Answers.shelf = Shelf(clinic.Size(), open_as_of=datetime.fromisoformat(moment))
        case _:
            _Answers.shelf = Shelf(None)
    server = _Server(("127.0.0.1", 0), _Answers)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
