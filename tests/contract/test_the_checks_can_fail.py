"""A server that lies is found out: each check that matters is seen to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from portal.running import Running
from tests.contract.between import Between, Meddle, Pass, Reply, Request, bend, with_body
from tests.contract.finding import Verdict, Whose
from tests.contract.report import Line, table
from tests.contract.run import run
from tests.contract.sandbox import clinic, settings
from tests.contract.test_sandbox import by_token

ALWAYS = 1_000_000
Json = dict[str, Any]


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    with Running(settings("plain"), make_clinic=clinic) as running:
        yield running


def found(portal: Running, lie: Meddle, about: Callable[[Request], bool], check: str) -> Line:
    """What `check` finds of a server that lies about some requests."""

    async def go() -> Line:
        async with Between(portal.base_url) as liar:
            liar.rule(lie, about, times=ALWAYS)
            report = await run(by_token(portal, "nora", liar.base, only=[check]))
            assert len(report.lines) == 1, table(report)
            return report.lines[0]

    return asyncio.run(go())


def writes(request: Request) -> bool:
    return request.writes


def without_if_match(request: Request) -> Request:
    headers = {name: value for name, value in request.headers.items() if name != "if-match"}
    body = request.body.replace(b'"ifMatch"', b'"ifMatters"')
    return Request(request.method, request.path, headers, body)


def without_names(request: Request) -> Request:
    """Creates lose what makes them safe to repeat."""
    headers = {name: value for name, value in request.headers.items() if name != "if-none-exist"}
    body = request.body.replace(b'"ifNoneExist"', b'"ifAtAll"')
    return Request(request.method, request.path, headers, body)


def out_of_thread(request: Request) -> Request:
    """Replies of ours are stored beside their thread."""
    if b"/inbox/operation" not in request.body:
        return request
    return with_body(request, request.body.replace(b'"partOf"', b'"partOff"'))


def nameless(request: Request) -> Request:
    """Replies of ours lose their identifier."""
    return with_body(request, request.body.replace(b"https://example.org/inbox/operation", b"urn:other"))


async def swallows_updates(request: Request, pass_on: Pass) -> Reply | None:
    """Says yes to every update and does nothing."""
    if request.method != "PUT":
        return await pass_on(request)
    return Reply(200, request.body, {"content-type": "application/fhir+json"})


async def loses_a_row(request: Request, pass_on: Pass) -> Reply | None:
    """Leaves the last row out of every page that has a next one."""
    reply = await pass_on(request)
    page: Json = msgspec.json.decode(reply.body)
    if any(link.get("relation") == "next" for link in page.get("link", [])):
        page["entry"] = page["entry"][:-1]
    return Reply(reply.status, msgspec.json.encode(page), reply.headers)


async def hears_nothing(request: Request, pass_on: Pass) -> Reply | None:
    """Finds nothing by time of change."""
    if "_lastUpdated=" not in request.path:
        return await pass_on(request)
    body = {"resourceType": "Bundle", "type": "searchset"}
    return Reply(200, msgspec.json.encode(body), {"content-type": "application/fhir+json"})


@pytest.mark.parametrize(
    ("lie", "about", "check", "whose"),
    [
        (bend(without_if_match), writes, "An update on an old version", Whose.SERVER),
        (bend(without_if_match), writes, "Eight updates at once", Whose.SERVER),
        (bend(without_if_match), writes, "Two claim: one wins", None),
        (swallows_updates, writes, "All that we write is kept", Whose.SERVER),
        (bend(out_of_thread), writes, "Claim, reply and close", Whose.PROGRAM),
        (bend(nameless), writes, "The answer is lost", Whose.PROGRAM),
        (
            loses_a_row,
            lambda request: request.method == "GET" and "part-of" in request.path,
            "Page by page",
            Whose.SERVER,
        ),
        (hears_nothing, lambda request: request.method == "GET", "A message that arrives", Whose.PROGRAM),
        (hears_nothing, lambda request: request.method == "GET", "Late commits", Whose.PROGRAM),
    ],
)
def test_a_lie_is_found_out(
    portal: Running, lie: Meddle, about: Callable[[Request], bool], check: str, whose: Whose | None
) -> None:
    line = found(portal, lie, about, check)
    assert line.finding.verdict is Verdict.FAILS, line
    assert whose in (None, line.finding.whose), line


def test_a_server_that_forgets_names_is_told_of_and_coped_with(portal: Running) -> None:
    line = found(portal, bend(without_names), writes, "A create that is repeated")
    assert line.finding.verdict is Verdict.MISSING


def test_a_lost_answer_is_no_double_even_where_names_are_forgotten(portal: Running) -> None:
    assert found(portal, bend(without_names), writes, "The answer is lost").finding.verdict is Verdict.HOLDS


def test_client_credentials_name_whom_they_stand_for(portal: Running) -> None:
    nora = by_token(portal, "nora")
    granted = {
        "access_token": nora.token,
        "token_type": "Bearer",
        "profile": {"reference": "Practitioner/nora"},
    }

    async def grants(request: Request, _pass_on: Pass) -> Reply | None:
        assert b"grant_type=client_credentials" in request.body and b"client_secret=hush" in request.body
        return Reply(200, msgspec.json.encode(granted), {"content-type": "application/json"})

    async def go() -> list[Line]:
        async with Between(portal.base_url) as server:
            server.rule(grants, lambda request: request.path == "/oauth2/token", times=ALWAYS)
            root = server.base.removesuffix("/fhir/R4")
            asked = msgspec.structs.replace(
                nora,
                url=server.base,
                token="",
                practitioner="",
                client_secret="hush",
                token_url=f"{root}/oauth2/token",
                only=("Who it is", "Claim, reply and close", "Two claim"),
            )
            return list((await run(asked)).lines)

    lines = asyncio.run(go())
    assert [line.finding.verdict for line in lines] == [Verdict.HOLDS] * 3, lines
    assert "Practitioner/nora" in lines[0].finding.words
