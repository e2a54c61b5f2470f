"""The server as any program sees it: FHIR JSON over HTTP, with nothing of the inbox's reading of it.

What the checks make, and what they look at afterwards to judge the program, goes through here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from inbox.fhir.client import TokenSource
from inbox.fhir.door import Answer, Door
from inbox.fhir.search import Params, query
from inbox.fhir.waiting import retry_after

Json = dict[str, Any]
FHIR_JSON = "application/fhir+json"
JSON_PATCH = "application/json-patch+json"
BUSY = (429, 503)
TRIES = 6
A_WHILE = 11.0
"""Seconds to wait for a busy server that does not say how long."""


class No(Exception):
    """The server said no. Its words stay out: they may quote what was sent."""

    def __init__(self, asked: str, status: int) -> None:
        super().__init__(f"{asked} was answered {status}")
        self.status = status


class Done(NamedTuple):
    """What became of one write of several."""

    status: int
    ref: str
    """Where it is now; "" where the server does not say."""

    @property
    def yes(self) -> bool:
        return 200 <= self.status < 300


class Wire:
    """Belongs to the event loop it is first used on."""

    def __init__(self, base: str, tokens: TokenSource, door: Door) -> None:
        self.base = base.rstrip("/")
        self._tokens = tokens
        self._door = door

    async def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Whatever the server answers. `path` is below the base, or a whole address."""
        sent = {
            "accept": FHIR_JSON,
            "cache-control": "no-cache",
            "authorization": f"Bearer {await self._tokens.access()}",
            "prefer": "return=representation",
            **({"content-type": FHIR_JSON} if body is not None else {}),
            **(headers or {}),
        }
        url = path if path.startswith(("http://", "https://")) else f"{self.base}/{path}".rstrip("/")
        content = None if body is None else msgspec.json.encode(body)
        answer = await self._door.exchange(method, url, headers=sent, body=content)
        for _ in range(TRIES):
            if answer.status not in BUSY:
                break
            await asyncio.sleep(retry_after(answer.headers) or A_WHILE)
            answer = await self._door.exchange(method, url, headers=sent, body=content)
        return answer

    async def create(self, resource: Json, *, if_none_exist: str = "") -> Json:
        """The resource as the server now has it. Raises No."""
        headers = {"if-none-exist": if_none_exist} if if_none_exist else {}
        kind = resource["resourceType"]
        return await self._whole(kind, await self.ask("POST", kind, resource, headers))

    async def put(self, resource: Json) -> Json:
        """Replace a resource, relying on the version in hand. Raises No."""
        ref = ref_of(resource)
        version = resource.get("meta", {}).get("versionId", "")
        headers = {"if-match": f'W/"{version}"'} if version else {}
        return await self._whole(ref, await self.ask("PUT", ref, resource, headers))

    async def read(self, ref: str) -> Json:
        """The current version. Raises No."""
        answer = await self.ask("GET", ref)
        if answer.status != 200:
            raise No(f"Reading {ref}", answer.status)
        return _json(answer)

    async def find(self, kind: str, params: Params) -> list[Json]:
        """The first page of a search: the checks look for little. Raises No."""
        return [one["resource"] for one in (await self.page(f"{kind}?{query(params)}")).get("entry", [])]

    async def page(self, path: str) -> Json:
        """One Bundle. Raises No."""
        answer = await self.ask("GET", path)
        if answer.status != 200:
            raise No(f"Searching {path.partition('?')[0]}", answer.status)
        return _json(answer)

    async def bundle(self, entries: Sequence[Json], kind: str = "transaction") -> Answer:
        """Whatever the server answers to several writes."""
        return await self.ask("POST", "", {"resourceType": "Bundle", "type": kind, "entry": list(entries)})

    async def each(self, entries: Sequence[Json]) -> list[Done]:
        """Ask for writes that stand alone, in one request where that works; what is busy is asked again."""
        answer = await self.bundle(entries, "batch")
        done = _done(answer) if answer.status < 400 else []
        if len(done) != len(entries):
            return [await self._alone(entry) for entry in entries]
        return [
            await self._alone(entry) if one.status in BUSY else one
            for entry, one in zip(entries, done, strict=True)
        ]

    async def _alone(self, entry: Json) -> Done:
        request = entry["request"]
        wanted = (("if-match", "ifMatch"), ("if-none-exist", "ifNoneExist"))
        headers = {header: request[name] for header, name in wanted if name in request}
        answer = await self.ask(request["method"], request["url"], entry.get("resource"), headers)
        return Done(answer.status, located(answer.headers.get("location", "")))

    async def gone(self, ref: str) -> bool:
        """Delete; whether it could be."""
        return (await self.ask("DELETE", ref)).status in (200, 202, 204)

    async def _whole(self, what: str, answer: Answer) -> Json:
        """What was written, read again where the server did not send it back."""
        if answer.status not in (200, 201):
            raise No(f"Writing {what}", answer.status)
        if answer.body.strip():
            return _json(answer)
        return await self.read(located(answer.headers.get("location", "")))


def create_entry(resource: Json, if_none_exist: str = "") -> Json:
    """A Bundle entry that creates."""
    condition = {"ifNoneExist": if_none_exist} if if_none_exist else {}
    return {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"], **condition}}


def put_entry(resource: Json, version: str) -> Json:
    """A Bundle entry that replaces `version` of a resource."""
    request = {"method": "PUT", "url": ref_of(resource), "ifMatch": f'W/"{version}"'}
    return {"resource": resource, "request": request}


def delete_entry(ref: str) -> Json:
    """A Bundle entry that deletes."""
    return {"request": {"method": "DELETE", "url": ref}}


def located(place: str) -> str:
    """`Type/id` of a Location: `[base/]Type/id[/_history/version]`."""
    return "/".join(place.partition("/_history/")[0].rstrip("/").split("/")[-2:])


def statuses(answer: Answer) -> list[int]:
    """The status of each entry of a Bundle's answer; none where it was refused as one."""
    return [one.status for one in _done(answer)] if answer.status < 400 else []


def _done(answer: Answer) -> list[Done]:
    if not answer.body.strip():
        return []
    said = [one.get("response", {}) for one in _json(answer).get("entry", [])]
    return [Done(int(str(one.get("status", 0))[:3]), located(one.get("location", ""))) for one in said]


def ref_of(resource: Json) -> str:
    """`Type/id`"""
    return f"{resource['resourceType']}/{resource['id']}"


def version_of(resource: Json) -> str:
    return str(resource.get("meta", {}).get("versionId", ""))


def _json(answer: Answer) -> Json:
    decoded: Json = msgspec.json.decode(answer.body)
    return decoded
