"""What the client makes of servers and networks that misbehave."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import tracemalloc
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import pytest

from inbox.domain.errors import Offline, Refused, SignInNeeded
from inbox.fhir.client import FhirClient
from inbox.fhir.door import Door, Limits, check_address
from inbox.fhir.faults import Busy, Changed, Declined, NoAnswer, NotThere, ServerFailed, Unreadable
from inbox.fhir.pages import BARREN
from inbox.fhir.search import Page
from inbox.fhir.write import Write
from tests.fhir.stage import BREAK, Stage, answer, staged

Got = TypeVar("Got")

TASK = {"resourceType": "Task", "id": "t1", "meta": {"versionId": "3"}}
WRITE = Write("PUT", "Task/t1", b'{"resourceType":"Task","id":"t1"}', if_match="3")


class Pass:
    """Hands out tokens; each refresh gives the next."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)
        self.refused: list[str] = []

    async def access(self) -> str:
        return self._tokens[0]

    async def refreshed(self, after: str) -> str:
        self.refused.append(after)
        if len(self._tokens) == 1:
            raise SignInNeeded("Please sign in again.")
        return self._tokens.pop(0) and self._tokens[0]


def talk(
    do: Callable[[FhirClient], Awaitable[Got]],
    *script: bytes,
    tokens: Pass | None = None,
    limits: Limits | None = None,
) -> tuple[Got, Stage]:
    async def whole() -> tuple[Got, Stage]:
        async with (
            staged(*script) as stage,
            FhirClient(stage.base, tokens or Pass("first"), door=Door(limits)) as client,
        ):
            return await do(client), stage

    return asyncio.run(whole())


async def pages(client: FhirClient) -> list[Page]:
    return [page async for page in client.search("Task", {"status": "requested"})]


def test_a_refused_connection_is_offline_and_certain() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    async def ask() -> None:
        async with FhirClient(f"http://127.0.0.1:{port}/fhir") as client:
            await client.write(WRITE)

    with pytest.raises(Offline) as caught:
        asyncio.run(ask())
    assert not isinstance(caught.value, NoAnswer)


def test_a_connection_cut_after_sending_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="broke"):
        talk(lambda client: client.write(WRITE), BREAK)


def test_an_answer_cut_in_the_middle_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        talk(lambda client: client.read("Task/t1"), answer(200, TASK)[:-5])


def test_a_server_that_says_nothing_is_no_answer() -> None:
    async def ask() -> None:
        silent = socket.socket()
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        with silent:
            base = f"http://127.0.0.1:{silent.getsockname()[1]}"
            async with FhirClient(base, door=Door(Limits(read=0.05))) as client:
                await client.read("Task/t1")

    with pytest.raises(NoAnswer, match="too long"):
        asyncio.run(ask())


