"""Closed conversations are read by red-flag rules while nobody works, once a version; it is no work."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from inbox.app.history import History
from inbox.domain.changes import Changes
from inbox.domain.history import ReadAgain
from inbox.domain.ids import PatientId, PoolId, ThreadId
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.people import Actor, Role
from inbox.domain.red_flags import Hit, scan
from inbox.fhir.incoming import Reading
from inbox.queries import history
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import ids
from inbox.store.store import Store
from tests.red_flags.shipped import shipped
from tests.sync.examples import (
    NINE,
    NURSE,
    POOL,
    Json,
    at,
    header,
    kept,
    message,
    parameter,
    promise_of,
    task,
)

NORA = Actor(NURSE, "Nora", Role.RN, pools=(PoolId(POOL),))
BLEEDS = "I am coughing up blood since this morning"


class Station:
    """A saved inbox with some conversations in it, and somebody who may be at the keys."""

    def __init__(self, folder: Path) -> None:
        self.lookout = Lookout()
        self.heard: list[Changes] = []
        self.reading = Reading(promise_of, scan=self.lookout.scan)
        key = secrets.token_bytes(32)
        self.store = Store.open(folder / "cache.db", key, self.reading, self.heard.append)
        self.history = History(self.lookout, self.store, lambda: self.reading)
        self.history.quiet = lambda: True
        self.read: list[str] = []

    def rules(self, version: str) -> None:
        def scanned(subject: str, text: str, names: Sequence[str], age: float | None) -> Sequence[Hit]:
            self.read.append(text)
            return scan(shipped(), subject, text, names, age)

        self.lookout.use(RulesInForce(version, "shipped"), scanned)

    def conversation(
        self, name: str, text: str, minutes: float, *, status: str = "completed", carries: Sequence[Json] = ()
    ) -> ThreadId:
        head = header(id=f"thr-{name}", sent=at(minutes))
        ref = f"Communication/thr-{name}"
        part = [{"reference": ref}]
        said = message(f"m-{name}", text, minutes, partOf=part)
        work = task(id=f"t-{name}", status=status, focus=part[0], authoredOn=at(minutes))
        work["input"] += carries
        work["input"][0]["valueReference"] = {"reference": f"Communication/m-{name}"}
        self.store.ingest([kept(head), kept(said), kept(work)]).result()
        return ThreadId(ref)

    def found(self, *wanted: ThreadId) -> dict[ThreadId, ReadAgain]:
        return history.found(self.store.reader(), wanted)

    def all_read(self) -> int:
        """Slices until there is nothing more to read."""
        slices = 0
        while self.history.a_little():
            slices += 1
        return slices

    def listed(self) -> int:
        return len(ids(self.store.reader(), View(ViewKind.POOL), NORA, NINE + timedelta(days=1)))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    there = Station(tmp_path)
    yield there
    there.history.stop()
    there.store.close()


def test_what_was_missed_is_found_and_is_nobodys_work(station: Station) -> None:
    bad = station.conversation("bad", BLEEDS, 0)
    fine = station.conversation("fine", "Thank you for the form", 5)
    station.rules("1")
    station.all_read()
    assert station.found(bad, fine).keys() == {bad}
    one = station.found(bad)[bad]
    assert one.level == 2 and "blood" in one.title.lower() and one.rules == "1"
    assert station.listed() == 0
    assert Changes(threads=frozenset({bad})) in station.heard


def test_the_newest_is_read_first_and_nothing_twice(station: Station) -> None:
    for n in range(4):
        station.conversation(f"{n}", f"text {n}", n)
    station.rules("1")
    station.all_read()
    assert station.read == ["text 3", "text 2", "text 1", "text 0"]
    assert not station.history.a_little()
    assert len(station.read) == 4


def test_another_version_of_the_rules_leads_to_one_new_pass(station: Station) -> None:
    station.conversation("a", BLEEDS, 0)
    station.rules("1")
    station.all_read()
    station.rules("2")
    station.all_read()
    assert station.read == [BLEEDS, BLEEDS]
    assert not station.history.a_little()


def test_before_there_are_rules_nothing_is_called_read(station: Station) -> None:
    station.conversation("a", BLEEDS, 0)
    assert not station.history.a_little()
    station.rules("1")
    station.all_read()
    assert station.read == [BLEEDS]


def test_it_stops_at_the_message_where_somebody_begins_to_work(station: Station) -> None:
    for n in range(3):
        station.conversation(f"{n}", f"text {n}", n)

    def until(count: int) -> bool:
        return len(station.read) < count

    station.history.quiet = partial(until, 2)
    station.rules("1")
    assert station.history.a_little()
    assert station.read == ["text 2", "text 1"]
    assert station.history.a_little(), "there is more"
    assert len(station.read) == 2, "and not one more is read"
    station.history.quiet = lambda: True
    station.all_read()
    assert station.read == ["text 2", "text 1", "text 0"]


def test_open_work_is_left_to_those_who_do_it(station: Station) -> None:
    station.conversation("open", BLEEDS, 0, status="requested")
    station.rules("1")
    station.all_read()
    station.read.clear()
    assert not station.history.a_little()
    assert station.read == []
    assert station.listed() == 1


def test_what_the_work_carried_is_not_told_again(station: Station) -> None:
    flags = [
        parameter("red-flag", valueString=json.dumps({**flag, "message": "Communication/m-a"}))
        for hit in scan(shipped(), "", BLEEDS)
        if (flag := {"rule": hit.rule, "level": hit.level, "start": hit.start, "end": hit.end})
    ]
    thread = station.conversation("a", BLEEDS, 0, carries=flags)
    station.rules("1")
    station.all_read()
    assert station.read == [BLEEDS]
    assert station.found(thread) == {}


def test_a_conversation_with_another_message_in_it_is_read_again(station: Station) -> None:
    thread = station.conversation("a", "All is well", 0)
    station.rules("1")
    station.all_read()
    more = message("m-a2", BLEEDS, 9, partOf=[{"reference": thread}])
    station.store.ingest([kept(more)]).result()
    station.all_read()
    assert station.found(thread)[thread].level == 2


def test_what_is_forgotten_leaves_no_trace(station: Station) -> None:
    thread = station.conversation("a", BLEEDS, 0)
    station.rules("1")
    station.all_read()
    station.store.forget([thread], [PatientId("Patient/p1")]).result()
    assert station.found(thread) == {}
    assert history_rows(station.store) == 0


def test_the_thread_reads_all_of_it_while_nobody_works(tmp_path: Path, station: Station) -> None:
    thread = station.conversation("a", BLEEDS, 0)
    station.rules("1")
    station.history.start(lambda: True)
    while not station.found(thread):
        station.store.keep_note("beat", b"").result()  # the writer's turn, not a clock's
    station.history.stop()
    assert station.found(thread)[thread].level == 2


def history_rows(store: Store) -> int:
    (count,) = store.reader().exec_driver_sql("SELECT count(*) FROM history").one()
    return int(count)
