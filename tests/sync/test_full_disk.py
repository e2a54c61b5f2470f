"""The disk fills up: sync says so, asks again after a while, and loses nothing of either way."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim
from inbox.sync.status import Connection
from tests.sync.station import Backstage, Station, item_of
from tests.sync.test_engine import Running, running
from tests.sync.test_pull import message

__all__ = ["running"]
Make = Callable[..., Station]


def room(station: Station, pages: int) -> None:
    """Let the file have so many pages, and no more."""
    raw = station.store._database._raw
    station.store._writer.first(lambda: raw.execute(f"PRAGMA max_page_count={pages}").fetchall()).result(10)


def long(text: str) -> str:
    return f"{text} " * 5000


def texts(nora: Running, thread: ThreadId) -> list[str]:
    return [one.text for one in nora.station.thread(thread).messages]


def test_sync_pauses_on_a_full_disk_says_so_and_goes_on_by_itself(
    running: Callable[..., Running],
    station: Make,
    backstage: Backstage,
    thread: ThreadId,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "inbox")
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.CONNECTED and status.ready)
    room(nora.station, 1)
    backstage.write(station("otto"), message(thread, long("Are you there?")))
    nora.until(lambda status: "The disk of this computer is full" in status.sentence)
    assert "sync.not-kept why=full" in caplog.messages
    assert not any("sync.failed" in said for said in caplog.messages), "that is no mistake of this program"
    assert nora.engine.status.next_try is not None
    assert not any(text.startswith("Are you there?") for text in texts(nora, thread))
    room(nora.station, 100_000)
    nora.until(lambda _: any(text.startswith("Are you there?") for text in texts(nora, thread)))
    nora.until(lambda status: status.connection is Connection.CONNECTED)


def test_what_reached_the_server_while_the_disk_was_full_is_recognised_there(
    running: Callable[..., Running], station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.CONNECTED and status.ready)
    nora.station.do(thread, Claim(item=item_of(thread)))
    backstage.write(station("otto"), message(thread, long("One more thing.")))
    room(nora.station, 1)
    nora.engine.wake()
    nora.until(lambda status: "The disk of this computer is full" in status.sentence)
    room(nora.station, 100_000)
    nora.engine.try_now()
    nora.until(lambda _: nora.station.outbox() == [])
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/nora"
