"""Word of changes: heard at once, believed in nothing, and missed by nobody when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import msgspec
import pytest

from inbox.domain.ids import ThreadId
from inbox.domain.site import SiteServer
from inbox.fhir.profile import Source
from inbox.sync.portal import Desk
from inbox.sync.status import Connection, Status
from portal.profile import PROFILES
from portal.running import Running as Serving
from portal.settings import Settings
from tests.sync.clinic import clinic
from tests.sync.station import QUICK, Backstage, Station, thread_of
from tests.sync.test_engine import Running
from tests.sync.test_pull import message

NEVER = 3600.0
DEAF = msgspec.structs.replace(QUICK, poll=NEVER, poll_listening=NEVER, rare=NEVER, silence=1.2)
"""Nothing is found by looking, unless somebody rings."""


@pytest.fixture(scope="module", params=["plain", "strict"])
def portal(request: pytest.FixtureRequest) -> Iterator[Serving]:
    profile = replace(PROFILES[request.param], late_commits=0)
    settings = Settings(database="", patients=1, test_mode=True, profile=profile, heartbeat=0.2)
    with Serving(settings, make_clinic=clinic) as serving:
        yield serving


@pytest.fixture
def sockets(portal: Serving) -> Iterator[str]:
    """Where tests cut and mute the lines."""
    address = f"{portal.root}/test/sockets"
    yield address
    httpx.put(address, json={"muted": False}).raise_for_status()


@pytest.fixture
def nora(portal: Serving, tmp_path: Path) -> Iterator[Running]:
    station = Station(portal, tmp_path, "nora", DEAF)
    running = Running(station)
    yield running
    assert running.engine.stop()
    station.store.close()


class Quiet(Station):
    """Of a site that wants no line."""

    def desk(self) -> Desk:
        return msgspec.structs.replace(super().desk(), site=SiteServer(changes="polling"))


@pytest.fixture
def quiet(portal: Serving, tmp_path: Path) -> Iterator[Running]:
    station = Quiet(portal, tmp_path, "nora", DEAF)
    running = Running(station)
    yield running
    assert running.engine.stop()
    station.store.close()


@pytest.fixture
def otto(portal: Serving, tmp_path: Path) -> Iterator[Station]:
    station = Station(portal, tmp_path, "otto")
    yield station
    station.store.close()


def is_told(status: Status) -> bool:
    return status.ready and not status.progress and status.noticing == "The server says so at once."


def has(nora: Running, thread: ThreadId, text: str) -> Callable[[Status], bool]:
    return lambda _: text in [one.text for one in nora.station.thread(thread).messages]


def test_a_new_message_is_here_at_once(nora: Running, otto: Station, backstage: Backstage) -> None:
    nora.engine.start()
    nora.until(is_told)
    backstage.write(otto, message(thread_of(0), "Can you hear me?"))
    nora.until(has(nora, thread_of(0), "Can you hear me?"))


def test_a_line_that_was_cut_is_had_again_and_what_came_meanwhile_too(
    nora: Running, otto: Station, backstage: Backstage, sockets: str
) -> None:
    nora.engine.start()
    nora.until(is_told)
    backstage.fault(action="status", status=503, method="POST", path="Subscription", count=1)
    backstage.fault(action="status", status=503, path="ws-binding-token", count=1)
    httpx.delete(sockets).raise_for_status()
    backstage.write(otto, message(thread_of(1), "While nobody listened"))
    nora.until(has(nora, thread_of(1), "While nobody listened"))
    nora.until(lambda status: is_told(status) and status.connection is Connection.CONNECTED)


def test_a_server_that_says_no_is_looked_at_as_ever_and_not_asked_again(
    nora: Running, backstage: Backstage
) -> None:
    backstage.fault(action="status", status=403, method="POST", path="Subscription")
    nora.engine.start()
    nora.until(lambda status: status.noticing.startswith("By looking"))
    nora.engine.try_now()
    nora.until(lambda status: status.connection is Connection.CONNECTED and not status.progress)
    assert backstage.hits() == 1


def test_a_site_may_want_no_line(quiet: Running, sockets: str) -> None:
    quiet.engine.start()
    quiet.until(lambda status: status.noticing.startswith("By looking") and status.ready)
    assert httpx.get(sockets).json()["open"] == 0


@pytest.mark.parametrize("portal", ["strict"], indirect=True)
def test_a_line_that_falls_silent_is_given_up(nora: Running, sockets: str) -> None:
    """R4's own form has no sign of life to miss: there the looks that go on are all."""
    nora.engine.start()
    nora.until(is_told)
    httpx.put(sockets, json={"muted": True}).raise_for_status()
    nora.until(lambda status: status.noticing.startswith("By looking"))
    httpx.put(sockets, json={"muted": False}).raise_for_status()
    nora.until(is_told)


def test_a_server_that_never_confirms_is_given_up(nora: Running, sockets: str) -> None:
    httpx.put(sockets, json={"muted": True}).raise_for_status()
    nora.station.settings = msgspec.structs.replace(DEAF, silence=0.2)
    running = Running(nora.station)
    running.engine.start()
    running.until(
        lambda status: any(
            (fact.what, fact.there, fact.source) == ("Word of changes", False, Source.SEEN)
            for fact in status.report.facts
        )
    )
    assert running.engine.status.noticing.startswith("By looking")
    assert running.engine.stop()
    assert httpx.get(sockets).json()["open"] == 0
