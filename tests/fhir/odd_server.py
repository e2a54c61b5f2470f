"""A FHIR server with the habits of servers in the field, each of which a test may choose. It forgets nothing
it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.fhir.stage import answer

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Row = dict[str, Any]


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rows(count: int, *, every: timedelta = timedelta(minutes=1), resource_type: str = "Task") -> list[Row]:
    """Resources changed one after the other; `every` zero: all at one time."""
    return [
        {
            "resourceType": resource_type,
            "id": f"r{number:04}",
            "meta": {"versionId": "1", "lastUpdated": stamp(START + number * every)},
            "status": "requested",
        }
        for number in range(count)
    ]


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    """Below the base, without the query."""
    params: list[tuple[str, str]]
    long: int
    """Characters of its address."""

    def all(self, name: str) -> list[str]:
        return [value for one, value in self.params if one == name]

    def get(self, name: str) -> str:
        return next(iter(self.all(name)), "")


@dataclass
class Odd:
    """What it holds and how it behaves."""

    rows: list[Row] = field(default_factory=list)
    most: int = 1000
    """The largest `_count` it takes."""
    most_together: int = 1000
    """Matches and others along in one page."""
    along: int = 0
    """Others along with each match."""
    includes: frozenset[str] = frozenset({"Task:focus", "Task:patient"})
    unknown: frozenset[str] = frozenset()
    """Search parameters it answers with 400."""
    hides: frozenset[str] = frozenset()
    """Patients about whom it refuses to say anything (403)."""
    deepest: int = 10_000
    """How many places it counts."""
    places: str = "_offset"
    """What it calls them in its links."""
    whole_seconds: bool = False
    """It shows times to the second, and keeps finer ones."""
    cursors: bool = False
    """Pages by cursor, in the order of changes and from 20 a page on only."""
    longest: int = 100_000
    """Characters of an address; longer ones get 431."""
    forms: bool = True
    before_page: Callable[[int], None] = lambda number: None
    """Called with how many pages have been given."""
    asked: list[Asked] = field(default_factory=list)
    base: str = ""
    visits: list[asyncio.Task[None]] = field(default_factory=list)
    _pages: int = 0

    def touch(self, row: Row, at: datetime) -> None:
        """Somebody changes a row."""
        version = int(row["meta"]["versionId"]) + 1
        row["meta"] = {"versionId": str(version), "lastUpdated": stamp(at)}

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits.append(asyncio.create_task(self._visited(reader, writer)))

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, _ = head.split("\r\n")[0].split(" ")
            length = next(
                (line[15:] for line in head.lower().split("\r\n") if line[:15] == "content-length:"), "0"
            )
            body = (await reader.readexactly(int(length))).decode()
            writer.write(self._answer(method, target, body))
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    def _answer(self, method: str, target: str, body: str) -> bytes:
        path, _, search = target.removeprefix("/fhir").lstrip("/").partition("?")
        long = len(self.base) - len("/fhir") + len(target)
        asked = Asked(method, path, parse_qsl(body or search, keep_blank_values=True), long)
        self.asked.append(asked)
        if asked.long > self.longest:
            return answer(431, b"<html>Request Header Fields Too Large</html>")
        if method == "POST" and not self.forms:
            return answer(405, _refusal("No forms here."))
        resource_type, _, name = path.removesuffix("/_search").partition("/")
        if name and method == "GET":
            found = [row for row in self.rows if (row["resourceType"], row["id"]) == (resource_type, name)]
            return answer(200, found[0]) if found else answer(404, _refusal("There is no such thing."))
        if self.hides.intersection(asked.get("patient").split(",")):
            return answer(403, _refusal("Not yours to see."))
        refused = self._why_not(asked)
        return answer(400, _refusal(refused)) if refused else answer(200, self._page(resource_type, asked))

    def _why_not(self, asked: Asked) -> str:
        if bad := [name for name, _ in asked.params if name in self.unknown]:
            return f"Unknown search parameter: {bad[0]}"
        if int(asked.get("_count") or 20) > self.most:
            return "Too many in a page."
        along = asked.all("_include")
        if not self.includes.issuperset(along):
            return "Cannot include that."
        if along and int(asked.get("_count") or 20) * (1 + self.along) > self.most_together:
            return "Too many resources in one page."
        return "Cannot go that far." if int(asked.get(self.places) or 0) > self.deepest else ""

    def _page(self, resource_type: str, asked: Asked) -> dict[str, Any]:
        self.before_page(self._pages)
        self._pages += 1
        found = [row for row in self.rows if row["resourceType"] == resource_type and _fits(row, asked)]
        if (sort := asked.get("_sort")) and "_sort" not in self.unknown:
            found.sort(key=_changed, reverse=sort.startswith("-"))
        count = int(asked.get("_count") or 20)
        by_cursor = self.cursors and sort == "_lastUpdated" and count >= 20
        if by_cursor and (cursor := asked.get("_cursor")):
            found = [row for row in found if [*_changed(row)] > json.loads(cursor)]
        first = int(asked.get(self.places) or 0)
        page, more = found[first : first + count], len(found) > first + count
        link = self._link(resource_type, asked, first + count, page, by_cursor) if more else []
        entries = [{"resource": self._shown(row), "search": {"mode": "match"}} for row in page]
        for number in range(self.along * len(page) if asked.all("_include") else 0):
            patient = {"resourceType": "Patient", "id": f"p{number}"}
            entries.append({"resource": patient, "search": {"mode": "include"}})
        return {"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": link}

    def _shown(self, row: Row) -> Row:
        meta = row["meta"]
        if not self.whole_seconds:
            return row
        return {**row, "meta": {**meta, "lastUpdated": meta["lastUpdated"][:19] + "Z"}}

    def _link(
        self, resource_type: str, asked: Asked, offset: int, page: list[Row], by_cursor: bool
    ) -> list[dict[str, str]]:
        kept = [(name, value) for name, value in asked.params if name not in (self.places, "_cursor")]
        on = ("_cursor", json.dumps(_changed(page[-1]))) if by_cursor else (self.places, str(offset))
        return [{"relation": "next", "url": f"{self.base}/{resource_type}?{urlencode([*kept, on])}"}]


def _changed(row: Row) -> tuple[str, str]:
    return row["meta"]["lastUpdated"], row["id"]


def _fits(row: Row, asked: Asked) -> bool:
    at = row["meta"]["lastUpdated"]
    for bound in asked.all("_lastUpdated"):
        prefix, instant = bound[:2], bound[2:]
        if (prefix == "ge" and at < instant) or (prefix == "le" and at > instant):
            return False
    ids = asked.get("_id")
    return not ids or row["id"] in ids.split(",")


def _refusal(text: str) -> dict[str, Any]:
    issue = {"severity": "error", "code": "invalid", "details": {"text": text}}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


@asynccontextmanager
async def open_for_visits(odd: Odd) -> AsyncIterator[Odd]:
    """`odd` on a real socket."""
    odd.visits.clear()
    server = await asyncio.start_server(odd.connected, "127.0.0.1", 0)
    odd.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/fhir"
    try:
        yield odd
    finally:
        server.close()
        await asyncio.gather(*odd.visits)
        await server.wait_closed()
