"""The engine on its own thread, against the real portal."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import msgspec
import pytest

from inbox.domain.entries import State
from inbox.domain.errors import SignInNeeded
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.operations import Claim
from inbox.queries import patient as patient_query
from inbox.store.errors import Broken, Ended
from inbox.sync.status import Connection, Status
from tests.sync.station import Backstage, Station, item_of
from tests.sync.test_pull import message

Make = Callable[..., Station]
PATIENCE = 20.0


class Running:
    """An engine and what it has said; waits are for things said, never for time."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self._said = threading.Condition()
        self._latest = Status()
        self.heard: list[Connection] = []
        station.on_change = self._ring
        self.engine = station.engine(self._hear)

    def _hear(self, status: Status) -> None:
        with self._said:
            self._latest = status
            if not self.heard or self.heard[-1] is not status.connection:
                self.heard.append(status.connection)
            self._said.notify_all()

    def _ring(self) -> None:
        with self._said:
            self._said.notify_all()

    def until(self, happened: Callable[[Status], bool]) -> None:
        """Asked again at each word of the engine, and in between: not everything is worth a word."""
        end = time.monotonic() + PATIENCE
        with self._said:
            while not happened(self._latest):
                assert time.monotonic() < end, self._latest
                self._said.wait(0.02)


@pytest.fixture
def running(station: Make) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def make(user: str = "nora") -> Running:
        made.append(Running(station(user)))
        return made[-1]

    yield make
    for one in made:
        assert one.engine.stop()


def test_it_loads_then_listens_and_tells(
    running: Callable[..., Running], station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.CONNECTED and status.ready)
    backstage.write(station("otto"), message(thread, "Are you listening?"))
    nora.until(lambda _: "Are you listening?" in [m.text for m in nora.station.thread(thread).messages])
    assert nora.engine.status.last_sync is not None


def test_what_somebody_does_leaves_when_the_bell_rings(
    running: Callable[..., Running], backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.ready)
    nora.station.do(thread, Claim(item=item_of(thread)))
    nora.engine.wake()
    nora.until(lambda _: nora.station.outbox() == [])
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/nora"


def test_an_undo_window_ends_by_itself(
    running: Callable[..., Running], backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.ready)
    entry = nora.station.claim(thread)
    nora.station.store.take_back(entry.group, nora.station.actor.person).result()
    soon = nora.station.watch.now() + timedelta(seconds=0.3)
    nora.station.store.run([msgspec.structs.replace(entry, not_before=soon)]).result()
    nora.engine.wake()
    nora.until(lambda _: nora.station.outbox() == [])
    assert backstage.task(thread)["status"] == "accepted"


def test_out_of_touch_is_said_and_ends_by_itself(
    running: Callable[..., Running], backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.CONNECTED)
    backstage.fault(action="drop_before", path="fhir/R4")
    nora.engine.try_now()  # while the server tells of changes by itself, looks are rare
    nora.until(lambda status: status.connection is Connection.OFFLINE)
    assert nora.engine.status.sentence
    assert nora.engine.status.next_try is not None
    nora.station.do(thread, Claim(item=item_of(thread)))
    nora.engine.wake()
    backstage.no_faults()
    nora.engine.try_now()
    nora.until(lambda status: status.connection is Connection.CONNECTED and nora.station.outbox() == [])
    assert backstage.task(thread)["status"] == "accepted"
    assert nora.engine.status.next_try is None


def test_a_busy_portal_is_said_to_be_busy(running: Callable[..., Running], backstage: Backstage) -> None:
    nora = running()
    backstage.fault(action="status", status=503, path="fhir/R4", count=3, retry_after=0)
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.BUSY)
    nora.until(lambda status: status.connection is Connection.CONNECTED)


def test_an_expired_sign_in_loses_nothing(
    running: Callable[..., Running], backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.ready)
    good = nora.station.token.token
    nora.station.token.token = "no longer good"
    nora.until(lambda status: status.connection is Connection.SIGN_IN)
    nora.station.do(thread, Claim(item=item_of(thread)))
    nora.engine.wake()
    assert nora.station.states() == [("claim", State.WAITING)]
    nora.station.token.token = good
    nora.engine.try_now()
    nora.until(lambda _: nora.station.outbox() == [])
    assert backstage.task(thread)["status"] == "accepted"


def test_an_opened_chart_is_read(running: Callable[..., Running]) -> None:
    nora = running()
    nora.engine.start()
    patient = PatientId("Patient/p3")
    nora.engine.refresh_chart(patient)
    nora.until(lambda _: patient_query.chart_fetched(nora.station.store.reader(), patient) is not None)


def test_it_stops_while_the_portal_does_not_answer_and_what_left_is_unsure(
    running: Callable[..., Running], backstage: Backstage, thread: ThreadId
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.ready and not status.progress)
    backstage.fault(action="delay", seconds=4, method="POST", path=r"R4/?$")
    nora.station.do(thread, Claim(item=item_of(thread)))
    nora.engine.wake()
    nora.until(lambda _: nora.station.states() == [("claim", State.SENDING)])
    assert nora.engine.stop()
    assert nora.station.states() == [("claim", State.UNSURE)]
    assert nora.engine.status.connection is Connection.STOPPED


def test_a_wish_after_the_end_is_no_error(running: Callable[..., Running]) -> None:
    nora = running()
    nora.engine.start()
    assert nora.engine.stop()
    nora.engine.wake()
    nora.engine.try_now()


def test_a_token_that_cannot_be_had_is_a_matter_of_signing_in(running: Callable[..., Running]) -> None:
    nora = running()

    async def refused(after: str = "") -> str:
        raise SignInNeeded("Please sign in again.")

    nora.station.token.access = refused  # type: ignore[method-assign]
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.SIGN_IN)
    assert nora.engine.status.sentence == "Please sign in again."


def test_what_is_slow_the_first_time_is_done_on_no_thread_that_somebody_waits_for(station: Make) -> None:
    nora = station()
    done: list[str] = []
    desk = msgspec.structs.replace(nora.desk(), prepare=lambda: done.append(threading.current_thread().name))
    said = threading.Event()
    engine = nora.engine(lambda status: said.set() if status.ready else None, desk)
    engine.start()
    assert said.wait(PATIENCE)
    assert engine.stop()
    assert done
    assert done[0] not in ("sync", threading.main_thread().name)


@pytest.mark.parametrize(("minutes", "told"), [(1, 0), (11, 11), (-11, -11)])
def test_a_clock_that_is_more_than_two_minutes_wrong_is_told(
    running: Callable[..., Running], minutes: int, told: int
) -> None:
    nora = running()
    nora.station.watch.ahead = timedelta(minutes=minutes)
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.CONNECTED and status.last_sync is not None)
    assert nora.engine.status.skew == timedelta(minutes=told)


@pytest.mark.parametrize("fault", [Broken, Ended])
def test_a_store_that_can_be_used_no_longer_is_asked_no_more_and_told_by_itself(
    running: Callable[..., Running],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: type[Broken | Ended],
) -> None:
    """Its owner shows a page about it: the same words under the list would be there before one can act."""
    caplog.set_level(logging.INFO, "inbox")
    nora = running()

    def useless(*, durable: bool) -> None:
        raise fault

    monkeypatch.setattr(nora.station.store._database, "write", useless)
    nora.engine.start()
    nora.until(lambda _: f"sync.not-kept why={fault.__name__.lower()}" in caplog.messages)
    assert nora.engine.stop()
    assert Connection.FAULT not in nora.heard
    assert not any("sync.failed" in said for said in caplog.messages), "that is no mistake of the engine"