def test_a_server_that_trickles_is_given_up() -> None:
    async def ask() -> None:
        hung_up = asyncio.Event()

        async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            end = asyncio.create_task(reader.read())
            while not end.done():
                writer.write(b" ")
                await asyncio.wait([end], timeout=0.01)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            hung_up.set()

        server = await asyncio.start_server(trickle, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            async with FhirClient(base, door=Door(Limits(read=1, whole=0.1))) as client:
                await client.read("Task/t1")
        finally:
            await hung_up.wait()
            server.close()

    with pytest.raises(NoAnswer, match="too long"):
        asyncio.run(ask())


def test_a_small_answer_that_unpacks_to_gigabytes_is_stopped_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    script = answer(200, bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="larger than 1 MB"):
            talk(lambda client: client.read("Task/t1"), script, limits=Limits(body=1024 * 1024))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10_000_000


def test_a_packed_answer_is_read() -> None:
    packed = gzip.compress(b'{"resourceType":"Task","id":"t1"}')
    got, stage = talk(lambda client: client.read("Task/t1"), answer(200, packed, Content_Encoding="gzip"))
    assert got.ref == "Task/t1"
    assert stage.heard[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"{}" * 400)[:-9], b"no gzip at all"],
    ids=["cut", "not gzip"],
)
def test_a_damaged_packed_answer_is_unreadable(packed: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        talk(lambda client: client.read("Task/t1"), answer(200, packed, Content_Encoding="gzip"))


def test_every_call_has_its_own_request_id_and_asks_for_fhir() -> None:
    async def twice(client: FhirClient) -> None:
        await client.read("Task/t1")
        await client.read("Task/t1")

    _, stage = talk(twice, answer(200, TASK), answer(200, TASK))
    assert len({heard.headers["x-request-id"] for heard in stage.heard}) == 2
    assert {heard.headers["accept"] for heard in stage.heard} == {"application/fhir+json"}


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_how_long_to_wait(status: int) -> None:
    with pytest.raises(Busy) as caught:
        talk(lambda client: client.read("Task/t1"), answer(status, Retry_After="17"))
    assert caught.value.retry_after == 17


def test_a_busy_server_may_say_so_in_ratelimit() -> None:
    with pytest.raises(Busy) as caught:
        talk(lambda client: client.read("Task/t1"), answer(429, RateLimit='"requests";r=0;t=57'))
    assert caught.value.retry_after == 57


def test_a_fault_of_the_server_leaves_the_fate_of_a_write_open() -> None:
    with pytest.raises(ServerFailed) as caught:
        talk(lambda client: client.write(WRITE), answer(502, b"<html>Bad gateway</html>"))
    assert caught.value.status == 502
    assert isinstance(caught.value, NoAnswer)
    assert "<html>" not in str(caught.value)


def test_a_refused_token_is_renewed_once_and_the_request_repeated() -> None:
    tokens = Pass("old", "new")
    got, stage = talk(lambda client: client.read("Task/t1"), answer(401), answer(200, TASK), tokens=tokens)
    assert got.version == "3"
    assert [heard.headers["authorization"] for heard in stage.heard] == ["Bearer old", "Bearer new"]
    assert tokens.refused == ["old"]


def test_a_token_refused_again_needs_a_sign_in() -> None:
    tokens = Pass("old", "new", "newer")
    with pytest.raises(SignInNeeded):
        talk(lambda client: client.read("Task/t1"), answer(401), answer(401), tokens=tokens)
    assert tokens.refused == ["old"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Declined), (403, Declined), (404, NotThere), (410, NotThere), (409, Changed), (412, Changed)],
)
def test_a_refused_read_is_told_in_the_servers_words(status: int, kind: type[Declined]) -> None:
    said = {
        "resourceType": "OperationOutcome",
        "issue": [{"code": "x", "details": {"text": "Not on Sundays."}}],
    }
    with pytest.raises(kind, match=r"^Not on Sundays\.$") as caught:
        talk(lambda client: client.read("Task/t1"), answer(status, said))
    assert caught.value.status == status


def test_a_page_link_to_another_origin_is_refused_and_nothing_is_sent_there() -> None:
    link = {"relation": "next", "url": "http://127.0.0.1:1/fhir?page=2"}
    bundle = {"resourceType": "Bundle", "link": [link]}
    with pytest.raises(Refused, match="another address"):
        talk(pages, answer(200, bundle))


@pytest.mark.parametrize("address", ["http://[::1", "https://[x]/?_offset=2", "http://a:b:c/?page=2"])
def test_a_link_that_is_no_address_is_refused(address: str) -> None:
    bundle = {"resourceType": "Bundle", "link": [{"relation": "next", "url": address}]}
    with pytest.raises((Refused, Declined)):
        talk(pages, answer(200, bundle))
    with pytest.raises((Refused, NoAnswer)):
        talk(
            lambda client: client.read("Task/t1"),
            answer(302, Location=address.encode("ascii", "ignore").decode()),
        )


def test_pages_are_followed_as_the_server_links_them() -> None:
    first = {"resourceType": "Bundle", "link": [{"relation": "next", "url": "{base}?page=2"}]}
    last = {"resourceType": "Bundle", "entry": [{"resource": TASK}]}
    got, stage = talk(pages, answer_with_base(first), answer(200, last))
    assert [len(page.resources) for page in got] == [0, 1]
    assert [heard.target for heard in stage.heard] == ["/fhir/Task?status=requested", "/fhir?page=2"]


