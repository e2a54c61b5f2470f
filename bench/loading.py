"""B1: the first sync of an empty cache from pages that are ready, and the least that can cost.

Without a window, so that sync and store are seen alone. `python -m bench.loading sync|floor ADDRESS FILE`.
"""

from __future__ import annotations

import gc
import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from bench import floor, usage
from bench.figures import Figure
from bench.served import served
from bench.station import ACTOR, KEY, reading
from inbox.fhir.client import FhirClient
from inbox.store.store import Store
from inbox.sync.engine import Engine
from inbox.sync.portal import Desk
from inbox.sync.status import Status

_AT_ONCE = 10_000
_LOADED = "first: Communication done"


def b1() -> list[Figure]:
    """Both, one after the other, from the same portal."""
    with served("full") as portal, tempfile.TemporaryDirectory() as folder:
        least = _run("floor", portal, Path(folder) / "floor.db")
        ours = _run("sync", portal, Path(folder) / "cache.db")
    return [
        Figure(
            "B1", "first sync of 100,000 messages", "s", [ours["all"]], [least["all"]], "≤ 8, ≤ 2 × floor"
        ),
        Figure("B1", "open work there", "s", [ours["ready"]], (), "≤ 1"),
        Figure("B7", "most memory in B1", "MiB", [ours["memory"]], [least["memory"]], "≤ 250"),
        Figure("B8", "on disk, a message", "B", [ours["disk"]], [least["disk"]], "≤ 2,600"),
    ]


def _run(what: str, portal: str, file: Path) -> dict[str, float]:
    """In a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.loading", what, portal, str(file)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return msgspec.json.decode(told, type=dict[str, float])


def _sync(portal: str, file: Path) -> dict[str, float]:
    """The program's own sync and store."""
    interpreter = reading()
    begun = time.perf_counter()
    ready = threading.Event()

    def hear(status: Status) -> None:
        if status.ready:
            ready.set()

    store = Store.open(file, KEY, interpreter, lambda _changes: None)
    desk = Desk(store=store, reading=lambda: interpreter, actor=ACTOR, now=lambda: datetime.now(UTC))
    engine = Engine(desk, lambda: FhirClient(portal), hear)
    engine.start()
    ready.wait()
    usable = time.perf_counter() - begun
    while _LOADED not in store.cursors():
        time.sleep(0.1)
    whole = time.perf_counter() - begun
    engine.stop()
    store.close()
    return {"all": whole, "ready": usable}


def _floor(portal: str, file: Path) -> dict[str, float]:
    """Pages in one thread, rows and words in another: nothing is checked, resumed or interpreted."""
    begun = time.perf_counter()
    data = floor.opened(file, KEY)
    data.execute("PRAGMA synchronous=NORMAL")
    data.execute(
        "CREATE TABLE message (at INTEGER PRIMARY KEY, id TEXT, thread TEXT, sent TEXT, who TEXT, body BLOB)"
    )
    data.execute("CREATE UNIQUE INDEX message_id ON message (id)")
    data.execute("CREATE INDEX message_thread ON message (thread, sent)")
    data.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='')")
    gc.disable()
    rows: list[tuple[object, ...]] = []
    words: list[tuple[int, str]] = []
    messages = (raw for page in _pages(portal) for raw in page)
    for at, one in enumerate(map(_decode, messages)):
        said = one.payload[0].contentString
        rows.append(
            (
                at,
                one.id,
                one.partOf[0].reference if one.partOf else one.id,
                one.sent,
                one.subject.reference,
                said,
            )
        )
        words.append((at, said))
        if len(rows) == _AT_ONCE:
            _write(data, rows, words)
    _write(data, rows, words)
    data.close()
    return {"all": time.perf_counter() - begun}


def _write(data: object, rows: list[tuple[object, ...]], words: list[tuple[int, str]]) -> None:
    execute, executemany = data.execute, data.executemany  # type: ignore[attr-defined]
    execute("BEGIN")
    executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)", rows)
    executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", words)
    execute("COMMIT")
    rows.clear()
    words.clear()


class _Reference(msgspec.Struct):
    reference: str


class _Part(msgspec.Struct):
    contentString: str


class _Message(msgspec.Struct):
    id: str
    sent: str
    subject: _Reference
    payload: list[_Part]
    partOf: list[_Reference] = []


class _Entry(msgspec.Struct):
    resource: msgspec.Raw


class _Link(msgspec.Struct):
    url: str


class _Bundle(msgspec.Struct):
    entry: list[_Entry]
    link: list[_Link] = []


_decode = msgspec.json.Decoder(_Message).decode


def _pages(portal: str) -> Iterator[list[msgspec.Raw]]:
    server = http.client.HTTPConnection(urlsplit(portal).netloc)
    address = "/Communication?_sort=-_lastUpdated&_count=1000"
    while address:
        server.request("GET", address)
        bundle = msgspec.json.decode(server.getresponse().read(), type=_Bundle)
        yield [one.resource for one in bundle.entry]
        address = bundle.link[0].url if bundle.link else ""
    server.close()


def main() -> None:
    """Do one of the two and print what it took."""
    what, portal, file = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    took = (_sync if what == "sync" else _floor)(portal, file)
    took["disk"] = file.stat().st_size / 100_000
    took["memory"] = usage.peak_memory_here()
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main()