def test_pages_that_go_round_in_circles_end() -> None:
    again = {"resourceType": "Bundle", "link": [{"relation": "next", "url": "{base}?page=1"}]}
    with pytest.raises(Unreadable, match="circles"):
        talk(pages, *[answer_with_base(again)] * 2)


def test_pages_that_never_end_and_bring_nothing_are_given_up() -> None:
    endless = (
        answer_with_base(
            {"resourceType": "Bundle", "link": [{"relation": "next", "url": f"{{base}}?page={n}"}]}
        )
        for n in range(BARREN + 2)
    )
    with pytest.raises(Unreadable, match="no end"):
        talk(pages, *endless)


def test_a_list_longer_than_any_clinics_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inbox.fhir.pages.LONGEST", 5)
    endless = (
        answer_with_base(
            {
                "resourceType": "Bundle",
                "link": [{"relation": "next", "url": f"{{base}}?page={n}"}],
                "entry": [{"resource": TASK | {"id": f"t{n}"}}],
            }
        )
        for n in range(8)
    )
    with pytest.raises(Unreadable, match="no end"):
        talk(pages, *endless)


def test_a_servers_words_are_one_plain_line() -> None:
    said = {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "no\u202e\n<b>\x07" + "x" * 5000}]}
    with pytest.raises(Declined) as refused:
        talk(lambda client: client.read("Task/t1"), answer(400, said))
    assert "\u202e" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) <= 400


def answer_with_base(body: object) -> bytes:
    """An answer without a length, since its address is filled in late: it ends with the connection."""
    head, _, content = answer(200, body).partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + content


def test_a_redirect_to_another_origin_is_refused() -> None:
    with pytest.raises(Refused, match="another address"):
        talk(lambda client: client.read("Task/t1"), answer(302, Location="http://127.0.0.1:1/Task/t1"))


def test_a_redirect_within_the_origin_is_followed_for_reads() -> None:
    moved = answer(307, Location="/fhir/v4/Task/t1")
    got, stage = talk(lambda client: client.read("Task/t1"), moved, answer(200, TASK))
    assert got.id == "t1"
    assert stage.heard[1].target == "/fhir/v4/Task/t1"


def test_a_redirected_write_is_not_followed() -> None:
    moved = answer(307, Location="/elsewhere")
    outcome, stage = talk(lambda client: client.write(WRITE), moved)
    assert not outcome.done
    assert len(stage.heard) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://portal.example/fhir",
        "http://127.0.0.1.portal.example/fhir",
        "http://localhost.portal.example/fhir",
        "http://10.0.0.1/fhir",
        "ftp://portal.example/fhir",
        "https://somebody:secret@portal.example/fhir",
        "portal.example/fhir",
        "",
    ],
)
def test_addresses_without_encryption_are_refused(address: str) -> None:
    with pytest.raises(Refused):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    ["https://portal.example/fhir", "http://127.0.0.1:8103/x", "http://localhost", "http://[::1]:80/"],
)
def test_encrypted_addresses_and_this_computer_are_spoken_to(address: str) -> None:
    assert check_address(address) == address


def test_a_long_search_is_posted() -> None:
    ids = ",".join(f"Patient/{n:06}" for n in range(400))

    async def search(client: FhirClient) -> list[Page]:
        return [page async for page in client.search("Task", {"patient": ids})]

    _, stage = talk(search, answer(200, {"resourceType": "Bundle"}))
    [heard] = stage.heard
    assert (heard.method, heard.target) == ("POST", "/fhir/Task/_search")
    assert heard.body.decode() == f"patient={ids}"


def test_a_count_that_the_server_does_not_give_is_unknown() -> None:
    got, _ = talk(lambda client: client.count("Task", {}), answer(400, {"resourceType": "OperationOutcome"}))
    assert got is None


def test_neither_tokens_nor_addresses_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def search(client: FhirClient) -> list[Page]:
        return [page async for page in client.search("Patient", {"name": "Esterbrook"})]

    talk(search, answer(200, {"resourceType": "Bundle"}), tokens=Pass("s3cret-token"))
    assert "s3cret-token" not in caplog.text
    assert "Esterbrook" not in caplog.text
